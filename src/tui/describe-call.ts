/** @file A tool call in a few words, whatever the tool's wire form. */
import type { ToolCall } from "../core/message.ts";

/** E.g. `search “landlocked countries”`, `access seed://country/mali +2`, `call_subagent “List …” +9`. */
export function describeCall({ name, arguments: json }: ToolCall): string {
  const [first, ...others] = subjects(parse(json));
  if (first === undefined) return name;
  const subject = /^\S+:\/\/\S+$/.test(first) ? first : `“${first}”`;
  return `${name} ${subject}${others.length > 0 ? ` +${others.length}` : ""}`;
}

/** What a call is about: of each object its first text, the other texts only explain. */
function subjects(input: unknown): readonly string[] {
  if (typeof input === "string") return [input];
  if (Array.isArray(input)) return input.flatMap(subjects);
  if (typeof input !== "object" || input === null) return [];
  const [first] = Object.values(input)
    .map(subjects)
    .filter((found) => found.length > 0);
  return first ?? [];
}

/** The text itself where it is no JSON: models do write such calls, and the trace shows them as they are. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return json;
  }
}
