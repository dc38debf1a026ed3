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

/** Whole numbers with commas between them, each once. */
export function wholeNumbers(
  option: string,
  least: number,
  most: number,
): (text: string) => readonly number[] {
  const read = wholeNumber(`Each number of ${option}`, least, most);
  return (text) => [...new Set(text.split(",").map(read))];
}

/** Reads a day, `2026-11-23` (its beginning, UTC), or a moment as ISO 8601 writes it. */
export function parseDate(text: string): Date {
  const moment = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) && !Number.isNaN(moment.getTime())) return moment;
  throw new ConfigError(`--date cannot be "${text}". Write a day such as 2026-11-23.`);
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
