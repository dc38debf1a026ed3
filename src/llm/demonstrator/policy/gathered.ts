/** @file What an agent has gathered: lists and facts, from reports or from its own reading. */
import { fold } from "../language/text.ts";
import type { Item } from "../reading/list-items.ts";
import type { Facts, Report } from "../writing/report.ts";
import type { Subtask } from "../writing/subtask.ts";

/** A subtask that was worked on, and what came of it. */
export interface Done {
  readonly subtask: Subtask;
  readonly report: Report;
}

export interface Gathered {
  /** The items of a list; empty where it was not asked for or not found. */
  list(phrase: string): readonly Item[];
  /** Titles of the pages on which a list was found. */
  listTitles(phrase: string): readonly string[];
  timesAsked(phrase: string): number;
  fact(item: Item, attribute: string): string | undefined;
  timesStudied(item: Item, attribute: string): number;
  /** A thing as its page calls it, with the page's URL; as it was asked for where no page was found. */
  named(item: Item): Item;
  /** What a `find` subtask found. */
  found(noun: string, attribute: string, value: string): Item | undefined;
  timesSought(noun: string, attribute: string, value: string): number;
}

export function gather(done: readonly Done[]): Gathered {
  const lists = done.flatMap(({ subtask, report }) => (subtask.kind === "list" ? [{ subtask, report }] : []));
  const finds = done.flatMap(({ subtask, report }) => (subtask.kind === "find" ? [{ subtask, report }] : []));
  const { facts, pages, studied } = gatherFacts(done);
  const firstOf = <Value>(known: ReadonlyMap<string, Value>, item: Item, behind = "") =>
    keysOf(item)
      .map((key) => known.get(`${key}${behind}`))
      .find((value) => value !== undefined);
  const ofPhrase = (phrase: string) => lists.filter(({ subtask }) => subtask.phrase === phrase);
  const listed = (phrase: string) =>
    ofPhrase(phrase).find(({ subtask, report }) => subtask.way === undefined && report.items.length > 0)
      ?.report;
  const sought = (noun: string, attribute: string, value: string) =>
    finds.filter(
      ({ subtask }) => subtask.noun === noun && subtask.attribute === attribute && subtask.value === value,
    );
  return {
    list: (phrase) => united(listed(phrase)?.items ?? [], ofPhrase(phrase)),
    listTitles: (phrase) => listed(phrase)?.titles ?? [],
    timesAsked: (phrase) => ofPhrase(phrase).filter(({ subtask }) => subtask.way === undefined).length,
    fact: (item, attribute) => firstOf(facts, item, ` ${fold(attribute)}`),
    timesStudied: (item, attribute) => firstOf(studied, item, ` ${attribute}`) ?? 0,
    named: (item) => firstOf(pages, item) ?? item,
    found: (noun, attribute, value) =>
      sought(noun, attribute, value).flatMap(({ report }) => report.items)[0],
    timesSought: (noun, attribute, value) => sought(noun, attribute, value).length,
  };
}

/** The items of the list, and behind them what was found in other ways; never more than were asked for. */
function united(
  listed: readonly Item[],
  done: readonly { readonly subtask: Extract<Subtask, { kind: "list" }>; readonly report: Report }[],
): readonly Item[] {
  const known = new Set(listed.flatMap(({ name, url }) => [fold(name), url]));
  const others = done
    .filter(({ subtask }) => subtask.way !== undefined)
    .flatMap(({ report }) => report.items)
    .filter(({ name, url }) => !known.has(fold(name)) && !(url !== undefined && known.has(url)));
  const limit = done[0]?.subtask.limit;
  return others.length === 0 ? listed : [...listed, ...others].slice(0, limit);
}

interface GatheredFacts {
  /** By key of the thing and attribute. */
  readonly facts: ReadonlyMap<string, string>;
  readonly studied: ReadonlyMap<string, number>;
  /** By key of the thing. */
  readonly pages: ReadonlyMap<string, Item>;
}

function gatherFacts(done: readonly Done[]): GatheredFacts {
  const studies = done.flatMap(({ subtask, report }) =>
    subtask.kind === "facts" ? [{ subtask, report }] : [],
  );
  const questions = studies.flatMap(({ subtask: { items, attributes } }) =>
    items.flatMap(keysOf).flatMap((key) => attributes.map((attribute) => `${key} ${attribute}`)),
  );
  const studied = new Map<string, number>();
  for (const question of questions) studied.set(question, (studied.get(question) ?? 0) + 1);

  const known = studies.flatMap(({ subtask, report }) => withKeys(report.facts, subtask.items));
  const facts = known.flatMap(({ keys, values }) =>
    keys.flatMap((key) =>
      [...values].map(([attribute, value]) => [`${key} ${fold(attribute)}`, value] as const),
    ),
  );
  const pages = known.flatMap(({ keys, item }) =>
    item.url === undefined ? [] : keys.map((key) => [key, item] as const),
  );
  return { studied, facts: new Map(facts), pages: new Map(pages) };
}

/** A whole report answers in the order of the subtask, and may call a thing by another name than it was asked for. */
function withKeys(
  facts: readonly Facts[],
  asked: readonly Item[],
): readonly (Facts & { readonly keys: readonly string[] })[] {
  const isWhole = facts.length === asked.length;
  return facts.map((one, index) => {
    const names = [one.item, { name: one.item.name }, (isWhole ? asked[index] : undefined) ?? one.item];
    return { ...one, keys: [...new Set(names.flatMap(keysOf))] };
  });
}

/** Two things of one name are told apart by their URLs. */
function keysOf({ name, url }: Item): readonly string[] {
  return url === undefined ? [`name:${fold(name)}`] : [`url:${url}`];
}
