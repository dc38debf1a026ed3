/** @file The rules by which rows may mean one thing, from the surest to the least sure; what holds rows apart is decided elsewhere. */

import { listText } from "../../util/list-text.ts";
import { type Guard, type Identity, signatureOf } from "./identity.ts";
import type { Link } from "./join-clusters.ts";
import { type NameForm, sharedForm } from "./name-forms.ts";

/** Another name of a row, with the words that state it where there are any. */
export interface Alias {
  readonly key: string;
  readonly text: string;
  readonly statement?: string | undefined;
}

/** A row as the rules see it. */
export interface NamedRow {
  readonly row: number;
  readonly name: string;
  /** The name's key; empty where there is no name. */
  readonly key: string;
  readonly aliases: readonly Alias[];
  /** Keys of what its name may be another form of (`formKeys`). */
  readonly forms: readonly string[];
  readonly identity: Identity;
}

/** Rows that are held to mean one thing so far. */
export interface Cluster {
  readonly rows: readonly NamedRow[];
  readonly identity: Identity;
}

/** Links between clusters, by their numbers. */
export type Rule = (clusters: readonly Cluster[], guard: Guard) => readonly Link[];

/** A name or key that stands for more different things than this identifies none of them. */
const MOST_NAMESAKES = 32;
/** Attributes that must agree before names are believed that are only alike. */
const AGREEING = 2;
const LONGEST_QUOTE = 160;

/**
 * Rows of one name or page that also say the same about what identifies them: nothing can hold them apart. They are
 * joined before the rules are asked, so that these meet each thing once.
 */
export function duplicates(clusters: readonly Cluster[], identifying: ReadonlySet<string>): readonly Link[] {
  const shared = [...pageBuckets(clusters), ...nameBuckets(clusters)].filter(
    ({ members }) => members.length > 1,
  );
  return shared.flatMap(({ members, because }) => {
    const firsts = new Map<string, number>();
    return members.flatMap((member): Link[] => {
      const cluster = clusters[member];
      const signature = cluster === undefined ? "" : signatureOf(cluster.identity, identifying);
      const first = firsts.get(signature);
      if (first === undefined) firsts.set(signature, member);
      return first === undefined ? [] : [{ ends: [first, member], because }];
    });
  });
}

/** The reason of links between rows of one name, however it is written. */
const SAME_NAME = "their names are the same but for case, accents, punctuation, “the” or legal form";

/** From the surest to the least sure. */
export const rules: readonly Rule[] = [samePage, sameName, oneIsAlias, alikeNames];

function samePage(clusters: readonly Cluster[]): readonly Link[] {
  return pageBuckets(clusters).flatMap(linksAmong);
}

function sameName(clusters: readonly Cluster[]): readonly Link[] {
  return nameBuckets(clusters).flatMap(linksAmong);
}

/** Clusters that have something in common, and how to say it. */
interface Bucket {
  readonly members: readonly number[];
  readonly because: string;
}

function linksAmong({ members, because }: Bucket): readonly Link[] {
  return members.length > MOST_NAMESAKES ? [] : allPairs(members).map((ends) => ({ ends, because }));
}

function pageBuckets(clusters: readonly Cluster[]): readonly Bucket[] {
  const found = buckets(clusters, ({ identity }) => [...identity.pages]);
  return [...found].map(([page, members]) => ({
    members,
    because: `they have the same page, ${shortened(page)}`,
  }));
}

function nameBuckets(clusters: readonly Cluster[]): readonly Bucket[] {
  const found = buckets(clusters, ({ rows }) => rows.map(({ key }) => key));
  return [...found.values()].map((members) => ({ members, because: SAME_NAME }));
}

/** A name that only one thing has as another name is its name. */
function oneIsAlias(clusters: readonly Cluster[]): readonly Link[] {
  const owners = buckets(clusters, ({ rows }) => rows.map(({ key }) => key));
  const holders = buckets(clusters, ({ rows }) =>
    rows.flatMap(({ aliases }) => aliases.map(({ key }) => key)),
  );
  return [...holders].flatMap(([key, [holder, ...others]]) => {
    if (holder === undefined || others.length > 0) return [];
    const owning = (owners.get(key) ?? []).filter((owner) => owner !== holder);
    if (owning.length === 0 || owning.length > MOST_NAMESAKES) return [];
    const because = statedAlias(key, clusters[holder]);
    return owning.map((owner): Link => ({ ends: [holder, owner], because }));
  });
}

