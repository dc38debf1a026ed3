/** @file What a subagent reports, and how the lead agent reads it: both sides of one text. */
import type { Item } from "../reading/list-items.ts";
import { readItem, writeItem } from "./subtask.ts";

/** What is known of one thing, by the attribute's words. */
export interface Facts {
  readonly item: Item;
  readonly values: ReadonlyMap<string, string>;
}

export interface Report {
  /** Items of a list, or the one thing that was looked for. */
  readonly items: readonly Item[];
  readonly facts: readonly Facts[];
}

export function writeList(title: string, url: string, items: readonly Item[]): string {
  return [`Items of “${title}” (${url}):`, ...items.map((item) => `- ${writeItem(item)}`)].join("\n");
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

export function readReport(text: string): Report {
  const items: Item[] = [];
  const facts: { item: Item; values: Map<string, string> }[] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    const [, entry] = /^- (.+)$/.exec(line) ?? [];
    const current = facts.at(-1);
    const [, attribute, value] = /^(.+?): (.+)$/.exec(entry ?? "") ?? [];
    if (
      entry !== undefined &&
      current !== undefined &&
      attribute !== undefined &&
      value !== undefined &&
      !/^\S+\s*\(?\S*:\/\//.test(entry)
    ) {
      current.values.set(attribute, value);
    } else if (entry !== undefined) items.push(readItem(entry));
    else if (line !== "" && !/^(?:Not found|Nothing|Items of)\b/.test(line))
      facts.push({ item: readItem(line), values: new Map() });
  }
  return { items, facts };
}
