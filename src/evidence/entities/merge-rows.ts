/**
 * @file Rows that mean one thing become one, by rules that can be read and undone. Two things of one name stay apart: where
 * their own pages differ, where what identifies them does, and where nothing says which of several is meant.
 */
import { isMissing, normaliseText } from "../../table/normalise.ts";
import { Guard, identityOf, together } from "./identity.ts";
import { allowedLinks, type Link, Roots } from "./join-clusters.ts";
import { formKeys } from "./name-forms.ts";
import { nameKey } from "./name-key.ts";
import { readAliases } from "./read-aliases.ts";
import { type Alias, type Cluster, duplicates, type NamedRow, rules, shortened } from "./row-links.ts";

export interface EntityRow {
  /** Its name, as the row writes it. */
  readonly key: string;
  /** Other names of the same thing. */
  readonly aliases?: readonly string[] | undefined;
  /** The page about it, not a page that only mentions it. */
  readonly url?: string | undefined;
  /** What else is known of it. Values that say "unknown" count as absent. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

export interface MergeOptions {
  /** Sentences and titles of pages, from which other names are read: `Mumbai, also known as Bombay, is …`. */
  readonly statements?: readonly string[] | undefined;
  /** Attributes of which a thing has one value, so that rows that disagree are two things. Default: country, year, type. */
  readonly identifying?: readonly string[] | undefined;
}

export interface EntityGroup {
  /** Numbers of the rows, in their order. */
  readonly rows: readonly number[];
  /** The name that most of the rows write; among as many, that of a row with a page, then the longest. */
  readonly name: string;
  /** Why these rows are one, for people; empty for a single row. */
  readonly because: string;
}

export interface MergedRows {
  /** The rows as they came: merging loses nothing. */
  readonly rows: readonly EntityRow[];
  /** Every row stands in one group; in the order of their first rows. */
  readonly groups: readonly EntityGroup[];
  readonly links: readonly RowLink[];
}

/** Two rows that were held to be one, and why. */
interface RowLink {
  readonly rows: readonly [number, number];
  readonly because: string;
}

export const IDENTIFYING = ["country", "year", "type", "国家", "年份", "类型"];

/**
 * Merges rows of one page; of one name but for the way it is written; of names that are stated to be one thing's; and of names
 * that are acronyms, initials or other spellings of each other, where at least two attributes agree and none disagrees. The groups
 * do not depend on the order of the rows.
 */
export function mergeRows(rows: readonly EntityRow[], options: MergeOptions = {}): MergedRows {
  const identifying = new Set((options.identifying ?? IDENTIFYING).map(normaliseText));
  const guard = new Guard(identifying);
  const named = namedRows(rows, options.statements ?? []);
  const roots = new Roots();
  const links: RowLink[] = [];
  const join = (clusters: readonly Cluster[], found: readonly Link[]) => {
    for (const { ends, because } of found) {
      const [first = 0, second = 0] = ends.map((end) => clusters[end]?.rows[0]?.row);
      roots.join(first, second);
      links.push({ rows: [first, second], because });
    }
  };
  // a later rule tells more about a row, so that an earlier one may know now which of two is meant
  for (let before = -1; before < links.length; ) {
    before = links.length;
    const all = clustersOf(named, roots);
    join(all, duplicates(all, identifying));
    for (const rule of rules) {
      const clusters = clustersOf(named, roots);
      join(clusters, allowedLinks(rule(clusters, guard), canBeOne(clusters, guard)));
    }
  }
  const groups = clustersOf(named, roots).map((cluster) => cluster.rows.map(({ row }) => row));
  return { rows, groups: groupsOf(groups, rows, links), links };
}

/** How the reason of a merge begins. */
export const MERGED = "merged ";

/** `merged 3 names into one row because …`. */
export function explainMerge({ rows }: MergedRows, group: EntityGroup): string {
  const names = new Set(group.rows.map((row) => rows[row]?.key ?? ""));
  const name = `“${shortened(group.name)}”`;
  if (group.rows.length < 2) return `${name} was merged with no other row`;
  const what = names.size > 1 ? `${names.size} names` : `${group.rows.length} rows named ${name}`;
  return `${MERGED}${what} into one row because ${group.because}`;
}

/**
 * Undoes a merge: the given rows of the group leave it for a group of their own; without rows, every row of the group stands
 * alone again. Throws RangeError where there is no such group or a row is not in it.
 */
