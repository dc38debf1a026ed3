/**
 * @file The wordings in which pages state the values of a column, learnt from the table itself: where the pages of several rows
 * say their values of one column in the same words, these words speak of that column, whatever its header is.
 */
import type { Segment } from "../page-index.ts";
import type { Piece } from "./about-row.ts";
import type { Span } from "./numbers.ts";
import type { NamedRow } from "./row-names.ts";
import type { Subjects } from "./subjects.ts";
import type { Value } from "./value.ts";

/** A place where a page states the value of a cell. */
export interface Finding {
  readonly row: NamedRow;
  readonly column: number;
  readonly value: Value;
  readonly piece: Piece;
  readonly mention: Span & { readonly isExact: boolean };
  readonly relation: { readonly confidence: number; readonly why: string };
}

const NAME = "\u0001";
const VALUE = "\u0002";
const OTHER = "\u0003";
const LONGEST = 500;
/** More of them in one wording make it match everything. */
const MOST_OTHERS = 2;

/** The header above the value, or the sentence with the row's name, the value and other cells' values left out. */
export function wordingOf(
  { row, mention, piece }: Finding,
  others: readonly Span[],
  subjects: Subjects,
): string | undefined {
  const { segment } = piece;
  const header = headerAt(segment, mention);
  if (header !== undefined) return `under ${header}`;
  if (segment.searchable.length > LONGEST) return undefined;
  const names = referencesTo(row, piece, subjects);
  const spans = [
    { ...mention, mark: VALUE },
    ...names,
    ...others.slice(0, MOST_OTHERS).map((span) => ({ ...span, mark: OTHER })),
  ];
  const wording = masked(segment.searchable, spans);
  return wording === undefined ? undefined : wording.replace(/\d+(?:\.\d+)?/g, "#");
}

interface Marked extends Span {
  readonly mark: string;
}

/** The row's names, and on its own page the pronouns that stand for it. */
function referencesTo(row: NamedRow, { segment, about }: Piece, subjects: Subjects): readonly Marked[] {
  const { searchable: text } = segment;
  const names = subjects
    .namesIn(segment)
    .filter(({ rows }) => rows.includes(row.number))
    .map(({ start, end }) => ({ start: text.endsWith("the ", start) ? start - 4 : start, end, mark: NAME }));
  if (about === undefined) return names;
  const pronouns = [...text.matchAll(PRONOUN)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
    mark: word === "its" ? `${NAME}'s` : NAME,
  }));
  return [...names, ...pronouns];
}

const PRONOUN = /^it(?= )|^the \p{L}+(?= (?:has|is|was|lies|stands|covers)\b)|(?<![\p{L}\p{N}])its(?= )/gu;

/** With each span replaced by its mark; the first ones win where they overlap. `undefined`: nothing but marks is left. */
function masked(text: string, spans: readonly Marked[]): string | undefined {
  const kept: Marked[] = [];
  for (const span of spans) {
    if (kept.every(({ start, end }) => span.end <= start || span.start >= end)) kept.push(span);
  }
  let result = "";
  let end = 0;
  for (const span of kept.sort((left, right) => left.start - right.start)) {
    result += text.slice(end, span.start) + span.mark;
    end = span.end;
  }
  result += text.slice(end);
  return /\p{L}/u.test(result) ? result : undefined;
}

/** The header of the cell in which the value stands. */
export function headerAt({ cells, headers, searchable }: Segment, value: Span): string | undefined {
  if (cells === undefined || headers === undefined) return undefined;
  let column = -1;
  for (let at = searchable.indexOf("|"); at >= 0 && at < value.start; at = searchable.indexOf("|", at + 1))
    column += 1;
  return headers[column];
}

/** Reads what stands in a piece where a wording has its value; `undefined` where it is put another way. */
export class WordingReader {
  readonly #patterns = new Map<string, RegExp>();
  readonly #texts = new WeakMap<Segment, Map<number, string>>();
  readonly #subjects: Subjects;

  constructor(subjects: Subjects) {
    this.#subjects = subjects;
  }

  read(wording: string, kind: Value["kind"], piece: Piece, row: NamedRow): string | undefined {
    const { segment } = piece;
    if (wording.startsWith("under ")) return cellUnder(segment, wording.slice("under ".length));
    if (segment.searchable.length > LONGEST) return undefined;
    const text = this.#textFor(piece, row);
    const read = this.#pattern(wording, kind).exec(text)?.[1];
    return read?.replaceAll(NAME, () => this.#nameIn(segment, row));
  }

  #nameIn(segment: Segment, row: NamedRow): string {
    const named = this.#subjects.namesIn(segment).find(({ rows }) => rows.includes(row.number));
    return named === undefined ? "" : segment.searchable.slice(named.start, named.end);
  }

  #textFor(piece: Piece, row: NamedRow): string {
    const { segment } = piece;
    const texts = this.#texts.get(segment) ?? new Map<number, string>();
    this.#texts.set(segment, texts);
    const known = texts.get(row.number);
    if (known !== undefined) return known;
    const text = masked(segment.searchable, referencesTo(row, piece, this.#subjects));
    texts.set(row.number, text ?? "");
    return text ?? "";
  }

  #pattern(wording: string, kind: Value["kind"]): RegExp {
    const key = `${kind} ${wording}`;
    const known = this.#patterns.get(key);
    if (known !== undefined) return known;
    const source = wording
      .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
      .replaceAll("#", "\\d+(?:\\.\\d+)?")
      .replace(VALUE, kind === "number" ? "([+-]?\\d+(?:\\.\\d+)?)" : "(.{1,120}?)")
      .replaceAll(VALUE, ".{1,120}?")
      .replaceAll(OTHER, ".{1,120}?");
    const pattern = new RegExp(`^${source}$`, "u");
    this.#patterns.set(key, pattern);
    return pattern;
  }
}

function cellUnder({ cells, headers }: Segment, header: string): string | undefined {
  const column = headers?.indexOf(header) ?? -1;
  const cell = column < 0 ? undefined : cells?.[column];
  return cell === undefined || cell === "" ? undefined : cell;
}
