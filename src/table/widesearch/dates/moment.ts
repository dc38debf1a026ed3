/** @file A point in time as a text states it: a clock and a calendar, with or without an offset from UTC. */

export interface Moment {
  /** Milliseconds from 1970 to what calendar and clock show, as if they showed UTC. */
  readonly ms: number;
  /** Seconds by which that clock is ahead of UTC; absent where the text names no time zone. */
  readonly offset?: number | undefined;
}

export interface Calendar {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export const DAY_MS = 86_400_000;

/** `undefined` for a day that does not exist; years run from 1 to 9999. `timeMs`: since midnight. */
export function momentOf({ year, month, day }: Calendar, timeMs: number): Moment | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return undefined;
  return { ms: new Date(0).setUTCFullYear(year, month - 1, day) + timeMs };
}

export function calendarOf({ ms }: Moment): Calendar {
  const date = new Date(ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Milliseconds since midnight. */
export function timeOf({ ms }: Moment): number {
  return ms - Math.floor(ms / DAY_MS) * DAY_MS;
}

export function daysIn(year: number, month: number): number {
  return new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate();
}
