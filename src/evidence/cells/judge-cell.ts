/** @file From all that pages state for a cell to the cell: its sources, its candidates and its state. */
import type { PageRead } from "../../core/episode.ts";
import type { Candidate, Cell, Source } from "../../core/evidence.ts";
import type { Page } from "../../core/knowledge-base.ts";
import { sourceOf, wordsOf } from "../page-index.ts";
import { partsOf } from "../states-value.ts";
import type { Piece } from "./about-row.ts";
import { absenceOf } from "./absence.ts";
import { type ColumnRelation, relationToColumn } from "./column-relation.ts";
import { cueHits } from "./column-words.ts";
import { type Learning, saysSo } from "./learning.ts";
import { findingsOf, type Readings } from "./readings.ts";
import { type Statement, statementsFor, statementsLike } from "./rivals.ts";
import type { NamedRow } from "./row-names.ts";
import { agrees, mentionsOf, readValue, type Value } from "./value.ts";
import type { Finding } from "./wordings.ts";

export interface CellContext {
  readonly table: Readings;
  readonly learning: Learning;
  readonly reads: ReadonlyMap<Page, PageRead>;
}

/** A place that states the cell's value, for its row and column. */
interface Support {
  readonly finding: Finding;
  readonly confidence: number;
  readonly why: string;
  readonly isChance?: true | undefined;
}

const MOST_OWN = 3;
const MOST_CANDIDATES = 8;
/** A value stated that much less surely than the cell's own contradicts nothing. */
const COMPARABLE = 0.16;
const LEAST_RIVAL = 0.5;
const EXCERPT = 0.97;
const INEXACT = 0.9;

export function judgeCell(row: NamedRow, column: number, cell: string, context: CellContext): Cell {
  const value = context.table.values[row.number]?.[column];
  if (value === undefined) return judgeEmpty(row, column, context);
  const found =
    column === context.table.keys.main ? [] : (context.learning.findings[row.number]?.[column] ?? []);
  const supports = column === context.table.keys.main ? namings(row, context) : supportsAmong(found, context);
  const parts = supports.length > 0 ? [supports] : supportsOfParts(row, column, cell, context);
  const best = parts.flatMap(([first]) => first ?? []);
  const rivals = rivalsOf(row, column, value, { context, best });
  const isOverruled = best.some((one) => isOverruledBy(rivals[0], one));
  const held = isOverruled ? [] : best;
  const own = isOverruled ? [] : parts.flatMap((some) => some.slice(0, parts.length > 1 ? 1 : MOST_OWN));
  const candidates = [
    ...own.map((support) => ownCandidate(cell, support, context)),
    ...rivals.map((statement) => rivalCandidate(statement, context)),
  ].slice(0, MOST_CANDIDATES);
  const sources = distinct(held.map(({ finding }) => sourceOfFinding(finding)));
  return {
    value: cell,
    ...verdict(row, { best: held, rivals, isSeen: found.length > 0 }),
    sources,
    candidates,
  };
}

/** What no words tie to the column is for another one where they tie another value to it. */
function isOverruledBy(rival: Statement | undefined, { isChance, confidence }: Support): boolean {
  return isChance === true && rival !== undefined && rival.confidence >= confidence;
}

/** The first is the cell's best. */
function supportsAmong(found: readonly Finding[], context: CellContext): readonly Support[] {
  const accepted = found.flatMap((finding): readonly Support[] => {
    const relation = relationToColumn(finding, context.table, context.learning);
    return relation === undefined ? [] : [supportOf(finding, relation)];
  });
  const words = (support: Support) => headerWords(support.finding, context);
  return accepted.sort((left, right) => right.confidence - left.confidence || words(right) - words(left));
}

function headerWords({ column, piece }: Finding, { learning }: CellContext): number {
  const found = learning.columns[column];
  return found === undefined ? 0 : cueHits(found, piece.segment.searchable).share;
}

function supportOf(finding: Finding, relation: ColumnRelation): Support {
  const excerpt = finding.piece.page.page.excerpt ? EXCERPT : 1;
  const exact = finding.mention.isExact ? 1 : INEXACT;
  const confidence = finding.relation.confidence * relation.confidence * excerpt * exact;
  const why = `${finding.relation.why}, and ${relation.why}`;
  return { finding, confidence, why, isChance: relation.isChance };
}

/** A list that no sentence states as a whole is stated part by part, or not at all. */
function supportsOfParts(
  row: NamedRow,
  column: number,
  cell: string,
  context: CellContext,
): readonly (readonly Support[])[] {
  const parts = partsOf(cell);
  if (parts.length < 2) return [];
  const supports: (readonly Support[])[] = [];
  for (const part of parts) {
    const value = readValue(part, "");
    const found = supportsAmong(findingsOf(context.table, { row, column, value }), context);
    if (found.length === 0) return [];
    supports.push(found);
  }
  return supports;
}

/** Where pages speak of the row itself: on a page about it, or by name. */
function namings(row: NamedRow, { table }: CellContext): readonly Support[] {
  const value = table.values[row.number]?.[table.keys.main];
  if (value === undefined) return [];
  const supports = (table.pieces[row.number] ?? []).flatMap((piece): readonly Support[] => {
    if (piece.isOfList) return [];
    const named = table.subjects.namesIn(piece.segment).find(({ rows }) => rows.includes(row.number));
    if (named === undefined || !hasQualifier(row, piece)) return [];
    const relation = piece.about ?? { confidence: 0.85, why: `the page names ${row.label}` };
    const mention = { start: named.start, end: named.end, isExact: true };
    const finding = { row, column: table.keys.main, value, piece, mention, relation };
    return [{ finding, confidence: relation.confidence, why: relation.why }];
  });
  return supports.sort((left, right) => right.confidence - left.confidence);
}

