/**
 * @file Reads a date the way dateparser 1.2.2 does with its default settings and days defaulting to the first: the text is
 * tried as a timestamp, a relative and an absolute date in 205 languages, and the first that fits wins.
 */
import { parseAbsoluteDate } from "./absolute-date.ts";
import type { Locale } from "./locale.ts";
import { locales, prepare } from "./locale.ts";
import type { Moment } from "./moment.ts";
import { momentOf } from "./moment.ts";
import { parseRelativeDate } from "./relative-date.ts";
import { takeTimeZone } from "./time-zone.ts";

/** No date is this long nor has a number of so many digits; they bound the time that hostile text can take. */
const LONGEST_DATE = 200;
const TOO_MANY_DIGITS = /\d{25}/;
const APOSTROPHES = /[\u2019\u02bc\u02bb\u055a\ua78c\u2032\u2035\u02b9\uff07]/g;

const PLAIN = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/;

/** `undefined` if the text is no date. What it leaves out is taken from `now`, in UTC. */
export function parseDate(text: string, now: Date): Moment | undefined {
  if (text.length > LONGEST_DATE || TOO_MANY_DIGITS.test(text)) return undefined;
  return parsePlain(text) ?? parseInAnyLanguage(sanitize(text), now);
}

/** The time zone may hide the language, so a text that is in none is tried without it. */
function parseInAnyLanguage(clean: string, now: Date): Moment | undefined {
  const whole = prepare(clean);
  const withoutZone = prepare(takeTimeZone(clean).rest);
  for (const locale of locales()) {
    const own = locale.read(whole);
    const words =
      own ?? (withoutZone !== whole && locale.read(withoutZone) ? locale.split(whole) : undefined);
    const moment = words && parseIn(locale, clean, words, now);
    if (moment) return moment;
  }
  return undefined;
}

/** Most dates are plain, and any language would read them so. */
function parsePlain(text: string): Moment | undefined {
  const [, year = "", month = "", day = ""] = PLAIN.exec(text) ?? [];
  return momentOf({ year: Number(year), month: Number(month), day: Number(day) }, 0);
}

function parseIn(locale: Locale, clean: string, words: readonly string[], now: Date): Moment | undefined {
  const english = locale.translate(words);
  return (
    timestamp(clean) ?? parseRelativeDate(english, now) ?? parseAbsoluteDate(english, locale.dateOrder, now)
  );
}

function timestamp(text: string): Moment | undefined {
  const match = /^(\d{10})(\d{3})?(\d{3})?(?![^.])/.exec(text);
  if (!match) return undefined;
  const [, seconds = "", millis = "0", micros = "0"] = match;
  return { ms: Number(seconds) * 1000 + Number(millis) + Number(micros) / 1000 };
}

function sanitize(text: string): string {
  return text
    .replace(/[\t\n\r»\u200e\xb7\u200f\u064e\u064f]|,\s\u0432(?![\p{L}\p{N}_])/gu, " ")
    .replace(/([^\p{L}\p{N}_]|\d)\u0433\./giu, "$1 ")
    .replace(/(\d+)\.\s?(\d+)\.\s?(\d+)\.( u)?/gi, "$1.$2.$3 ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/(?<=[^0-9\s])\./g, "")
    .replace(/^.*?on:\s+(.*)/, "$1")
    .replace(/:+$/, "")
    .replace(APOSTROPHES, "'")
    .trim();
}
