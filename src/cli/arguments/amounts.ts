/** @file Times, whole numbers and lists as they are written on the command line. */
import { ConfigError } from "../../core/errors.ts";

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};
const LONGEST_MS = 24 * 3_600_000;

/** Reads e.g. `90s`, `5m`, `1.5h`, `800ms`; a bare number is seconds. Gives milliseconds, at most a day. */
export function parseDeadline(text: string): number {
  const [, digits, unit = "s"] =
    /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|min|h)?$/.exec(text.trim().toLowerCase()) ?? [];
  const milliseconds = Math.round(Number(digits) * (MILLISECONDS[unit] ?? Number.NaN));
  if (milliseconds > 0 && milliseconds <= LONGEST_MS) return milliseconds;
  throw new ConfigError(`--deadline cannot be "${text}". Write a time of at most 24h, such as 90s or 5m.`);
}

/** A whole number from `least` to `most`. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new ConfigError(`${option} must be a whole number from ${least} to ${most}, not "${text}".`);
  };
}

const MOST_COLUMNS = 50;

/** Reads `A, B, C`; names that hold commas can be separated by `|` instead. */
export function parseColumns(text: string): readonly string[] {
  const columns = text
    .split(text.includes("|") ? "|" : /[,，、]/)
    .map((name) => name.replace(/\s+/g, " ").trim());
  const wrong = fault(columns);
  if (wrong !== undefined) {
    throw new ConfigError(`--columns cannot be "${text}": ${wrong}. Example: --columns "Country, Capital"`);
  }
  if (columns.length <= MOST_COLUMNS) return columns;
  throw new ConfigError(`--columns names ${columns.length} columns; at most ${MOST_COLUMNS} are possible.`);
}

function fault(columns: readonly string[]): string | undefined {
  if (columns.includes("")) return "a name is empty";
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  return twice === undefined ? undefined : `"${twice}" stands twice`;
}
