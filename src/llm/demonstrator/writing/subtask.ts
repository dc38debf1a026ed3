/** @file What the lead agent asks of a subagent, and how a subagent reads it: both sides of one text. */
import type { Item } from "../reading/list-items.ts";

/**
 * `again` marks a second try, on other pages too. `way` asks for the things of a list by something else than a list of them:
 * by their own pages.
 */
export type Subtask =
  | {
      readonly kind: "list";
      readonly phrase: string;
      readonly limit?: number | undefined;
      readonly way?: "pages";
      readonly again?: boolean;
    }
  | {
      readonly kind: "facts";
      readonly items: readonly Item[];
      readonly attributes: readonly string[];
      readonly again?: boolean;
    }
  | {
      readonly kind: "find";
      readonly noun: string;
      readonly attribute: string;
      readonly value: string;
      readonly again?: boolean;
    };

const AGAIN = "Look again, on other pages too. ";
const IN_PAGES = "In another way, without a list, by the pages of the things themselves: ";

export function writeSubtask(subtask: Subtask): string {
  const start = subtask.again ? AGAIN : "";
  switch (subtask.kind) {
    case "list": {
      const which = subtask.limit === undefined ? "all items" : `the first ${subtask.limit} items`;
      return `${start}${subtask.way === "pages" ? IN_PAGES : ""}Find ${which} of this list: ${subtask.phrase}\nReport each with its URL.`;
    }
    case "facts": {
      const lines = subtask.items.map((item) => `- ${writeItem(item)}`);
      return [`${start}Find these facts: ${subtask.attributes.join("; ")}`, "About:", ...lines].join("\n");
    }
    case "find":
      return `${start}Find the ${subtask.noun} whose ${subtask.attribute} is: ${subtask.value}\nReport it with its URL.`;
  }
}

const LIST = /^Find (?:all|the first (\d+)) items of this list: (.+)\nReport each with its URL\.$/;
const FACTS = /^Find these facts: (.+)\nAbout:\n([\s\S]+)$/;
const FIND = /^Find the (.+?) whose (.+?) is: (.+)\nReport it with its URL\.$/;

/** `undefined` where the text is not one of ours. */
export function readSubtask(text: string): Subtask | undefined {
  const trimmed = text.trim();
  const isAgain = trimmed.startsWith(AGAIN);
  const body = isAgain ? trimmed.slice(AGAIN.length) : trimmed;
  const again = isAgain ? { again: true } : {};
  const list = readListSubtask(body);
  if (list !== undefined) return { ...list, ...again };
  const [, noun, attribute, value] = FIND.exec(body) ?? [];
  if (noun !== undefined && attribute !== undefined && value !== undefined)
    return { kind: "find", noun, attribute, value, ...again };
  const [, attributes, lines] = FACTS.exec(body) ?? [];
  if (attributes === undefined || lines === undefined) return undefined;
  const items = lines.split("\n").flatMap((line) => (line.startsWith("- ") ? [readItem(line.slice(2))] : []));
  return { kind: "facts", items, attributes: attributes.split("; "), ...again };
}

function readListSubtask(body: string): Extract<Subtask, { kind: "list" }> | undefined {
  const isInPages = body.startsWith(IN_PAGES);
  const [, limit, phrase] = LIST.exec(isInPages ? body.slice(IN_PAGES.length) : body) ?? [];
  if (phrase === undefined) return undefined;
  return {
    kind: "list",
    phrase,
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(isInPages && { way: "pages" }),
  };
}

/** `Peru (seed://country/peru)`. */
export function readItem(text: string): Item {
  const [, name, url] = /^(.+) \((\S+?:\/\/\S+)\)$/.exec(text.trim()) ?? [];
  return name === undefined ? { name: text.trim() } : { name, url };
}

export function writeItem({ name, url }: Item): string {
  return url === undefined ? name : `${name} (${url})`;
}
