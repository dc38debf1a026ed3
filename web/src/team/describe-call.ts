/** @file A tool call in a few words: what is searched, which page is read, how many subagents are asked. */
import type { Words } from "../words/words.ts";

interface Called {
  readonly name: string;
  readonly arguments: string;
}

export function describeCall({ name, arguments: text }: Called, words: Words["team"]): string {
  const values = argumentsOf(text);
  const first = listOf(values["queries"] ?? values["query"] ?? values["urls"] ?? values["url"]);
  switch (name) {
    case "search":
      return words.searching(first.join(" · "));
    case "access":
      return words.reading(first.join(" · "));
    case "call_subagent":
      return words.calling(
        Math.max(1, listOf(values["subtasks"] ?? values["prompts"] ?? values["prompt"]).length),
      );
    default:
      return name;
  }
}

function listOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(wordsOf);
  return value === undefined ? [] : [wordsOf(value)];
}

/** An item may be a text, or an object whose first text says what it is. */
function wordsOf(item: unknown): string {
  if (typeof item === "string") return item;
  if (typeof item !== "object" || item === null) return String(item);
  return Object.values(item).find((value) => typeof value === "string") ?? "";
}

function argumentsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}
