/** @file Dates in English or numbers: the pieces of a text are fitted to year, month and day in the order of a language. */
import { parseClockTime } from "./clock-time.ts";
import type { Moment } from "./moment.ts";
import { calendarOf, DAY_MS, daysIn, momentOf } from "./moment.ts";
import { takeTimeZone } from "./time-zone.ts";

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split(" ");
const UNREAD = new Set(["t", "year", "hour", "minute"]);

type Part = "year" | "month" | "day";
const PARTS: Readonly<Record<string, Part>> = { Y: "year", M: "month", D: "day" };

interface Piece {
  readonly text: string;
  readonly kind: "number" | "word" | "other";
}

/** What the pieces read so far have settled. */
interface Draft {
  readonly values: Map<Part, number>;
  /** The number that gave a part; absent where a month's name did. */
  readonly numbers: Map<Part, string>;
  /** Parts that a piece of the text gave. */
  readonly given: Set<Part>;
  readonly leftover: string[];
  weekday: number | undefined;
  time: string | undefined;
}

/**
 * `order` is of the letters D, M and Y. What the text leaves out is taken from `now`, the day being the first of the month.
 * `undefined`: some piece fits nowhere, or there is no such day.
 */
export function parseAbsoluteDate(text: string, order: string, now: Date): Moment | undefined {
  const bare = text.replace(/[{}()<>[\]]+/g, "");
  if (bare.trim() === "") return undefined;
  const { rest, offset } = takeTimeZone(bare);
  if (rest === "") return undefined;
  const draft = fitPieces(piecesOf(rest), order);
  const moment = draft && complete(draft, now);
  return moment && { ms: moment.ms, offset };
}

function piecesOf(text: string): readonly Piece[] {
  return (text.match(/[0-9:]+|[a-zA-Z]+|[^0-9:a-zA-Z]+/g) ?? []).map((piece) => ({
    text: piece.trim(),
    kind: kindOf(piece),
  }));
}

function kindOf(piece: string): Piece["kind"] {
  if (/^[0-9:]/.test(piece)) return "number";
  return /^[a-zA-Z]/.test(piece) ? "word" : "other";
}

function fitPieces(pieces: readonly Piece[], order: string): Draft | undefined {
  const draft: Draft = {
    values: new Map(),
    numbers: new Map(),
    given: new Set(),
    leftover: [],
    weekday: undefined,
    time: undefined,
  };
  const parts = [...order].map((letter) => PARTS[letter] ?? "day");
  const read = takeTime(pieces, draft);
  let open = parts;
  for (const piece of read) {
    const fitted = piece.kind === "number" ? fitNumber(draft, piece.text, open) : fitWord(draft, piece.text);
    if (!fitted) return undefined;
    if (piece.text.length === 4 && fitted === "year") open = parts.filter((part) => part !== "year");
  }
  placeLeftover(draft, parts);
  return draft;
}

/** The pieces to be fitted, without the first time of day, which goes to the draft. */
function takeTime(pieces: readonly Piece[], draft: Draft): readonly Piece[] {
  const places = [...pieces.keys()].filter((place) => pieces[place]?.kind !== "other");
  const isRead = (index: number) => !UNREAD.has(pieces[places[index] ?? -1]?.text ?? "");
  const found = [...places.keys()]
    .filter(isRead)
    .map((index) => ({ index, time: timeAt(pieces, places, index) }))
    .find(({ time }) => time !== undefined);
  draft.time = found?.time?.text;
  const taken = new Set(found ? [found.index, ...(found.time?.skipped ?? [])] : []);
  return [...places.entries()].flatMap(([index, place]) => {
    const piece = pieces[place];
    return piece && isRead(index) && !taken.has(index) ? [piece] : [];
  });
}

/** A number that had to make room goes to the part that is still open. */
function placeLeftover({ values, given, leftover }: Draft, parts: readonly Part[]): void {
  const last = leftover.at(-1);
  for (const part of parts) {
    if (values.has(part) || last === undefined) continue;
    values.set(part, Number(last));
    given.add(part);
  }
}

/** `13.20` at the end, or before no other full stop, is a time. `taken`: it is of two pieces. */
function withMinutes(
  pieces: readonly Piece[],
  places: readonly number[],
  index: number,
): { text: string; taken: boolean } {
  const place = places[index] ?? 0;
  const next = places[index + 1];
  const text = pieces[place]?.text ?? "";
  const stopped = pieces[place + 1]?.text === "." && pieces[place - 1]?.text !== ".";
  if (!stopped || next === undefined) return { text, taken: false };
  const last = index + 1 === places.length - 1;
  if (!last && (pieces[next + 1] === undefined || pieces[next + 1]?.text === "."))
    return { text, taken: false };
  const joined = `${text}:${pieces[next]?.text}`;
  const isTime = /^(?:[0-9]|0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]$/.test(joined);
  return isTime ? { text: joined, taken: true } : { text, taken: false };
}

