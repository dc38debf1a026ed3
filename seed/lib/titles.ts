/** @file Unique titles and addresses, and the pages that tell namesakes apart. */
import type { Draft, Entity, Page } from "./entity.ts";
import { splitOf } from "./entity.ts";
import { groupBy } from "./group.ts";
import { capitalised, slugOf } from "./text.ts";

function foldedName(name: string): string {
  return slugOf(name) || name.toLowerCase();
}

function firstFree(draft: Draft, taken: ReadonlySet<string>): string | undefined {
  return ["", ...draft.qualifiers]
    .map((qualifier) => draft.name + qualifier)
    .find((title) => !taken.has(foldedName(title)));
}

/** Values that name other entities become those entities' titles. */
function resolved(
  facts: Readonly<Record<string, string>>,
  refs: Readonly<Record<string, string>>,
  titleOf: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const entries = Object.entries({ ...facts, ...refs }).map(
    ([id, value]): readonly [string, string | undefined] => {
      const key = refs[id];
      return [id, key === undefined ? value : titleOf.get(key)];
    },
  );
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/**
 * The most prominent of several namesakes keeps the plain name. A draft whose every title is taken is dropped.
 * The order of the drafts does not matter.
 */
export function withTitles(drafts: readonly Draft[]): {
  readonly entities: readonly Entity[];
  /** By the draft's key. */
  readonly titleOf: ReadonlyMap<string, string>;
} {
  const taken = new Set<string>();
  const titleOf = new Map<string, string>();
  const slugs = new Set<string>();
  const entities: { readonly entity: Entity; readonly refs: Readonly<Record<string, string>> }[] = [];
  const order = [...drafts].sort(
    (a, b) => b.prominence - a.prominence || (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1),
  );
  for (const draft of order) {
    const title = firstFree(draft, taken);
    if (title === undefined) continue;
    taken.add(foldedName(title));
    const url = `seed://${draft.kind}/${slugOf(title)}`;
    if (slugs.has(url)) continue;
    slugs.add(url);
    const { kind, name, facts, numbers, zh, split } = draft;
    titleOf.set(draft.key, title);
    entities.push({ entity: { kind, name, title, url, facts, numbers, zh, split }, refs: draft.refs ?? {} });
  }
  return {
    entities: entities.map(({ entity, refs }) => ({
      ...entity,
      facts: resolved(entity.facts, refs, titleOf),
    })),
    titleOf,
  };
}

/** One page for each name that several entities bear. */
export function disambiguationPages(
  entities: readonly Entity[],
  describe: (entity: Entity) => string,
): readonly Page[] {
  const byName = groupBy(entities, (entity) => foldedName(entity.name));
  return [...byName.values()]
    .filter((namesakes) => namesakes.length > 1)
    .map((namesakes) => {
      const name = namesakes[0]?.name ?? "";
      const lines = namesakes.map((entity) => `- [${entity.title}](${entity.url}): ${describe(entity)}`);
      return {
        url: `seed://disambiguation/${slugOf(name)}`,
        title: `${capitalised(name)} (disambiguation)`,
        text: `The name ${name} may refer to:\n\n${lines.join("\n")}`,
        kind: "disambiguation",
        split: splitOf(namesakes),
      };
    });
}