/** A page that calls the row by the name without its qualifier must have the qualifier's words, too. */
function hasQualifier({ names }: NamedRow, { page, segment }: Piece): boolean {
  const [full = "", base] = names;
  if (base === undefined || segment.searchable.includes(full)) return true;
  return wordsOf(full.slice(base.length)).every((word) => page.words.has(word));
}

interface Against {
  readonly context: CellContext;
  readonly best: readonly Support[];
}

/** What pages state instead, one for each value and page, the surest first. */
function rivalsOf(
  row: NamedRow,
  number: number,
  value: Value | undefined,
  { context, best }: Against,
): readonly Statement[] {
  const { table, learning } = context;
  const column = learning.columns[number];
  if (column === undefined || table.keys.columns.includes(number)) return [];
  const quoted = new Set(best.map(({ finding }) => finding.piece.segment));
  const statements = [
    ...best.flatMap(({ finding }) => statementsLike(finding, learning)),
    ...statementsFor({ row, column, kind: table.makes[number]?.kind ?? "text" }, table, learning),
  ]
    .filter((statement) => statement.confidence >= LEAST_RIVAL && !quoted.has(statement.piece.segment))
    .filter((statement) => value === undefined || !isSame(value, statement.value))
    .filter(
      ({ isLoose, piece }) =>
        !isLoose || value === undefined || mentionsOf(value, piece.segment).length === 0,
    )
    .sort((left, right) => right.confidence - left.confidence);
  const byValue = new Map<string, Statement>();
  for (const statement of statements) {
    const key = `${statement.value.searchable}\n${statement.piece.page.page.url}`;
    if (!byValue.has(key)) byValue.set(key, statement);
  }
  return [...byValue.values()];
}

/** A part of a list that the page does not state as a whole is no other value. */
function isSame(value: Value, stated: Value): boolean {
  return saysSo(value, stated) || agrees(stated, value) || partsOf(value.cell).includes(stated.searchable);
}

interface Evidence extends Pick<Against, "best"> {
  readonly rivals: readonly Statement[];
  /** The value stands where pages speak of the row, but for another column. */
  readonly isSeen: boolean;
}

function verdict(row: NamedRow, { best, rivals, isSeen }: Evidence): Pick<Cell, "state" | "reason"> {
  const [rival] = rivals;
  const [support] = best;
  if (support === undefined) {
    const seen = `it stands on a page about ${row.label}, but nothing says that it is meant there for this column`;
    if (rival !== undefined) {
      const unstated = isSeen ? seen : "no page that was read states it";
      return { state: "unsupported", reason: `${unstated}; ${instead(rival)}` };
    }
    return { state: "unsupported", reason: isSeen ? seen : "no page that was read states it for this row" };
  }
  const confidence = Math.min(...best.map((one) => one.confidence));
  if (rival !== undefined && rival.confidence >= confidence - COMPARABLE) {
    return { state: "conflicting", reason: `${support.why}; but ${instead(rival)}` };
  }
  return { state: "supported", reason: support.why };
}

function instead({ value, piece }: Statement): string {
  return `the page “${piece.page.page.title}” states “${writtenIn(piece, value)}” instead`;
}

function judgeEmpty(row: NamedRow, column: number, context: CellContext): Cell {
  const found = context.learning.columns[column];
  const pieces = context.table.pieces[row.number] ?? [];
  const absence = found && absenceOf(row, found, pieces, context.table.subjects);
  if (absence !== undefined) {
    const { page, segment } = absence.piece;
    const reason = `the page “${page.page.title}” says that there is none`;
    return { value: "", state: "absent", sources: [sourceOf(page, segment, "")], candidates: [], reason };
  }
  const stated = rivalsOf(row, column, undefined, { context, best: [] });
  const candidates = stated.slice(0, MOST_CANDIDATES).map((one) => rivalCandidate(one, context));
  return { value: "", state: "missing", sources: [], candidates };
}

function ownCandidate(cell: string, { finding, confidence, why }: Support, context: CellContext): Candidate {
  const source = sourceOfFinding(finding);
  return { value: cell, source, ...readBy(finding.piece, context), confidence: rounded(confidence), why };
}

function rivalCandidate({ value, piece, confidence, why }: Statement, context: CellContext): Candidate {
  const written = writtenIn(piece, value);
  const source = sourceOf(piece.page, piece.segment, value.searchable);
  return { value: written, source, ...readBy(piece, context), confidence: rounded(confidence), why };
}

function readBy({ page }: Piece, { reads }: CellContext): Pick<Candidate, "agent" | "at"> {
  const read = reads.get(page.page);
  return { agent: read?.agent ?? "lead", at: read?.at ?? 0 };
}

function rounded(confidence: number): number {
  return Math.round(confidence * 100) / 100;
}

function sourceOfFinding({ piece, mention }: Finding): Source {
  const value = piece.segment.searchable.slice(mention.start, mention.end);
  return sourceOf(piece.page, piece.segment, value);
}

function distinct(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.map((source) => [`${source.page} ${source.start}`, source])).values()];
}

/** A value as the page writes it: with its capitals and its separators of thousands. */
function writtenIn({ segment: { quote } }: Piece, { cell, searchable }: Value): string {
  const at = quote.toLowerCase().indexOf(cell.toLowerCase());
  if (at >= 0) return quote.slice(at, at + cell.length);
  const numbers = quote.match(/\d[\d.,'’ ]*\d|\d/gu) ?? [];
  return numbers.find((number) => number.replace(/[,'’ ]/g, "") === searchable) ?? cell;
}