/** The time that begins at a piece, and which of the following `places` it takes up. */
function timeAt(
  pieces: readonly Piece[],
  places: readonly number[],
  index: number,
): { text: string; skipped: readonly number[] } | undefined {
  const { text, taken } = withMinutes(pieces, places, index);
  const skipped = taken ? [index + 1] : [];
  const textAt = (at: number) => pieces[places[at] ?? -1]?.text ?? "";
  const fraction =
    text.includes(":") && stopFollows(pieces, text) ? /\d{1,6}/.exec(textAt(index + 1))?.[0] : undefined;
  const halfAt = index + 1 + (taken ? 1 : 0) + (fraction ? 1 : 0);
  const half = /am|pm/.exec(textAt(halfAt))?.[0];
  if (!text.includes(":") && !half) return undefined;
  return {
    text: text + (fraction ? `.${fraction}` : "") + (half ? ` ${half}` : ""),
    skipped: [...new Set([...skipped, ...(fraction ? [index + 1] : []), ...(half ? [halfAt] : [])])].sort(
      (left, right) => left - right,
    ),
  };
}

function stopFollows(pieces: readonly Piece[], text: string): boolean {
  const place = pieces.findIndex((piece) => piece.text === text && piece.kind === "number");
  return place >= 0 && (pieces[place + 1]?.text.includes(".") ?? false);
}

/** The first part that is free and that the number can be. */
function fitNumber(draft: Draft, text: string, parts: readonly Part[]): Part | undefined {
  for (const part of parts) {
    for (const read of READERS[part]) {
      const value = read(text);
      if (value === undefined || !makeRoom(draft, part, read)) continue;
      draft.values.set(part, value);
      draft.numbers.set(part, text);
      draft.given.add(part);
      return part;
    }
  }
  return undefined;
}

/** A number that stands in the part gives it up to one that it could not be read like. */
function makeRoom({ values, numbers, leftover }: Draft, part: Part, read: Reader): boolean {
  if (!values.has(part)) return true;
  const earlier = numbers.get(part);
  if (earlier === undefined || read(earlier) !== undefined) return false;
  leftover.push(earlier);
  return true;
}

/** A month's name after a month's number makes that number the day. */
function fitWord(draft: Draft, text: string): Part | "weekday" | undefined {
  const weekday = numberOf(WEEKDAYS, text);
  if (weekday !== undefined && draft.weekday === undefined) {
    draft.weekday = weekday;
    return "weekday";
  }
  const month = numberOf(MONTHS, text);
  if (month === undefined) return undefined;
  const earlier = draft.values.get("month");
  const number = draft.numbers.get("month");
  if (earlier !== undefined) {
    if (number === undefined) return undefined;
    draft.values.set("day", earlier);
    draft.numbers.set("day", number);
    draft.given.add("day");
    draft.numbers.delete("month");
  }
  draft.values.set("month", month);
  draft.given.add("month");
  return "month";
}

function numberOf(names: readonly string[], text: string): number | undefined {
  const name = text.toLowerCase();
  const index = names.findIndex((full) => full === name || full.slice(0, 3) === name);
  return index < 0 ? undefined : index + 1;
}

type Reader = (text: string) => number | undefined;

const READERS: Readonly<Record<Part, readonly Reader[]>> = {
  month: [(text) => (/^(?:1[0-2]|0?[1-9])$/.test(text) ? Number(text) : undefined)],
  day: [(text) => (/^(?:3[01]|[12]\d|0?[1-9])$/.test(text) ? Number(text) : undefined)],
  year: [
    (text) => (/^\d\d$/.test(text) ? Number(text) + (Number(text) >= 69 ? 1900 : 2000) : undefined),
    (text) => (/^\d{4}$/.test(text) && text !== "0000" ? Number(text) : undefined),
  ],
};

function complete({ values, given, weekday, time }: Draft, now: Date): Moment | undefined {
  const timeMs = time === undefined ? 0 : parseClockTime(time);
  if (timeMs === undefined) return undefined;
  const today = calendarOf({ ms: now.getTime() });
  const year = values.get("year") ?? today.year;
  const month = values.get("month") ?? today.month;
  const wanted = { year, month, day: values.get("day") ?? today.day };
  const moment = momentOf(wanted, timeMs) ?? nearest(wanted, timeMs, { given, weekday });
  if (!moment) return undefined;
  if (weekday !== undefined && given.size === 0) return lastWeekday(moment, weekday);
  const keepsDay = given.has("day") || weekday !== undefined || time !== undefined;
  return keepsDay ? moment : momentOf({ ...calendarOf(moment), day: 1 }, timeMs);
}

/** Without a day of its own a date moves to the month's last; 29 February without a year, to the nearest leap year. */
function nearest(
  wanted: { year: number; month: number; day: number },
  timeMs: number,
  { given, weekday }: { given: ReadonlySet<Part>; weekday: number | undefined },
): Moment | undefined {
  const { year, month, day } = wanted;
  if (month < 1 || month > 12) return undefined;
  if (!given.has("day") && weekday === undefined)
    return momentOf({ year, month, day: daysIn(year, month) }, timeMs);
  if (given.has("year") || month !== 2 || day !== 29) return undefined;
  const isLeap = (candidate: number) => daysIn(candidate, 2) === 29;
  const steps = [1, 2, 3, 4, 5, 6, 7, 8];
  const after = steps.find((step) => isLeap(year + step)) ?? 8;
  const before = steps.find((step) => isLeap(year - step)) ?? 8;
  return momentOf({ year: after < before ? year + after : year - before, month, day }, timeMs);
}

/** Today if it is that weekday, else the last one before. */
function lastWeekday(moment: Moment, weekday: number): Moment {
  const today = (new Date(moment.ms).getUTCDay() + 6) % 7;
  return { ms: moment.ms - ((today - (weekday - 1) + 7) % 7) * DAY_MS };
}
