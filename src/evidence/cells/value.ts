/** @file The value of a cell: where a text states it, and whether another value says the same. */
import { type CalendarDate, parseDates } from "../../table/calendar-date.ts";
import { compareCells } from "../../table/compare-cells.ts";
import { normaliseText } from "../../table/normalise.ts";
import { parseQuantity } from "../../table/quantity.ts";
import { sharedForm } from "../entities/name-forms.ts";
import type { Segment } from "../page-index.ts";
import { contains, placesOf, searchable } from "../states-value.ts";
import { datesIn, knownUnit, numbersIn, type Span, type StatedDate, type StatedNumber } from "./numbers.ts";

export interface Value {
  /** As it stands in the cell. */
  readonly cell: string;
  readonly searchable: string;
  readonly kind: "number" | "date" | "text";
  readonly number?: CellNumber | undefined;
  readonly dates: readonly CalendarDate[];
}

interface CellNumber {
  readonly value: number;
  readonly step: number;
  readonly digits: number;
  /** What stands behind it in the cell, else in the column's header; normalised. */
  readonly unit: string;
  /** The unit is none that is known, and stands in the cell: a text must write it the same way. */
  readonly isUnitOwn: boolean;
}

/** `headerUnit` as `knownUnit` gives it. */
export function readValue(cell: string, headerUnit: string): Value {
  const text = searchable(cell);
  const dates = parseDates(normaliseText(cell));
  const number = dates.length > 0 ? undefined : cellNumber(text, headerUnit);
  const ofWords = number === undefined ? "text" : "number";
  return { cell, searchable: text, kind: dates.length > 0 ? "date" : ofWords, number, dates };
}

function cellNumber(text: string, headerUnit: string): CellNumber | undefined {
  const quantity = parseQuantity(text);
  if (quantity === undefined) return undefined;
  const [written] = numbersIn(text);
  const own = quantity.unit;
  const isUnitOwn = own !== "" && knownUnit(own) === "";
  return {
    value: quantity.value,
    step: written?.step ?? 1,
    digits: text.match(/\d/g)?.length ?? 0,
    unit: own === "" ? headerUnit : own,
    isUnitOwn,
  };
}

/** Where a text states a value. */
export interface Mention extends Span {
  /** False where it is stated more exactly than the cell has it, or without what the cell adds in brackets. */
  readonly isExact: boolean;
}

/** Every place at which the searchable text of a segment states the value. */
export function mentionsOf(value: Value, segment: Segment): readonly Mention[] {
  const text = segment.searchable;
  if (isAcronym(value) && !hasWord(segment.quote, value.cell)) return [];
  const literal = placesOf(text, value.searchable)
    .map((start): Mention => ({ start, end: start + value.searchable.length, isExact: true }))
    .filter((span) => !isOtherUnit(value, text, span) && !isInLongerToken(value, text, span));
  if (literal.length > 0) return literal;
  if (value.kind === "number") return numbersOf(segment).flatMap((stated) => asMention(value, text, stated));
  if (value.kind === "date") return datesIn(text).flatMap((stated) => dateMention(value, stated));
  const bare = value.searchable.replace(/^the |\s*\([^()]*\)$/gu, "");
  if (bare === value.searchable || bare.length < 3) return [];
  return placesOf(text, bare).map((start) => ({ start, end: start + bare.length, isExact: false }));
}

/** `IS` stands in no sentence just because it has the word `is`. */
function isAcronym({ kind, cell }: Value): boolean {
  return kind === "text" && /^\p{Lu}{1,4}$/u.test(cell);
}

function hasWord(quote: string, word: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, "u").test(quote);
}

/** `Pacific/Fiji` does not state `Fiji`, nor `BSD-3-Clause` `BSD`, nor `C++` `C`. */
function isInLongerToken({ kind }: Value, text: string, { start, end }: Span): boolean {
  if (kind !== "text") return false;
  return (
    /[\p{L}\p{N}][/_.-]$/u.test(text.slice(Math.max(0, start - 2), start)) ||
    JOINED.test(text.slice(end, end + 2))
  );
}

