/** @file Dates as tables write them, for our own scorer: ISO, numeric, English and Chinese forms. */

/** `month` counts from 1; a date without month or day is that month or year as a whole. */
export interface CalendarDate {
  readonly year: number;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

const NUMERIC = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|年\s?(\d{1,2})月(?:\s?(\d{1,2})[日号])?|年)$/;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?,?[ -](\d{4})$/;
const MONTH_FIRST = /^([a-z]{3,9})\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? ?)?(\d{4})$/;
const SLASHED = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/;
const TIME = /[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:z|[+-]\d{2}:?\d{2})?$/;

/**
 * Every date that a normalised text may mean: two for `3/4/2020`, month first and day first; none where it is not a
 * date. A time of day is passed over. A bare year is a number, not a date.
 */
export function parseDates(text: string): readonly CalendarDate[] {
  return candidates(text.replace(TIME, "").replace(/,(?=\S)/, ", ")).filter(exists);
}

export function sameDate(left: CalendarDate, right: CalendarDate): boolean {
  return left.year === right.year && left.month === right.month && left.day === right.day;
}

function candidates(text: string): readonly CalendarDate[] {
  const numeric = NUMERIC.exec(text);
  if (numeric) {
    const [, year, month, day, chineseMonth, chineseDay] = numeric;
    return [date(year, month ?? chineseMonth, day ?? chineseDay)];
  }
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return [date(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1])];
  const monthFirst = MONTH_FIRST.exec(text.replace(",", ""));
  if (monthFirst) return [date(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2])];
  const slashed = SLASHED.exec(text);
  if (!slashed) return [];
  const [, first, second, year] = slashed;
  return first === second
    ? [date(year, first, second)]
    : [date(year, first, second), date(year, second, first)];
}

/** 0 for what is no month's name, which no date has. */
function monthNumber(name = ""): string {
  return String(
    MONTHS.findIndex(
      (month) => month === name || name === month.slice(0, 3) || (name === "sept" && month === "september"),
    ) + 1,
  );
}

function date(year = "", month?: string, day?: string): CalendarDate {
  return { year: Number(year), month: month ? Number(month) : undefined, day: day ? Number(day) : undefined };
}

function exists({ year, month = 1, day = 1 }: CalendarDate): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