function statedAlias(key: string, holder: Cluster | undefined): string {
  const stated = (holder?.rows ?? [])
    .flatMap(({ name, aliases }) =>
      aliases.filter((alias) => alias.key === key).map((alias) => ({ name, alias })),
    )
    .map(({ name, alias: { text, statement } }) => {
      const quote = statement === undefined ? "" : `: “${shortened(statement)}”`;
      return `“${shortened(text)}” is another name of “${shortened(name)}”${quote}`;
    });
  return stated.sort()[0] ?? "";
}

/** Acronyms, initials, other spellings and other names in common, where at least two attributes agree and none differs. */
function alikeNames(clusters: readonly Cluster[], guard: Guard): readonly Link[] {
  const candidates = buckets(clusters, ({ rows }) =>
    rows.flatMap(({ forms, aliases }) => [...forms, ...aliases.map(({ key }) => `alias ${key}`)]),
  );
  const links = new Map<string, Link>();
  for (const members of candidates.values()) {
    if (members.length < 2 || members.length > MOST_NAMESAKES) continue;
    for (const ends of allPairs(members)) {
      const link = links.has(ends.join()) ? undefined : alikeLink(ends, clusters, guard);
      if (link !== undefined) links.set(ends.join(), link);
    }
  }
  return [...links.values()];
}

function alikeLink(
  ends: readonly [number, number],
  clusters: readonly Cluster[],
  guard: Guard,
): Link | undefined {
  const [first, second] = [clusters[ends[0]], clusters[ends[1]]];
  if (first === undefined || second === undefined) return undefined;
  const agreeing = guard.agreeing(first.identity, second.identity);
  if (agreeing.length < AGREEING) return undefined;
  const alike = likeness(first, second);
  return alike === undefined ? undefined : { ends, because: `${alike}, and ${listText(agreeing)} agree` };
}

const FORMS: Readonly<Record<NameForm, string>> = {
  acronym: "one is an acronym of the other",
  initials: "one shortens the given names of the other",
  spelling: "they are spellings of one name",
};

/** The first of all that can be said for it, so that it does not depend on the order of rows. */
function likeness(first: Cluster, second: Cluster): string | undefined {
  const forms = namesOf(first).flatMap((name) =>
    namesOf(second).flatMap((other) => {
      const form = sharedForm(name, other);
      const names = [name, other].map((text) => `“${shortened(text)}”`).sort();
      return form === undefined ? [] : `${names.join(" and ")}: ${FORMS[form]}`;
    }),
  );
  return [...forms, ...aliasesInCommon(first, second)].sort()[0];
}

function aliasesInCommon(first: Cluster, second: Cluster): readonly string[] {
  const [left = [], right = []] = [first, second].map(({ rows }) => rows.flatMap(({ aliases }) => aliases));
  const [ofFirst, ofSecond] = [left, right].map((aliases) => new Set(aliases.map(({ key }) => key)));
  return [...left, ...right]
    .filter(({ key }) => ofFirst?.has(key) && ofSecond?.has(key))
    .map(({ text }) => `both are also called “${shortened(text)}”`);
}

/** Names of a cluster that are compared with others': more ways to write one name add nothing. */
const MOST_NAMES = 16;

function namesOf({ rows }: Cluster): readonly string[] {
  return [...new Set(rows.map(({ name }) => name))].sort().slice(0, MOST_NAMES);
}

/** The clusters that have each key, in their order; a key that says nothing is left out. */
function buckets(
  clusters: readonly Cluster[],
  keysOf: (cluster: Cluster) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [number, cluster] of clusters.entries()) {
    for (const key of new Set(keysOf(cluster))) {
      const members = found.get(key);
      if (members !== undefined) members.push(number);
      else if (key !== "") found.set(key, [number]);
    }
  }
  return found;
}

function allPairs(members: readonly number[]): readonly (readonly [number, number])[] {
  return members.flatMap((first, index) =>
    members.slice(index + 1).map((second) => [first, second] as const),
  );
}

/** By whole characters, so that none is cut in two. */
export function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * LONGEST_QUOTE + 2)];
  return characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE - 1).join("")}…` : text;
}
