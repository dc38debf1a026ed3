/** @file A cell's text as a number or a date that a workbook can reckon with, shown as it was written. */

export interface TypedValue {
  readonly value: number | Date;
  /** The number format that shows it as it was written. */
  readonly format: string;
  /** True where no format can: `1.4亿` is 140,000,000. */
  readonly isRewritten?: true | undefined;
}

export type ColumnKind = "text" | "number" | "date";

/** Share of the values that must be numbers, or dates. */
const MOST = 0.8;
/** Units that a column of numbers may have; more, and its values are names that begin with a number. */
const MOST_UNITS = 3;

/** What a column holds, by its values; empty ones do not count. A column in which a number has a leading zero holds codes. */
export function columnKind(values: readonly string[]): ColumnKind {
  const texts = values
    .map((value) => value.trim())
    .filter((value) => value !== "" && !/^[-–—?/]+$/u.test(value));
  if (texts.length === 0 || texts.some((text) => /^0\d/u.test(text))) return "text";
  const isMost = (found: number) => found >= MOST * texts.length;
  if (isMost(texts.filter((text) => typedDate(text) !== undefined).length)) return "date";
  const numbers = texts.map(readNumber).filter((number) => number !== undefined);
  const units = new Set(numbers.map(({ unit }) => unit.toLowerCase()));
  return isMost(numbers.length) && units.size <= MOST_UNITS ? "number" : "text";
}

/** `undefined`: it stays text. */
export function typedValue(text: string, kind: ColumnKind): TypedValue | undefined {
  if (kind === "date") return typedDate(text.trim());
  return kind === "number" ? typedNumber(text.trim()) : undefined;
}

interface WrittenNumber {
  readonly prefix: string;
  readonly sign: string;
  readonly digits: string;
  readonly decimals: string;
  /** Behind the number: a magnitude, a unit, or both. */
  readonly suffix: string;
  readonly unit: string;
  /** Power of ten that the words of the suffix stand for, and whether a format can show it. */
  readonly power: number;
  readonly isScalable: boolean;
}