export function splitGroup(merged: MergedRows, group: number, leaving?: readonly number[]): MergedRows {
  const { rows, groups, links } = merged;
  const members = groups[group]?.rows;
  if (members === undefined)
    throw new RangeError(`There is no group ${group} among ${groups.length} groups.`);
  const stranger = leaving?.find((row) => !members.includes(row));
  if (stranger !== undefined)
    throw new RangeError(
      `Row ${stranger} is not in group ${group}, which has the rows ${members.join(", ")}.`,
    );
  const away = new Set(leaving ?? []);
  const parts =
    leaving === undefined
      ? members.map((row) => [row])
      : [members.filter((row) => !away.has(row)), members.filter((row) => away.has(row))];
  const kept = groups.filter((_, number) => number !== group);
  const split = groupsOf(
    parts.filter((part) => part.length > 0),
    rows,
    links,
  );
  return { rows, groups: [...kept, ...split].sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0)), links };
}

function namedRows(rows: readonly EntityRow[], statements: readonly string[]): readonly NamedRow[] {
  const stated = new Map<string, Alias[]>();
  for (const statement of statements) {
    for (const { name, alias } of readAliases(statement)) {
      const key = nameKey(name);
      const known = stated.get(key) ?? [];
      stated.set(key, [...known, { key: nameKey(alias), text: alias, statement }]);
    }
  }
  return rows.map(({ key: name, aliases = [], url, attributes }, row) => {
    const key = isMissing(name) ? "" : nameKey(name);
    const given = aliases.map((text): Alias => ({ key: nameKey(text), text }));
    const others = [...given, ...(stated.get(key) ?? [])].filter(
      (alias) => alias.key !== "" && alias.key !== key,
    );
    return { row, name, key, aliases: others, forms: formKeys(name), identity: identityOf(url, attributes) };
  });
}

function clustersOf(rows: readonly NamedRow[], roots: Roots): readonly Cluster[] {
  const members = new Map<number, NamedRow[]>();
  for (const row of rows) {
    const root = roots.of(row.row);
    const known = members.get(root);
    if (known === undefined) members.set(root, [row]);
    else known.push(row);
  }
  return [...members.values()].map((list) => ({
    rows: list,
    identity: together(list.map(({ identity }) => identity)),
  }));
}

/** Remembers pairs, which are asked about again and again. */
function canBeOne(clusters: readonly Cluster[], guard: Guard): (numbers: readonly number[]) => boolean {
  const known = new Map<string, boolean>();
  return (numbers) => {
    const key = [...numbers].sort((a, b) => a - b).join();
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const can = guard.canBeOne(numbers.flatMap((number) => clusters[number]?.identity ?? []));
    if (numbers.length === 2) known.set(key, can);
    return can;
  };
}

function groupsOf(
  parts: readonly (readonly number[])[],
  rows: readonly EntityRow[],
  links: readonly RowLink[],
): readonly EntityGroup[] {
  const partOf = new Map(parts.flatMap((part, number) => part.map((row) => [row, number] as const)));
  const reasons = parts.map(() => new Set<string>());
  for (const { rows: ends, because } of links) {
    const [first, second] = ends.map((row) => partOf.get(row));
    if (first !== undefined && first === second) reasons[first]?.add(because);
  }
  return parts.map((part, number) => {
    const members = part.flatMap((row) => rows[row] ?? []);
    const why = because([...(reasons[number] ?? [])].sort());
    return { rows: part, name: bestName(members), because: part.length < 2 ? "" : why };
  });
}

const MOST_REASONS = 4;

function because(reasons: readonly string[]): string {
  // what linked them is a row that has left
  if (reasons.length === 0) return "they were left together when their group was split";
  const more = reasons.length - MOST_REASONS;
  const shown = reasons.slice(0, MOST_REASONS).join("; ");
  return more > 0 ? `${shown}; and ${more} more reasons like these` : shown;
}

function bestName(rows: readonly EntityRow[]): string {
  const counts = new Map<string, { count: number; hasPage: boolean }>();
  for (const { key, url } of rows) {
    const known = counts.get(key) ?? { count: 0, hasPage: false };
    counts.set(key, { count: known.count + 1, hasPage: known.hasPage || url !== undefined });
  }
  const [best] = [...counts].sort(
    ([left, a], [right, b]) =>
      b.count - a.count ||
      Number(b.hasPage) - Number(a.hasPage) ||
      right.length - left.length ||
      (left < right ? -1 : 1),
  );
  return best?.[0] ?? "";
}
