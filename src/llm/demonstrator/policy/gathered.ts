/** @file What an agent has gathered: lists and facts, from reports or from its own reading. */
import { fold } from "../language/text.ts";
import type { Item } from "../reading/list-items.ts";
import type { Report } from "../writing/report.ts";
import type { Subtask } from "../writing/subtask.ts";

/** A subtask that was worked on, and what came of it. */
export interface Done {
  readonly subtask: Subtask;
  readonly report: Report;
}

export interface Gathered {
  /** The items of a list; empty where it was not asked for or not found. */
  list(phrase: string): readonly Item[];
  timesAsked(phrase: string): number;
  fact(item: Item, attribute: string): string | undefined;
  timesStudied(item: Item, attribute: string): number;
  /** The page that a report names for an item known by its name only. */
  url(item: Item): string | undefined;
  /** What a `find` subtask found. */
  found(noun: string, attribute: string, value: string): Item | undefined;
  timesSought(noun: string, attribute: string, value: string): number;
}

export function gather(done: readonly Done[]): Gathered {
  const lists = done.flatMap(({ subtask, report }) => (subtask.kind === "list" ? [{ subtask, report }] : []));
  const studies = done.flatMap(({ subtask }) => (subtask.kind === "facts" ? [subtask] : []));
  const finds = done.flatMap(({ subtask, report }) => (subtask.kind === "find" ? [{ subtask, report }] : []));
  const known = done.flatMap(({ report }) => report.facts.map(({ item }) => item));
  const facts = new Map<string, string>();
  for (const { item, values } of done.flatMap(({ report }) => report.facts)) {
    for (const [attribute, value] of values) {
      for (const key of keysOf(item)) facts.set(`${key} ${fold(attribute)}`, value);
    }
  }
  const studied = (subtask: (typeof studies)[number], item: Item) =>
    subtask.items.some((one) => keysOf(one).some((key) => keysOf(item).includes(key)));
  const sought = (noun: string, attribute: string, value: string) =>
    finds.filter(
      ({ subtask }) => subtask.noun === noun && subtask.attribute === attribute && subtask.value === value,
    );
  return {
    list: (phrase) =>
      lists.find(({ subtask, report }) => subtask.phrase === phrase && report.items.length > 0)?.report
        .items ?? [],
    timesAsked: (phrase) => lists.filter(({ subtask }) => subtask.phrase === phrase).length,
    fact: (item, attribute) =>
      keysOf(item)
        .map((key) => facts.get(`${key} ${fold(attribute)}`))
        .find((value) => value !== undefined),
    timesStudied: (item, attribute) =>
      studies.filter((subtask) => subtask.attributes.includes(attribute) && studied(subtask, item)).length,
    url: ({ name }) => known.find((item) => fold(item.name) === fold(name))?.url,
    found: (noun, attribute, value) =>
      sought(noun, attribute, value).flatMap(({ report }) => report.items)[0],
    timesSought: (noun, attribute, value) => sought(noun, attribute, value).length,
  };
}

/** Two things of one name are told apart by their URLs. */
function keysOf({ name, url }: Item): readonly string[] {
  return url === undefined ? [`name:${fold(name)}`] : [`url:${url}`, `name:${fold(name)}`];
}
