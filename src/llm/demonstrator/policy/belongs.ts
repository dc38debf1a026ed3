/** @file Whether a thing belongs to a set, by the facts that its pages state: they must account for all that the set's phrase asks. */
import { LARGEST, type SetWords } from "../language/set-words.ts";
import { contentStems, fold } from "../language/text.ts";
import { isAboutNeighbours } from "../language/titles.ts";
import type { Attribute, Kind } from "../lexicon.ts";
import { amountOf } from "../question/numbers.ts";
import { withoutQualifier } from "../reading/page-facts.ts";

export interface Known {
  readonly kind: Kind;
  readonly name: string;
  /** Values by attribute id. */
  readonly facts: ReadonlyMap<string, string>;
}

/** What of a set is asked, and how strictly. */
export interface Membership {
  readonly set: SetWords;
  /** Only the first so many of a ranking belong to it. */
  readonly limit?: number | undefined;
  /** Whether names in the phrase must be named as things: in `Micronesia` as a country, not as a part of the world. */
  readonly byThings?: boolean;
}

export function belongs(thing: Known, { set, limit, byThings = false }: Membership): boolean {
  const { kind, name, facts } = thing;
  if (set.kind !== undefined && set.kind !== kind) return false;
  const said = new Set(stemsSaid(thing, set, byThings));
  if (limit !== undefined && rankOf(facts) <= limit) said.add(LARGEST);
  return set.asked.every((stem) => said.has(stem)) && hasInitial(name, facts, set) && hasCount(facts, set);
}

/** The stems of the phrase that the facts account for, and the name as far as it may. */
function stemsSaid({ kind, name, facts }: Known, set: SetWords, byThings: boolean): readonly string[] {
  const inName = contentStems(name).filter((stem) => set.ofName.includes(stem));
  const names = new Set(contentStems((set.phrase.match(/\p{Lu}[\p{L}'’-]*/gu) ?? []).join(" ")));
  const inFacts = kind.attributes.flatMap((attribute) => {
    const value = facts.get(attribute.id);
    const said = value === undefined ? [] : accountedFor(attribute, value, set);
    return byThings && attribute.refersTo === undefined ? said.filter((stem) => !names.has(stem)) : said;
  });
  return [...inName, ...inFacts];
}

/** False where the name or the rank says that it does not belong, whatever else is not known. */
export function mayBelong({ name, facts }: Known, { set, limit }: Membership): boolean {
  const isRanked = set.asked.includes(LARGEST) && limit !== undefined;
  const of = set.initial?.of;
  const isUnknown = of !== undefined && !facts.has(of.id);
  return (isUnknown || hasInitial(name, facts, set)) && !(isRanked && rankOf(facts) > limit);
}

function rankOf(facts: ReadonlyMap<string, string>): number {
  return amountOf(facts.get("rank") ?? "");
}

/** The stems of the phrase that a value says, and with them those of the words for its attribute. */
function accountedFor(attribute: Attribute, value: string, { asked, phrase }: SetWords): readonly string[] {
  if (attribute.words.en.some(isAboutNeighbours) && !isAboutNeighbours(phrase)) return [];
  const ofAttribute = attribute.words.en.map(contentStems).filter((stems) => areAll(stems, asked));
  if (attribute.type === "yes-no") return /^yes$/iu.test(value) ? ofAttribute.flat() : [];
  const listed = attribute.type === "list" ? value.split(/, | and /u) : [];
  const parts = [value, ...listed].flatMap((part) => [part, withoutQualifier(part)]);
  const said = parts
    .filter((part) => /\p{L}/u.test(part) || ofAttribute.length > 0)
    .map(contentStems)
    .filter((stems) => areAll(stems, asked));
  if (isOfFamily(value, phrase)) return asked;
  return said.length === 0 ? [] : [...said, ...ofAttribute].flat();
}

/** `BSD-3-Clause` is of the BSD family, `CC-BY-NC-4.0` of the CC-BY-NC family. */
function isOfFamily(code: string, phrase: string): boolean {
  const family = code.replace(/-(?:v?\d.*|only|or-later)$/u, "");
  return family !== code && phrase.toLowerCase().endsWith(` of the ${family.toLowerCase()} family`);
}

function areAll(stems: readonly string[], asked: readonly string[]): boolean {
  return stems.length > 0 && stems.every((stem) => asked.includes(stem));
}

function hasInitial(name: string, facts: ReadonlyMap<string, string>, { initial }: SetWords): boolean {
  if (initial === undefined) return true;
  const text = initial.of === undefined ? name : (facts.get(initial.of.id) ?? "");
  return fold(text).startsWith(fold(initial.letters));
}

function hasCount(facts: ReadonlyMap<string, string>, { none, some }: SetWords): boolean {
  if (some !== undefined && amountOf(facts.get(some.id) ?? "0") === 0) return false;
  if (none === undefined) return true;
  return none.counted !== undefined && amountOf(facts.get(none.counted.id) ?? "") === 0;
}
