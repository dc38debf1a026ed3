/** @file Which occasions are ways of their own: those that share a search out among them, one region each, are one way together. */
import type { Episode } from "../../core/episode.ts";
import { nameWords } from "../entities/name-key.ts";
import { type Occasion, readingsOf, reportsOf } from "./occasions.ts";
import type { RowFinder } from "./row-finder.ts";
import type { Way } from "./ways.ts";

/**
 * What at least two subagents found in ways of their own; else what the pages and searches of all agents did. No two ways
 * have one name.
 */
export function independentWays(episode: Episode, finder: RowFinder): readonly Way[] {
  const bySubagents = shared(reportsOf(episode, finder));
  const byReadings = bySubagents.length > 1 ? [] : shared(readingsOf(episode, finder));
  const groups = byReadings.length > bySubagents.length ? byReadings : bySubagents;
  const names = groups.map(nameOf);
  return groups.map(({ rows }, number) => {
    const name = names[number] ?? "";
    const earlier = names.slice(0, number).filter((other) => other === name).length;
    return { name: earlier === 0 ? name : `${name} (${earlier + 1})`, rows };
  });
}

interface Group {
  readonly members: readonly { readonly text: string; readonly words: ReadonlySet<string> }[];
  readonly rows: ReadonlySet<number>;
}

/** Ways beyond these add no more to the estimate than time. */
const MOST_WAYS = 12;

/**
 * Each occasion, from the largest down, goes to the group with which it shares next to nothing, and whose texts are most like
 * its own: that looks elsewhere for the same. What shares rows with every group is a way of its own.
 */
function shared(occasions: readonly Occasion[]): readonly Group[] {
  const groups: Group[] = [];
  for (const { text, rows } of [...occasions].sort((left, right) => right.rows.size - left.rows.size)) {
    const member = { text, words: new Set(nameWords(text)) };
    const [best] = [...groups.keys()]
      .filter((number) => sharesOut({ rows, words: member.words }, groups[number]))
      .map((number) => ({ number, alike: alikeness(member.words, groups[number]?.members ?? []) }))
      .sort((left, right) => right.alike - left.alike);
    const group = best && groups[best.number];
    if (best === undefined || group === undefined) groups.push({ members: [member], rows });
    else
      groups[best.number] = {
        members: [...group.members, member],
        rows: new Set([...group.rows, ...rows]),
      };
  }
  return groups.slice(0, MOST_WAYS);
}

/**
 * Of ten rows of the smaller one at most one is in both, and each text names something that the other does not: a text
 * that has all words of the other asks for the same once more.
 */
function sharesOut(
  { rows, words }: { readonly rows: ReadonlySet<number>; readonly words: ReadonlySet<string> },
  group: Group | undefined,
): boolean {
  if (group === undefined) return false;
  const common = [...rows].filter((row) => group.rows.has(row)).length;
  const hasAll = (all: ReadonlySet<string>, some: ReadonlySet<string>) =>
    [...some].every((word) => all.has(word));
  return (
    common * 10 <= Math.min(rows.size, group.rows.size) &&
    !group.members.some((member) => hasAll(member.words, words) || hasAll(words, member.words))
  );
}

/** Texts looked at of a group: more of them say the same. */
const MOST_COMPARED = 8;

/** The largest share of words that it has in common with one of them (Dice). */
function alikeness(words: ReadonlySet<string>, members: Group["members"]): number {
  const shares = members.slice(0, MOST_COMPARED).map((member) => {
    const common = [...words].filter((word) => member.words.has(word)).length;
    return (2 * common) / Math.max(1, words.size + member.words.size);
  });
  return Math.max(0, ...shares);
}

function nameOf({ members }: Group): string {
  const [first] = members;
  const more = members.length - 1;
  const text = (first?.text ?? "").replace(/\s+/gu, " ").trim();
  return more > 0 ? `${text} (and ${more} more)` : text;
}
