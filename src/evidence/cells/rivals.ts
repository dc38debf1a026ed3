/** @file What pages state for a cell that is not its value: read in wordings that other rows taught, or by the column's own words. */
import type { Segment } from "../page-index.ts";
import { type Piece, relationTo } from "./about-row.ts";
import { type Column, cueHits, distanceTo, labelMatch, SPEAKS } from "./column-words.ts";
import type { Learning, Reading } from "./learning.ts";
import type { Span } from "./numbers.ts";
import type { Readings } from "./readings.ts";
import type { NamedRow } from "./row-names.ts";
import { isTelling, numbersOf, readValue, type Value } from "./value.ts";
import type { Finding } from "./wordings.ts";

/** A value that a page states for a row and column. */
export interface Statement {
  readonly value: Value;
  readonly piece: Piece;
  readonly confidence: number;
  readonly why: string;
  /** It was not read in words that are known to state the column: another value in its sentence is as good. */
  readonly isLoose?: true | undefined;
}

const SAME_LABEL = 0.6;

/** `kind` is what the column's values are. */
export function statementsFor(
  { row, column, kind }: { readonly row: NamedRow; readonly column: Column; readonly kind: Value["kind"] },
  table: Readings,
  learning: Learning,
): readonly Statement[] {
  const speaks = ({ piece, value }: Reading) =>
    isTelling(value) || cueHits(column, piece.segment.searchable).share >= SPEAKS;
  const taught = learning
    .readings(row, column.number)
    .filter(speaks)
    .map(
      ({ piece, value, trust }): Statement => ({
        value,
        piece,
        confidence: trust * (piece.about?.confidence ?? 0.9),
        why: `pages of other rows state “${column.name}” in the same words`,
      }),
    );
  const stated = (table.pieces[row.number] ?? []).flatMap((piece) => {
    if (piece.isOfList) return [];
    return [
      ...underHeader(piece, { row, column }, table),
      ...inPhrase(piece, { row, column, kind }, table),
      ...ofSameMake(piece, { row, column }, table),
    ];
  });
  return [...taught, ...stated];
}

interface Asked {
  readonly row: NamedRow;
  readonly column: Column;
}

/** What other pieces about the row say in the words of a finding. */
export function statementsLike(finding: Finding, learning: Learning): readonly Statement[] {
  return learning.readSame(finding).map(({ piece, value }): Statement => {
    const confidence = 0.9 * (piece.about?.confidence ?? 0.9);
    return {
      value,
      piece,
      confidence,
      why: `the page “${piece.page.page.title}” says it in the same words`,
    };
  });
}

/** The cell of the row in a table that has the column. */
function underHeader(
  piece: Piece,
  { row, column }: Asked,
  { subjects, columns }: Readings,
): readonly Statement[] {
  const { cells, headers, searchable } = piece.segment;
  if (cells === undefined || headers === undefined) return [];
  const matches = headers.map((header) => labelMatch(column, header));
  const best = Math.max(0, ...matches);
  const at = matches.indexOf(best);
  const header = headers[at] ?? "";
  const isOthers = columns.some(
    (other) => other.number !== column.number && labelMatch(other, header) > best,
  );
  const cell = cells[at] ?? "";
  if (best < SAME_LABEL || isOthers || cell === "") return [];
  const value = readValue(cell, column.unit);
  const start = searchable.indexOf(value.searchable);
  const relation = relationTo(row, piece, { start, end: start + value.searchable.length }, subjects);
  if (relation === undefined) return [];
  const confidence = relation.confidence * 0.95;
  return [{ value, piece, confidence, why: `${relation.why}, under “${header}”` }];
}

