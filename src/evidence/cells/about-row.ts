/** @file Whether what a piece of a page states is said of a row, and not of another row or thing. */
import type { IndexedPage, Segment } from "../page-index.ts";
import type { Span } from "./numbers.ts";
import { type NamedRow, withoutQualifier } from "./row-names.ts";
import type { Aboutness, Named, Subjects } from "./subjects.ts";

/** A piece of a page that may speak of a row. */
export interface Piece {
  readonly page: IndexedPage;
  readonly segment: Segment;
  /** Present where the whole page is about the row. */
  readonly about?: Aboutness | undefined;
  /** True for the first line of a page that lists the row: what is said of all that it lists. */
  readonly isOfList?: true | undefined;
}

export interface Relation {
  readonly confidence: number;
  readonly why: string;
}

/** What a sentence begins with that goes on about the subject of its page. */
const GOES_ON =
  /^(?:it|its|they|their|he|his|she|her|here|there|the \p{L}+|[它其该他她])(?![\p{L}])|^[它其该他她]/u;

const LESS_SURE = 0.8;

/**
 * How surely what stands at `value` in the piece is said of the row; `undefined`: it is said of something else, or nobody
 * can tell.
 */
export function relationTo(
  row: NamedRow,
  piece: Piece,
  value: Span,
  subjects: Subjects,
): Relation | undefined {
  const { segment, about } = piece;
  if (piece.isOfList) return { confidence: 0.65, why: `the page lists ${row.label}` };
  const isOfNamesake = about === undefined && row.names.includes(withoutQualifier(piece.page.title));
  if (isOfNamesake || !saysParts(row, piece)) return undefined;
  const named = subjects.namesIn(segment);
  const isWithinName = named.some((name) => contains(name, value));
  if (isWithinName) return undefined;
  const text = segment.searchable;
  const others = named.filter(
    (name) => !overlaps(name, value) && !row.parts.includes(text.slice(name.start, name.end)),
  );
  const standing: Standing = {
    row,
    value,
    own: others.filter(({ rows }) => rows.includes(row.number)),
    foreign: others.filter(({ rows }) => !rows.includes(row.number)),
  };
  if (segment.cells !== undefined) return inTableRow(segment, standing, about);
  if (segment.entries.length > 0) return inListItem(segment, standing, about);
  return about === undefined ? inSentence(standing) : onOwnPage(segment, standing, about);
}

interface Standing {
  readonly row: NamedRow;
  readonly value: Span;
  readonly own: readonly Named[];
  readonly foreign: readonly Named[];
}

/** Rows of one name are told apart by their other keys, which must stand beside the value or in the page's title. */
export function saysParts({ parts, isShared }: NamedRow, { page, segment }: Piece): boolean {
  if (!isShared) return true;
  return parts.every((part) => segment.searchable.includes(part) || page.title.includes(part));
}

/** A table row is that of the first row's name in it; on the row's own page it may also be one of labelled values. */
function inTableRow(
  { cells = [], headers = [] }: Segment,
  { row, value, own, foreign }: Standing,
  about: Aboutness | undefined,
): Relation | undefined {
  const names = [...own, ...foreign.filter(({ rows }) => rows.length > 0)];
  const [first] = names.sort((left, right) => left.start - right.start);
  if (first !== undefined && own.includes(first)) {
    return { confidence: 0.95, why: `it stands in the table row of ${row.label}` };
  }
  const isNamed = foreign.some(({ start }) => start < value.start);
  const isLabelled = cells.length === 2 && LABELS.test(headers[0] ?? "") && !isNamed;
  return isLabelled ? about : undefined;
}

/** What stands above the labels of a table with one value a row; mostly nothing. */
const LABELS = /^(?:|fields?|propert(?:y|ies)|attributes?|labels?|keys?|facts?|items?|属性|项目|字段)$/u;

function inListItem(
  { searchable, entries }: Segment,
  { row, value, own, foreign }: Standing,
  about: Aboutness | undefined,
): Relation | undefined {
  const [entry = ""] = entries;
  const isOwn = row.names.includes(entry);
  if (isOwn) return { confidence: 0.9, why: `it stands in the list item of ${row.label}` };
  const isItem = value.start === searchable.indexOf(entry) && value.end - value.start === entry.length;
  if (about !== undefined) return isItem || foreign.length === 0 ? about : undefined;
  return own.length > 0 && foreign.length === 0
    ? { confidence: 0.75, why: `the list item names ${row.label}` }
    : undefined;
}

/**
 * On the row's own page: a sentence that names nothing else; one that goes on about the page's subject and names something
 * else only behind the value; or one in which the row's name rules the value.
 */
function onOwnPage({ searchable }: Segment, standing: Standing, about: Aboutness): Relation | undefined {
  const { value, own, foreign } = standing;
  if (foreign.length === 0) return about;
  const isBefore = foreign.some(({ start }) => start < value.start);
  if (own.length > 0 && (rules(standing) || isSubject(searchable, standing))) return about;
  if (GOES_ON.test(searchable) && !isBefore) return about;
  return undefined;
}

/** What a name is followed by where the sentence goes on about it. */
const TAKES_OVER =
  /^(?:['’]s?\s|,?\s(?:which|whose|who|that|and its)\s|\s(?:has|have|had|is|was|are|were)\s|\s?\()/u;

/** `Helsinki is a city of Finland with 558,457 inhabitants`: the row's name begins the sentence, and no other one takes over. */
function isSubject(text: string, { value, own, foreign }: Standing): boolean {
  const [first] = own;
  if (first === undefined || !/^(?:the )?$/u.test(text.slice(0, first.start))) return false;
  return foreign
    .filter(({ start }) => start < value.start)
    .every(({ end }) => !TAKES_OVER.test(text.slice(end, Math.min(end + 12, value.start + 1))));
}

/** On another page: the row's name and the value in one sentence, and no other name that may rule the value. */
function inSentence(standing: Standing): Relation | undefined {
  const { row, own, foreign } = standing;
  if (own.length === 0 || !rules(standing)) return undefined;
  const isAlone = !foreign.some(({ rows }) => rows.length > 0);
  return { confidence: isAlone ? 0.85 : 0.85 * LESS_SURE, why: `the sentence names ${row.label}` };
}

/**
 * A value belongs to the last name before it, and with none before it to the first behind it: `Bolivia's capital is Sucre,
 * Peru's is Lima`. A name that only another page has for a title rules where it stands nearer than the row's.
 */
function rules({ value, own, foreign }: Standing): boolean {
  const before = (names: readonly Named[]) => names.findLast(({ end }) => end <= value.start);
  const behind = (names: readonly Named[]) => names.find(({ start }) => start >= value.end);
  const [ownBefore, otherBefore] = [before(own), before(foreign)];
  if (ownBefore !== undefined) return otherBefore === undefined || otherBefore.end < ownBefore.end;
  if (otherBefore !== undefined) return false;
  const [ownBehind, otherBehind] = [behind(own), behind(foreign)];
  return ownBehind !== undefined && (otherBehind === undefined || ownBehind.start < otherBehind.start);
}

function contains(name: Named, value: Span): boolean {
  const isLonger = name.end - name.start > value.end - value.start;
  return isLonger && name.start <= value.start && name.end >= value.end;
}

function overlaps(name: Named, value: Span): boolean {
  return name.start < value.end && name.end > value.start;
}
