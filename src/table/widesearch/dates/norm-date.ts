/** @file What the official scorer does with dates. */
import { EvaluatorError } from "../evaluator-error.ts";
import type { Moment } from "./moment.ts";
import { calendarOf, DAY_MS } from "./moment.ts";
import { parseDate } from "./parse-date.ts";

const NEAR_DAYS = 31;
const MOST_REMEMBERED = 20_000;

const remembered = new Map<string, Moment | undefined>();

/** The day as `2020-03-05`, its year unpadded; a text that is no date stays as it is. */
export function normDate(cell: string, now: Date): string {
  const moment = readDate(cell, now);
  if (!moment) return cell;
  const { year, month, day } = calendarOf(moment);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * 1 if both are at most 31 days apart, or neither is a date. Throws `EvaluatorError` where only one names a time zone: the
 * official code cannot compare the two.
 */
export function dateNear(answer: string, gold: string, now: Date): number {
  const [left, right] = [readDate(answer, now), readDate(gold, now)];
  if (!left || !right) return Number(left === right);
  if ((left.offset === undefined) !== (right.offset === undefined)) {
    throw new EvaluatorError("Only one of two dates has a time zone.");
  }
  const apart = left.ms - right.ms - ((left.offset ?? 0) - (right.offset ?? 0)) * 1000;
  return Number(Math.abs(Math.floor(apart / DAY_MS)) <= NEAR_DAYS);
}

/** The same few texts come up again and again in a column. */
function readDate(text: string, now: Date): Moment | undefined {
  const key = `${now.getTime()} ${text}`;
  if (remembered.has(key)) return remembered.get(key);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const moment = parseDate(text, now);
  remembered.set(key, moment);
  return moment;
}
