/** @file What the lead agent asks of a subagent, and how a subagent reads it: both sides of one text. */
import type { Item } from "../reading/list-items.ts";

export type Subtask =
  | { readonly kind: "list"; readonly phrase: string; readonly limit?: number | undefined }
  | { readonly kind: "facts"; readonly items: readonly Item[]; readonly attributes: readonly string[] }
  | { readonly kind: "find"; readonly noun: string; readonly attribute: string; readonly value: string };

/** `again` marks a second try. */
export function writeSubtask(subtask: Subtask, again = false): string {
  const start = again ? "Look again, on other pages too. " : "";
  switch (subtask.kind) {
    case "list": {
      const first =
        subtask.limit === undefined
          ? "Find all items of this list"
          : `Find the first ${subtask.limit} items of this list`;
      return `${start}${first}: ${subtask.phrase}. Report each with its URL.`;
    }
    case "facts": {
      const items = subtask.items.map(({ name, url }) => (url === undefined ? name : `${name} (${url})`));
      return `${start}Find for ${items.join("; ")}: ${subtask.attributes.join("; ")}.`;
    }
    case "find":
      return `${start}Find the ${subtask.noun} whose ${subtask.attribute} is: ${subtask.value}. Report it with its URL.`;
  }
}

const LIST = /Find (?:all|the first (\d+)) items of this list: ([\s\S]+)\. Report each with its URL\.$/;
const FACTS = /Find for ([\s\S]+?): ([^:]+)\.$/;
const FIND = /Find the (.+?) whose (.+?) is: ([\s\S]+)\. Report it with its URL\.$/;

/** `undefined` where the text is not one of ours. */
export function readSubtask(text: string): Subtask | undefined {
  const [, limit, phrase] = LIST.exec(text) ?? [];
  if (phrase !== undefined)
    return { kind: "list", phrase, limit: limit === undefined ? undefined : Number(limit) };
  const [, noun, attribute, value] = FIND.exec(text) ?? [];
  if (noun !== undefined && attribute !== undefined && value !== undefined)
    return { kind: "find", noun, attribute, value };
  const [, items, attributes] = FACTS.exec(text) ?? [];
  if (items === undefined || attributes === undefined) return undefined;
  return { kind: "facts", items: items.split("; ").map(readItem), attributes: attributes.split("; ") };
}

/** `Peru (seed://country/peru)`. */
export function readItem(text: string): Item {
  const [, name, url] = /^(.+?) \((\S+:\/\/\S+)\)$/.exec(text.trim()) ?? [];
  return name === undefined ? { name: text.trim() } : { name, url };
}

export function writeItem({ name, url }: Item): string {
  return url === undefined ? name : `${name} (${url})`;
}
