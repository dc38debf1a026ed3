/** @file Collecting the facts of an entity: text and numbers, each kept only when it is known and fits a sentence. */
import { fitsSentence, numberText } from "./text.ts";

export interface FactSheet {
  readonly facts: Readonly<Record<string, string>>;
  readonly numbers: Readonly<Record<string, number>>;
}

/** Numbers are written with thousands separators; years and other `plain` ones are not. */
export function factSheet(
  values: Readonly<Record<string, string | number | undefined>>,
  plain: readonly string[] = [],
): FactSheet {
  const entries = Object.entries(values);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const numbers = entries.filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  return {
    facts: Object.fromEntries([
      ...texts.filter(([, value]) => fitsSentence(value)),
      ...numbers.map(([id, value]) => [id, plain.includes(id) ? String(value) : numberText(value)]),
    ]),
    numbers: Object.fromEntries(numbers),
  };
}