const JOINED = /^(?:[/_.-][\p{L}\p{N}]|[+#])/u;

const numbersOfSegments = new WeakMap<Segment, readonly StatedNumber[]>();

export function numbersOf(segment: Segment): readonly StatedNumber[] {
  const known = numbersOfSegments.get(segment) ?? numbersIn(segment.searchable);
  numbersOfSegments.set(segment, known);
  return known;
}

/** `12 km` does not state 12 miles, nor anything of a column of miles. */
function isOtherUnit({ number }: Value, text: string, { start, end }: Span): boolean {
  if (number === undefined || number.isUnitOwn || number.unit === "") return false;
  const stated = numbersIn(text.slice(Math.max(0, start - 4), end + 32)).find(
    ({ value }) => value === number.value,
  );
  return stated !== undefined && stated.unit !== "" && stated.unit !== number.unit;
}

function asMention(
  { number, searchable: own }: Value,
  text: string,
  stated: StatedNumber,
): readonly Mention[] {
  if (number === undefined || !unitsAgree(number, stated)) return [];
  if (number.isUnitOwn && !tailOf(text, stated).startsWith(tailIn(own))) return [];
  const { start, end } = stated;
  if (isClose(stated.value, number.value)) return [{ start, end, isExact: true }];
  const isRounded = number.digits > 1 && number.step > stated.step && rounds(stated.value, number);
  return isRounded ? [{ start, end, isExact: false }] : [];
}

function unitsAgree(number: CellNumber, stated: StatedNumber): boolean {
  if (number.isUnitOwn || number.unit === "" || stated.unit === "") return true;
  return number.unit === stated.unit;
}

function tailOf(text: string, { end }: Span): string {
  return text.slice(end).trimStart();
}

function tailIn(own: string): string {
  return own.replace(/^\D*\d[\d.,' ]*/u, "").trim();
}

function rounds(exact: number, { value, step }: { readonly value: number; readonly step: number }): boolean {
  return isClose(Math.round(exact / step) * step, value);
}

function isClose(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-12 * Math.max(1, Math.abs(right));
}

/** A month states its year as a column of years has it, but a year states no month. */
function dateMention({ dates }: Value, { start, end, dates: stated }: StatedDate): readonly Mention[] {
  const same = dates.some((own) => stated.some((date) => isPartOf(own, date)));
  if (!same) return [];
  const isExact = dates.some((own) =>
    stated.some(({ day, month }) => own.day === day && own.month === month),
  );
  return [{ start, end, isExact }];
}

function isPartOf(coarse: CalendarDate, fine: CalendarDate): boolean {
  if (coarse.year !== fine.year) return false;
  if (coarse.month === undefined) return true;
  return coarse.month === fine.month && (coarse.day === undefined || coarse.day === fine.day);
}

/** Whether they say the very same. */
export function isEqual(value: Value, stated: Value): boolean {
  if (value.searchable === stated.searchable || nameOf(value) === nameOf(stated)) return true;
  if (compareCells(stated.cell, value.cell) === "same") return true;
  if (value.number !== undefined && stated.number !== undefined)
    return numbersAgree(value.number, stated.number);
  return value.kind === "date" && datesAgree(value, stated);
}

/** Whether what is stated elsewhere does not contradict the value: the same, rounder or finer, or the name within a longer one. */
export function agrees(value: Value, stated: Value): boolean {
  if (value.searchable === stated.searchable || compareCells(stated.cell, value.cell) === "same") return true;
  if (value.number !== undefined && stated.number !== undefined)
    return numbersAgree(value.number, stated.number);
  if (value.dates.length > 0 || stated.dates.length > 0) return datesAgree(value, stated);
  if (value.kind !== "text" || stated.kind !== "text") return false;
  const [own, other] = [nameOf(value), nameOf(stated)];
  return own === other || (isName(own, other) && namesAgree(own, other));
}

function numbersAgree(own: CellNumber, stated: CellNumber): boolean {
  if (own.unit !== stated.unit && own.unit !== "" && stated.unit !== "") return false;
  if (isClose(own.value, stated.value)) return true;
  if (own.digits < 2 || stated.digits < 2) return false;
  return own.step > stated.step ? rounds(stated.value, own) : rounds(own.value, stated);
}

function datesAgree(value: Value, stated: Value): boolean {
  const [own, other] = [datesOf(value), datesOf(stated)];
  return own.some((date) => other.some((one) => isPartOf(date, one) || isPartOf(one, date)));
}

/** A bare year is a date where it is held against one. */
function datesOf({ dates, number }: Value): readonly CalendarDate[] {
  return dates.length > 0 || number === undefined ? dates : [{ year: number.value }];
}

function nameOf({ searchable: text }: Value): string {
  return text.replace(/^the |\s*\([^()]*\)$/gu, "");
}

/** Lists are compared as they stand: what one of them lacks matters. */
function isName(own: string, other: string): boolean {
  return !/[,;、]| and /u.test(`${own}${other}`);
}

function namesAgree(own: string, other: string): boolean {
  const [short, long] = own.length < other.length ? [own, other] : [other, own];
  return (short.length > 3 && contains(long, short)) || sharedForm(own, other) !== undefined;
}

const COMMON = new Set("yes no true false none both male female".split(" "));

/** So particular that it hardly stands on a page about the row by chance. */
export function isTelling({ cell, kind, searchable: text, number }: Value): boolean {
  if (kind === "date") return true;
  if (number !== undefined) return number.digits >= 4;
  if (COMMON.has(text)) return false;
  return (
    text.length > 3 ||
    (text.length === 3 && /\p{Lu}/u.test(cell)) ||
    /[^\p{ASCII}\p{Script=Latin}]{2}/u.test(text)
  );
}
