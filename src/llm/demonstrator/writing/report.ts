/** @file What a subagent reports, and how the lead agent reads it: both sides of one text. */
import type { Item } from "../reading/list-items.ts";
import { readItem, writeItem } from "./subtask.ts";

/** What is known of one thing, by the attribute's words. */
export interface Facts {
  readonly item: Item;
  readonly values: ReadonlyMap<string, string>;
}

export interface Report {
  /** Titles of the pages that the items stand on. */
  readonly titles: readonly string[];
  /** Items of a list, those that belong to a set, or the one thing that was looked for. */
  readonly items: readonly Item[];
  readonly facts: readonly Facts[];
}

export function writeList(title: string, url: string, items: readonly Item[]): string {
  return [`Items of “${title}” (${url}):`, ...items.map((item) => `- ${writeItem(item)}`)].join("\n");
}

const FOUND = "Found:";
const MEMBERS = "Items that belong there by what their pages state:";
const POSSIBLE = "Items that may belong there:";

/** Items found without a list; of the `possible` ones no page was seen to state that they belong. */
export function writeMembers(members: readonly Item[], possible: readonly Item[]): string {
  const parts: readonly (readonly [string, readonly Item[]])[] = [
    [MEMBERS, members],
    [POSSIBLE, possible],
  ];
  return parts
    .filter(([, items]) => items.length > 0)
    .map(([head, items]) => [head, ...items.map((item) => `- ${writeItem(item)}`)].join("\n"))
    .join("\n\n");
}

/** The one thing that was looked for. */
export function writeFound(item: Item): string {
  return `${FOUND}\n- ${writeItem(item)}`;
}

/** One block per thing: its name, what was found, and what was not. */
export function writeFacts(facts: readonly Facts[], attributes: readonly string[]): string {
  return facts
    .map(({ item, values }) =>
      [
        writeItem(item),
        ...attributes.flatMap((attribute) => {
          const value = values.get(attribute);
          return value === undefined ? [] : [`- ${attribute}: ${value}`];
        }),
        ...missing(values, attributes),
      ].join("\n"),
    )
    .join("\n\n");
}

function missing(values: ReadonlyMap<string, string>, attributes: readonly string[]): readonly string[] {
  const absent = attributes.filter((attribute) => !values.has(attribute));
  return absent.length === 0 ? [] : [`Not found: ${absent.join("; ")}`];
}

/** Notes of an agent that was cut off may stand between; what is no list and no block of facts is passed over. */
export function readReport(text: string): Report {
  const titles: string[] = [];
  const items: Item[] = [];
  const facts: Facts[] = [];
  for (const paragraph of text.trim().split(/\n\s*\n/)) {
    const [head = "", ...lines] = paragraph.split("\n").map((line) => line.trim());
    const entries = lines.flatMap((line) => (line.startsWith("- ") ? [line.slice(2)] : []));
    const title = /^Items of “(.*)” \(\S+\):$/.exec(head)?.[1];
    if (title !== undefined) titles.push(title);
    if (title !== undefined || head === FOUND || head === MEMBERS) items.push(...entries.map(readItem));
    else facts.push(...readBlock(head, entries));
  }
  return { titles, items, facts };
}

/** A thing with what was found of it, if it is that. */
function readBlock(head: string, entries: readonly string[]): readonly Facts[] {
  if (head === POSSIBLE || head.startsWith("Nothing found: ")) return [];
  const item = readItem(head);
  const isBlock = entries.length > 0 || item.url !== undefined;
  return isBlock ? [{ item, values: new Map(entries.flatMap(readFact)) }] : [];
}

function readFact(entry: string): readonly (readonly [string, string])[] {
  const [, attribute, value] = /^(.+?): (.+)$/.exec(entry) ?? [];
  return attribute === undefined || value === undefined ? [] : [[attribute, value]];
}