const NUMBER =
  /^((?:(?:about|approximately|approx\.?|around|circa|ca\.|c\.|~|≈|约)\s?)?(?:us\$|[$€£¥])?\s?)([-+−–]?)(\d{1,3}(?:([,' \u00a0\u2009\u202f’])\d{3})(?:\4\d{3})*|\d+)(?:\.(\d+))?(\s?[^\d\s][^\d]{0,24}?[²³23]?|)$/iu;

const MAGNITUDES: readonly (readonly [word: RegExp, power: number, isScalable: boolean])[] = [
  [/^thousand\b/iu, 3, true],
  [/^(?:million|mn)\b/iu, 6, true],
  [/^(?:billion|bn)\b/iu, 9, true],
  [/^trillion\b/iu, 12, true],
  [/^万亿/u, 12, false],
  [/^百万/u, 6, false],
  [/^千万/u, 7, false],
  [/^亿/u, 8, false],
  [/^万/u, 4, false],
  [/^千/u, 3, false],
];

/** Digits that a workbook keeps of a number. */
const EXACT = 15;

function readNumber(text: string): WrittenNumber | undefined {
  const [, prefix, sign = "", digits = "", , decimals = "", suffix = ""] = NUMBER.exec(text) ?? [];
  if (prefix === undefined || (digits.length > 1 && digits.startsWith("0"))) return undefined;
  if (digits.replace(/\D/gu, "").length + decimals.length > EXACT) return undefined;
  if (/["\n\r;:|[\]]/u.test(suffix)) return undefined;
  const words = suffix.trimStart();
  const [magnitude, power = 0, isScalable = true] = MAGNITUDES.find(([word]) => word.test(words)) ?? [];
  const unit = magnitude === undefined ? words : words.replace(magnitude, "").trim();
  return { prefix, sign, digits, decimals, suffix, unit, power, isScalable };
}

function typedNumber(text: string): TypedValue | undefined {
  const number = readNumber(text);
  if (number === undefined) return undefined;
  return number.isScalable ? scaledNumber(number) : numberInFull(number);
}

function scaledNumber({ prefix, sign, digits, decimals, suffix, power }: WrittenNumber): TypedValue {
  const isPercent = /^\s?[%％]$/u.test(suffix);
  const places = decimals === "" ? "" : `.${"0".repeat(decimals.length)}`;
  const behind = isPercent ? `${literal(suffix.slice(0, -1))}%` : literal(suffix);
  const format = `${literal(prefix)}${wholeFormat(digits)}${places}${",".repeat(power / 3)}${behind}`;
  return {
    value: numberOf({ sign, digits, decimals, power: isPercent ? -2 : power }),
    format: signed(format, sign),
    isRewritten: suffix.endsWith("％") ? true : undefined,
  };
}

/** Formats divide by thousands only, not by ten thousand. */
function numberInFull({ prefix, decimals, unit, power, ...number }: WrittenNumber): TypedValue {
  const places = decimals.length > power ? `.${"0".repeat(decimals.length - power)}` : "";
  const format = `${literal(prefix)}#,##0${places}${unit === "" ? "" : literal(` ${unit}`)}`;
  return { value: numberOf({ decimals, power, ...number }), format, isRewritten: true };
}

function numberOf(number: Pick<WrittenNumber, "sign" | "digits" | "decimals" | "power">): number {
  const { sign, digits, decimals, power } = number;
  const size = Number(`${digits.replace(/\D/gu, "")}.${decimals}e${power}`);
  return sign === "" || sign === "+" ? size : -size;
}

/** Commas part thousands in every number of that format; other marks stand where this number has them. */
function wholeFormat(digits: string): string {
  const mark = /\D/u.exec(digits)?.[0];
  if (mark === undefined) return "0";
  if (mark === ",") return "#,##0";
  const groups = digits.split(mark).length;
  return ["0", ...Array.from({ length: groups - 1 }, () => "000")].join(literal(mark));
}

function literal(text: string): string {
  return text === "" ? "" : `"${text}"`;
}

/** A minus is written by the workbook itself; other signs are words of the format. */
function signed(format: string, sign: string): string {
  if (sign === "+") return `"+"${format};-${format}`;
  return sign === "" || sign === "-" ? format : `${format};"${sign}"${format}`;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
/** Names of months are English wherever the workbook is opened. */
const ENGLISH = "[$-409]";

interface DateForm {
  readonly form: RegExp;
  /** Positions of year, month and day among the groups. */
  readonly order: readonly [year: number, month: number, day: number];
  format(groups: readonly string[]): string;
}

const two = (digits: string | undefined, letter: string) => letter.repeat(digits?.startsWith("0") ? 2 : 1);
const named = (month: string | undefined) => (month !== undefined && month.length > 3 ? "mmmm" : "mmm");

/** Only forms that mean one day: of `3/4/2020` nobody knows. */
const DATE_FORMS: readonly DateForm[] = [
  {
    form: /^(\d{4})([-/.])(\d{2})\2(\d{2})$/u,
    order: [1, 3, 4],
    format: ([, , mark]) => `yyyy\\${mark}mm\\${mark}dd`,
  },
  {
    form: /^(\d{4})年(\d{1,2})月(\d{1,2})日$/u,
    order: [1, 2, 3],
    format: ([, , month, day]) => `yyyy"年"${two(month, "m")}"月"${two(day, "d")}"日"`,
  },
  {
    form: /^(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})$/u,
    order: [3, 2, 1],
    format: ([, day, month]) => `${ENGLISH}${two(day, "d")}" "${named(month)}" "yyyy`,
  },
  {
    form: /^([A-Z][a-z]{2,8}) (\d{1,2}), (\d{4})$/u,
    order: [3, 1, 2],
    format: ([, month, day]) => `${ENGLISH}${named(month)}" "${two(day, "d")}", "yyyy`,
  },
];

function typedDate(text: string): TypedValue | undefined {
  for (const { form, order, format } of DATE_FORMS) {
    const groups = form.exec(text);
    if (groups === null) continue;
    const [year = "", month = "", day = ""] = order.map((group) => groups[group] ?? "");
    const value = dayOf(Number(year), monthNumber(month), Number(day));
    if (value !== undefined) return { value, format: format(groups) };
  }
  return undefined;
}

/** From 1; 0 where it is no month. */
function monthNumber(month: string): number {
  if (/^\d/u.test(month)) return Number(month);
  return MONTHS.findIndex((name) => name === month || name.slice(0, 3) === month) + 1;
}

/** Workbooks count days from 1900, and get the first two months of that year wrong. */
const FIRST_DAY = Date.UTC(1900, 2, 1);

function dayOf(year: number, month: number, day: number): Date | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && date.getTime() >= FIRST_DAY ? date : undefined;
}
