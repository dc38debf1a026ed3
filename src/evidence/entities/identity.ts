/** @file What is known of a row beside its name, and whether that holds two rows apart. */
import { urlKey } from "../../kb/url-key.ts";
import { compareCells } from "../../table/compare-cells.ts";
import { isMissing, normaliseText } from "../../table/normalise.ts";
import { sharedForm } from "./name-forms.ts";
import { nameKey } from "./name-key.ts";

/** What rows say that are held to mean one thing. */
export interface Identity {
  /** Keys of their own pages; more than one holds them apart. */
  readonly pages: ReadonlySet<string>;
  /** By the attribute's normalised name: the values, each once. Missing values are left out. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export function identityOf(
  url: string | undefined,
  attributes: Readonly<Record<string, string>> = {},
): Identity {
  const known = Object.entries(attributes).filter(([, value]) => !isMissing(value));
  return {
    pages: new Set(url === undefined || url.trim() === "" ? [] : [urlKey(url)]),
    values: new Map(known.map(([name, value]) => [normaliseText(name), new Set([value])])),
  };
}

/** What all of them say. */
export function together(identities: readonly Identity[]): Identity {
  const [only] = identities;
  if (identities.length === 1 && only !== undefined) return only;
  const values = new Map<string, Set<string>>();
  for (const [name, said] of identities.flatMap((identity) => [...identity.values])) {
    const known = values.get(name) ?? new Set();
    for (const value of said) known.add(value);
    values.set(name, known);
  }
  return { pages: new Set(identities.flatMap(({ pages }) => [...pages])), values };
}

/** Identities with the same signature are held apart from the same others, and not from each other. */
export function signatureOf({ pages, values }: Identity, identifying: ReadonlySet<string>): string {
  const said = [...values]
    .filter(([name]) => identifying.has(name))
    .map(([name, of]) => [name, [...of].sort()]);
  return JSON.stringify([[...pages].sort(), said.sort()]);
}

/** Decides whether identities can be one; it remembers which values agree, for rows say the same few again and again. */
export class Guard {
  readonly #identifying: ReadonlySet<string>;
  readonly #agreement = new Map<string, boolean>();

  /** `identifying`: normalised names of the attributes of which a thing has one value only. */
  constructor(identifying: ReadonlySet<string>) {
    this.#identifying = identifying;
  }

  /** False where two of them have pages of their own, or an identifying attribute with values that do not agree. */
  canBeOne(identities: readonly Identity[]): boolean {
    const { pages, values } = together(identities);
    if (pages.size > 1) return false;
    return [...this.#identifying].every((name) => this.#allAgree([...(values.get(name) ?? [])]));
  }

  /** The attributes that both have, in order; none where any of these do not agree. */
  agreeing(first: Identity, second: Identity): readonly string[] {
    const shared = [...first.values.keys()].filter((name) => second.values.has(name)).sort();
    const isSame = (name: string) =>
      this.#allAgree([...(first.values.get(name) ?? []), ...(second.values.get(name) ?? [])]);
    return shared.every(isSame) ? shared : [];
  }

  #allAgree(values: readonly string[]): boolean {
    return values.every((value, index) => values.slice(0, index).every((other) => this.#agree(value, other)));
  }

  #agree(first: string, second: string): boolean {
    if (first === second) return true;
    const key = first < second ? `${first}\n${second}` : `${second}\n${first}`;
    const known = this.#agreement.get(key);
    if (known !== undefined) return known;
    const agrees =
      compareCells(first, second) === "same" ||
      nameKey(first) === nameKey(second) ||
      sharedForm(first, second) === "acronym";
    this.#agreement.set(key, agrees);
    return agrees;
  }
}
