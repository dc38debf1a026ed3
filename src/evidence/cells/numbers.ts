/** @file The numbers and dates that a text states, however they are written. */
import { type CalendarDate, parseDates } from "../../table/calendar-date.ts";
import { parseQuantity } from "../../table/quantity.ts";

/** A stretch of a searchable text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface StatedNumber extends Span {
  readonly value: number;
  /** What one more in its last written digit means: 0.1 in `3.4`, 100,000 in `1.3 million`. */
  readonly step: number;
  /** Normalised; empty where none that is known stands behind or before it. */
  readonly unit: string;
  /** Its digits, and the word that multiplies them. */
  readonly written: string;
}

export interface StatedDate extends Span {
  readonly dates: readonly CalendarDate[];
}

/** Units that are told apart; other words behind a number are no units. */
const UNITS = new Set(
  `% ° °c °f k c f u m km cm mm mi ft in yd km2 m2 ft2 acre ha mi2 m3 km3 l ml kg g mg t lb oz kg/m3 g/cm3 min hz khz mhz ghz w kw mw
  gw wh kwh v a j kj mj cal pa kpa hpa bar $ € £ ¥ ly pc au kb mb gb tb`.split(/\s+/),
);

/** Spellings of units that only a text has; those of cells are known elsewhere. */
const SPELLED: Readonly<Record<string, string>> = {
  "square miles": "mi2",
  "square mile": "mi2",
  "sq mi": "mi2",
  "sq miles": "mi2",
  "square feet": "ft2",
  "sq ft": "ft2",
  "square meters": "m2",
  "square metres": "m2",
  feet: "ft",
  foot: "ft",
  inches: "in",
  kelvin: "k",
  kilograms: "kg",
  grams: "g",
  hectares: "ha",
  acres: "acre",
  tonnes: "t",
};

/** A sign counts where no word stands before it: `5-12` has no minus. Groups of three may be set off by blanks or full stops. */
const NUMBER =
  /(?<![\p{L}\p{N}]|\d[.,])([$€£¥]|us\$)?\s?((?:(?<![\p{L}\p{N}])[+-])?(?:\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d+)(?:\.\d+)?)(?![\p{L}]*\d)(?:\s?([a-z%°][a-z°/]{0,12}[23]?|[百千万亿公平元米美]{1,4}))?(?:\s([a-z]{1,12}[23]?))?/gu;

/** In the order of the text, which is searchable. */
export function numbersIn(text: string): readonly StatedNumber[] {
  const numbers: StatedNumber[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const [whole, currency = "", digits = "", word = "", next = ""] = match;
    const start = match.index + whole.indexOf(digits);
    const plain = GROUPED.test(digits) ? digits.replaceAll(".", "") : digits.replaceAll(" ", "");
    const read = readWith(plain, currency, [`${word} ${next}`.trim(), word, ""]);
    if (read === undefined) continue;
    const bare = Number(plain);
    const factor = bare === 0 ? 1 : read.value / bare;
    const decimals = /\.(\d+)$/.exec(plain)?.[1]?.length ?? 0;
    const end = start + digits.length;
    const written = Math.abs(factor - 1) < 1e-9 ? plain : `${plain} ${word}`;
    const step = factor * 10 ** -decimals;
    numbers.push({ start, end, value: read.value, step, unit: read.unit, written });
  }
  return numbers;
}

const GROUPED = /^[+-]?\d{1,3}(?:\.\d{3}){2,}$/;

/** The first reading whose unit is one; the last has none. */
function readWith(
  digits: string,
  currency: string,
  tails: readonly string[],
): { value: number; unit: string } | undefined {
  for (const tail of tails) {
    const quantity = parseQuantity(`${currency}${digits} ${SPELLED[tail] ?? tail}`.trim());
    if (quantity === undefined) continue;
    if (quantity.unit === "" || UNITS.has(quantity.unit)) return quantity;
  }
  return undefined;
}

/** `km2` for `km²` and `square kilometres`; empty for what is no unit that is known. */
export function knownUnit(text: string): string {
  const unit = parseQuantity(`1 ${SPELLED[text] ?? text}`)?.unit ?? "";
  return UNITS.has(unit) ? unit : "";
}

const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?";
const DATE = new RegExp(
  [
    "\\d{4}[-/.]\\d{1,2}(?:[-/.]\\d{1,2})?",
    "\\d{4}年\\s?\\d{1,2}月(?:\\s?\\d{1,2}[日号])?",
    `\\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?${MONTH},?[ -]\\d{4}`,
    `${MONTH} (?:\\d{1,2}(?:st|nd|rd|th)?,? ?)?\\d{4}`,
    "\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}",
  ]
    .map((form) => `(?<![\\p{L}\\p{N}])${form}(?![\\p{L}\\p{N}]|[.,]\\d)`)
    .join("|"),
  "gu",
);

/** In the order of the text, which is searchable. A bare year is a number. */
export function datesIn(text: string): readonly StatedDate[] {
  return [...text.matchAll(DATE)].flatMap(({ 0: written, index }) => {
    const dates = parseDates(written);
    return dates.length === 0 ? [] : [{ start: index, end: index + written.length, dates }];
  });
}