/** The column's words must begin a clause, or what somebody has: `a city of the country is Riga` names no country. */
const BEFORE =
  /(?:^|[.,;:(|]\s*|\band\s+|['’]s\s+|\b(?:has|have|had|with)\s+|[-*•]\s+|[的，。；]\s*)(?:(?:the|its|a|an|total|his|her|their)\s+){0,2}$/u;
/** What may stand between them and the value. A name is said to be it; a number may just follow (`a population of 7,000`). */
const TO_NAME =
  /^(?:\s*\([^()]{1,30}\))?(?:\s*(?:of|in|for)\s+[^.;:]{1,60}?)?(?:\s+(?:is|was|are|were)\s+|\s*[:：=|为是]\s*)(?:the )?(?=\S)/u;
const TO_NUMBER =
  /^(?:\s*\([^()]{1,30}\))?(?:(?:\s*(?:of|in|for)\s+[^.;:]{1,60}?)?(?:\s+(?:is|was|are|were)\s+|\s*[:：=|为是]\s*)|\s+(?:of|at)\s+|\s*[,(]\s*|\s+)(?:about |around |approximately |approx\. |约)?(?=[\d+-])/u;

/** `Its population is 7,000`, `Population: 7,000`, `with a population of 7,000`: the header's words, and the value behind them. */
function inPhrase(
  piece: Piece,
  { row, column, kind }: Asked & { readonly kind: Value["kind"] },
  { subjects, columns, makes }: Readings,
): readonly Statement[] {
  const { segment } = piece;
  if (segment.headers !== undefined || column.words.length < 2) return [];
  const span = phraseValue(segment, column.words, kind);
  if (span === undefined) return [];
  // a longer header that begins like this one is another column
  const isLonger = columns.some(
    ({ number, words }) =>
      number !== column.number && words.includes(column.words) && segment.searchable.includes(words),
  );
  if (isLonger) return [];
  const value = readValue(span.text, column.unit);
  if (!isOfKind(value, kind) || isOfOtherUnit(segment, span, column)) return [];
  if (kind === "text" && makes[column.number]?.isOdd(writtenIn(segment.quote, span.text))) return [];
  const relation = relationTo(row, piece, span, subjects);
  if (relation === undefined) return [];
  return [
    {
      value,
      piece,
      confidence: relation.confidence * 0.85,
      why: `${relation.why}, in the words of “${column.name}”`,
      isLoose: true,
    },
  ];
}

/** A code that begins with digits may be a name. */
function isOfKind(value: Value, kind: Value["kind"]): boolean {
  return value.kind === kind || (kind === "text" && /\p{L}/u.test(value.cell));
}

function phraseValue(
  segment: Segment,
  words: string,
  kind: Value["kind"],
): (Span & { readonly text: string }) | undefined {
  const text = segment.searchable;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const behind = at + words.length;
    const between = (kind === "text" ? TO_NAME : TO_NUMBER).exec(text.slice(behind, behind + 120))?.[0];
    if (between === undefined || !BEFORE.test(text.slice(Math.max(0, at - 24), at))) continue;
    const start = behind + between.length;
    const found = kind === "number" ? numberAt(segment, start) : textAt(text, start);
    if (found !== undefined) return found;
  }
  return undefined;
}

function numberAt(segment: Segment, start: number): (Span & { readonly text: string }) | undefined {
  const number = numbersOf(segment).find((one) => one.start >= start && one.start <= start + 3);
  return number && { start: number.start, end: number.end, text: number.written };
}

/** A short text up to the end of its clause. */
function textAt(text: string, start: number): (Span & { readonly text: string }) | undefined {
  const found = /^(?:[^,;:.()|，。；、]|\.(?=\S)){2,60}(?=$|[,;.()|，。；]|\s\|)/u
    .exec(text.slice(start, start + 80))?.[0]
    .trim();
  if (found === undefined || found.split(" ").length > 5) return undefined;
  return { start, end: start + found.length, text: found };
}

function isOfOtherUnit(segment: Segment, { start }: Span, { unit }: Column): boolean {
  const stated = numbersOf(segment).find((number) => number.start === start)?.unit ?? "";
  return unit !== "" && stated !== "" && stated !== unit;
}

/** What is written like the column's values, in a sentence that speaks of the column, just behind or before its words. */
function ofSameMake(piece: Piece, { row, column }: Asked, table: Readings): readonly Statement[] {
  const { segment } = piece;
  const { share, places } = cueHits(column, segment.searchable);
  if (segment.cells !== undefined || share < SPEAKS) return [];
  const { shapes = [] } = table.makes[column.number] ?? {};
  return shapes.flatMap((shape): readonly Statement[] => {
    const spans = [...segment.searchable.matchAll(shape)].map(({ 0: text, index }) => ({
      start: index,
      end: index + text.length,
    }));
    const near = spans.map((span) => ({ span, distance: distanceTo(places, span) }));
    const [nearest] = near.sort((left, right) => left.distance - right.distance);
    if (nearest === undefined || nearest.distance > NEAR) return [];
    const relation = relationTo(row, piece, nearest.span, table.subjects);
    if (relation === undefined) return [];
    const value = readValue(segment.searchable.slice(nearest.span.start, nearest.span.end), column.unit);
    const why = `${relation.why}, in a sentence about “${column.name}”`;
    return [{ value, piece, confidence: relation.confidence * 0.8, why, isLoose: true }];
  });
}

/** Characters between a column's words and a value that they may speak of. */
const NEAR = 40;

/** With the capitals that the page writes it with. */
function writtenIn(quote: string, text: string): string {
  const at = quote.toLowerCase().indexOf(text);
  return at < 0 ? text : quote.slice(at, at + text.length);
}
