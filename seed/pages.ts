/** @file All pages: entities, the second pages of countries, lists and namesakes. */
import type { Kind, Lexicon } from "../src/llm/demonstrator/lexicon.ts";
import type { Entity, Page } from "./lib/entity.ts";
import { groupBy } from "./lib/group.ts";
import { proseOf, readingsOf } from "./lib/prose.ts";
import { inProse, slugOf } from "./lib/text.ts";
import { disambiguationPages } from "./lib/titles.ts";
import { listPage } from "./lists/entity-set.ts";
import type { World } from "./world.ts";

function kindOf(lexicon: Lexicon, id: string): Kind {
  const kind = lexicon.kinds.find((candidate) => candidate.id === id);
  if (kind === undefined) throw new Error(`no kind ${id} in the lexicon`);
  return kind;
}

/** The attributes of a kind by the page that states them; those of the main page stand under the empty string. */
function attributesByPage(kind: Kind): ReadonlyMap<string, readonly string[]> {
  const grouped = groupBy(kind.attributes, (attribute) => attribute.page ?? "");
  return new Map([...grouped].map(([page, attributes]) => [page, attributes.map(({ id }) => id)]));
}

/** What a second page says again, so that it can be read by itself. */
const restated: Readonly<Record<string, readonly string[]>> = {
  "Geography of {name}": ["status", "subregion", "region", "capital", "iso3"],
  "Demographics of {name}": ["status", "subregion", "languages", "demonym"],
  "Economy of {name}": ["status", "subregion", "tld", "callingCode"],
};

/** What the page tells, as Chinese searches name it: `爱沙尼亚 面积`. Empty without a Chinese name. */
function chinesePhrases(kind: Kind, { zh, facts }: Entity, ids: readonly string[]): readonly string[] {
  if (zh === undefined) return [];
  const stated = kind.attributes.filter(({ id }) => ids.includes(id) && facts[id] !== undefined);
  const words = stated.flatMap(({ id, words }) => (id === "chineseName" ? [] : words.zh.slice(0, 1)));
  return words.map((word) => `${zh} ${word}`);
}

function keywordsOf(phrases: readonly string[]): string | undefined {
  return phrases.length === 0 ? undefined : phrases.join("、");
}

function entityPages(kind: Kind, entity: Entity): readonly Page[] {
  const second = [...attributesByPage(kind)]
    .filter(([page, ids]) => page !== "" && ids.some((id) => entity.facts[id] !== undefined))
    .map(([page, ids]) => {
      const title = page.replace("{name}", inProse(entity.name));
      const url = `seed://${page.split(" ")[0]?.toLowerCase() ?? ""}/${slugOf(entity.title)}`;
      return {
        url,
        title,
        text: proseOf(kind, entity, [...ids, ...(restated[page] ?? [])]),
        keywords: keywordsOf(chinesePhrases(kind, entity, ids)),
        kind: kind.id,
        split: entity.split,
      };
    });
  const own = attributesByPage(kind).get("") ?? [];
  const main = proseOf(kind, entity, own);
  const seeAlso = second.map((page) => `- [${page.title}](${page.url})`).join("\n");
  const text = seeAlso === "" ? main : `${main}\n\nSee also:\n${seeAlso}`;
  // the bare name stands on the main page only, so that it comes before the second pages
  const keywords = keywordsOf([
    ...(entity.zh === undefined ? [] : [entity.zh]),
    ...chinesePhrases(kind, entity, own),
  ]);
  const { url, title, split } = entity;
  return [{ url, title, text, keywords, kind: kind.id, split }, ...second];
}

function describe(lexicon: Lexicon): (entity: Entity) => string {
  return (entity) => {
    const noun = kindOf(lexicon, entity.kind).words.en[0] ?? entity.kind;
    const country = entity.facts["country"];
    const article = /^[aeiou]/.test(noun) ? "an" : "a";
    return country === undefined ? `${article} ${noun}` : `${article} ${noun} in ${inProse(country)}`;
  };
}

/**
 * The facts that the entity's pages state and that read back as they are. Only these may be asked: what no page says, or
 * says in a way that reads as something else, is not known to an agent.
 */
function statedFacts(kind: Kind, entity: Entity, pages: readonly Page[]): Readonly<Record<string, string>> {
  const readings = groupBy(
    pages.flatMap((page) => readingsOf(kind, entity.name, page.text)),
    ([id]) => id,
  );
  return Object.fromEntries(
    Object.entries(entity.facts).filter(([id, value]) => {
      const values = readings.get(id) ?? [];
      return values.length > 0 && values.every(([, read]) => read === value);
    }),
  );
}

export interface Written {
  /** Every page once, in the order of their addresses. */
  readonly pages: readonly Page[];
  /** The same world, each entity with the facts that its pages state. */
  readonly world: World;
}

export function writeWorld(lexicon: Lexicon, world: World): Written {
  const pages: Page[] = [];
  const stated = new Map<string, Entity>();
  for (const entity of world.entities) {
    const kind = kindOf(lexicon, entity.kind);
    const own = entityPages(kind, entity);
    pages.push(...own);
    stated.set(entity.url, { ...entity, facts: statedFacts(kind, entity, own) });
  }
  const entities = [...stated.values()];
  const sets = world.sets.map((set) => ({
    ...set,
    items: set.items.map((entity) => stated.get(entity.url) ?? entity),
  }));
  pages.push(...world.sets.map(listPage), ...disambiguationPages(world.entities, describe(lexicon)));
  return {
    pages: pages.sort((a, b) => (a.url < b.url ? -1 : 1)),
    world: { entities, sets },
  };
}
