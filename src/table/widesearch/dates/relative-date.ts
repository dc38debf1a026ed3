/** @file Dates relative to now, already in English: `2 day ago`, `in 1 month`, `5 year`. */
import { parseClockTime } from "./clock-time.ts";
import type { Moment } from "./moment.ts";
import { calendarOf, DAY_MS, daysIn, momentOf, timeOf } from "./moment.ts";
import { takeTimeZone } from "./time-zone.ts";

const AMOUNT = /(\d+[.,]?\d*)\s*(decade|year|month|week|day|hour|minute|second)\b/gi;
const KNOWN_WORD = /^(?:decade|year|month|week|day|hour|minute|second|ago|in|\d+|:|[ap]m)/;
const LENGTH_MS: Readonly<Record<string, number>> = {
  week: 7 * DAY_MS,
  day: DAY_MS,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
};

/** Without `in` an amount of time is taken as ago. `undefined`: the text is something else, or leads out of the calendar. */
export function parseRelativeDate(text: string, now: Date): Moment | undefined {
  const { rest, offset } = takeTimeZone(text.replace(/[{}()<>[\]]+/g, ""));
  if (
    !rest.split(/[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]/u).every((word) => word === "" || KNOWN_WORD.test(word))
  )
    return undefined;
  const amounts = new Map(
    [...rest.matchAll(AMOUNT)].map(([, number = "", unit = ""]) => [
      unit.toLowerCase(),
      Number(number.replace(",", ".")),
    ]),
  );
  if (amounts.size === 0) return undefined;
  const direction = /\bin\b/.test(rest) ? 1 : -1;
  const moved = move({ ms: now.getTime() + (offset ?? 0) * 1000, offset }, amounts, direction);
  const time = parseClockTime(rest.replace(AMOUNT, "").replace(/\b(?:ago|in)\b/g, ""));
  if (!moved || time === undefined) return moved;
  return { ms: moved.ms - timeOf(moved) + time, offset };
}

/** Years and months first, which must be whole, the day being cut to the month's last; then the rest as a duration. */
function move(from: Moment, amounts: ReadonlyMap<string, number>, direction: number): Moment | undefined {
  const { year, month, day } = calendarOf(from);
  const years = (amounts.get("year") ?? 0) + 10 * (amounts.get("decade") ?? 0);
  const months = amounts.get("month") ?? 0;
  if (!Number.isInteger(years) || !Number.isInteger(months)) return undefined;
  const total = (year + direction * years) * 12 + (month - 1) + direction * months;
  const [newYear, newMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
  if (newYear < 1 || newYear > 9999) return undefined;
  const base = momentOf(
    { year: newYear, month: newMonth, day: Math.min(day, daysIn(newYear, newMonth)) },
    timeOf(from),
  );
  const span = [...amounts].reduce((sum, [unit, number]) => sum + number * (LENGTH_MS[unit] ?? 0), 0);
  const ms = (base?.ms ?? 0) + direction * span;
  if (Math.abs(ms) > 8e15) return undefined;
  const end = calendarOf({ ms });
  return end.year >= 1 && end.year <= 9999 ? { ms, offset: from.offset } : undefined;
}
