/**
 * @file The check on the way out: every cell once more, from the pages as they were kept. A quote must stand where its source
 * says, state the value, and say it of the row; what does not is evidence no more.
 */
import type { PageRead } from "../../core/episode.ts";
import type { Candidate, Cell, Source, SourcedTable } from "../../core/evidence.ts";
import type { Page } from "../../core/knowledge-base.ts";
import { pageHash } from "../../core/page-hash.ts";
import type { Table } from "../../core/table.ts";
import { type Piece, relationTo } from "../cells/about-row.ts";
import { absenceOf } from "../cells/absence.ts";
import { type Column, readColumns } from "../cells/column-words.ts";
import type { Span } from "../cells/numbers.ts";
import { type NamedRow, type TableKeys, tableKeys } from "../cells/row-names.ts";
import { Subjects } from "../cells/subjects.ts";
import { mentionsOf, readValue, type Value } from "../cells/value.ts";
import { IndexedPage, PageIndex, type Segment, segmentOf } from "../page-index.ts";
import { partsOf } from "../states-value.ts";

/** Finds a page by the hash of its text; `undefined`: it is not there, or no longer. */
export type PageOf = (hash: string) => Page | undefined;

/** The pages of an episode, by their hashes. */
export function pagesByHash(reads: readonly PageRead[]): PageOf {
  const pages = new Map(reads.map(({ page }) => [pageHash(page), page]));
  return (hash) => pages.get(hash);
}

/** The same table where everything stands; it never makes a cell better. Checking it again changes nothing. */
export function checkTable(table: SourcedTable, pageOf: PageOf): SourcedTable {
  const context = contextOf(table, pageOf);
  return {
    ...table,
    cells: table.cells.map((row, number) =>
      row.map((cell, column) => checkCell(cell, { number, column }, context)),
    ),
  };
}

interface Context {
  readonly keys: TableKeys;
  readonly columns: readonly Column[];
  readonly subjects: Subjects;
  readonly pages: ReadonlyMap<string, IndexedPage>;
}

/** Nothing is taken over from when the table was made: pages are read anew, and only as far as a quote needs it. */
function contextOf({ columns, uniqueColumns, cells }: SourcedTable, pageOf: PageOf): Context {
  const pages = new Map<string, IndexedPage>();
  const sources = cells.flatMap((row) =>
    row.flatMap((cell) => [...cell.sources, ...cell.candidates.map(({ source }) => source)]),
  );
  for (const { page: hash } of sources) {
    if (hash === undefined || pages.has(hash)) continue;
    const page = pageOf(hash);
    if (page !== undefined && pageHash({ ...page }) === hash) pages.set(hash, new IndexedPage(page));
  }
  const plain: Table = { columns, rows: cells.map((row) => row.map(({ value }) => value)) };
  const keys = tableKeys(plain, uniqueColumns);
  const subjects = new Subjects(keys.rows, new PageIndex([...pages.values()]));
  return { keys, columns: readColumns(columns), subjects, pages };
}

interface Place {
  readonly number: number;
  readonly column: number;
}

function checkCell(cell: Cell, place: Place, context: Context): Cell {
  if (cell.state === "missing" || cell.state === "unsupported") return cell;
  if (cell.state === "absent") return checkAbsence(cell, place, context);
  const candidates = cell.candidates.filter(({ source }) => faultOf(source, context) === undefined);
  const standing = candidates.length === cell.candidates.length ? cell : { ...cell, candidates };
  const faults = cell.sources.map(
    (source) => faultOf(source, context) ?? statementFault(cell, source, place, context),
  );
  const isWhole =
    faults.every((fault) => fault === undefined) && statesAll(cell, cell.sources, place, context);
  if (isWhole && cell.sources.length > 0) return standing;
  const other = anotherSource(cell, candidates, place, context);
  if (other !== undefined) return { ...standing, sources: [other] };
  const why = faults.find((fault) => fault !== undefined) ?? "its quotes do not state all of it";
  return {
    ...standing,
    state: "unsupported",
    sources: [],
    reason: `it had a source that does not hold: ${why}`,
  };
}

/** What is wrong with the quote itself. */
function faultOf({ page: hash, quote, start }: Source, { pages }: Context): string | undefined {
  if (hash === undefined || start === undefined) return "it names no page that was kept";
  const page = pages.get(hash);
  if (page === undefined) return "the page is gone";
  return page.page.text.startsWith(quote, start) && quote !== ""
    ? undefined
    : "the quote does not stand in the page";
}

function statementFault(cell: Cell, source: Source, place: Place, context: Context): string | undefined {
  const piece = pieceOf(source, place, context);
  const row = context.keys.rows[place.number];
  if (piece === undefined || row === undefined) return "the page is gone";
  const values = valuesOf(cell, place, context);
  const mentions = values.flatMap((value) => mentionsIn(value, piece, { row, place, context }));
  if (mentions.length === 0) return "the quote does not state the value";
  const isAbout = mentions.some((mention) => isSaidOf(row, piece, mention, { place, context }));
  return isAbout ? undefined : `the quote does not say it of ${row.label}`;
}

/** The value as a whole, and where it is a list its parts. */
function valuesOf({ value }: Cell, { column }: Place, { columns }: Context): readonly Value[] {
  const whole = readValue(value, columns[column]?.unit ?? "");
  const parts = partsOf(value);
  return parts.length > 1 ? [whole, ...parts.map((part) => readValue(part, ""))] : [whole];
}

interface Aim {
  readonly row: NamedRow;
  readonly place: Place;
  readonly context: Context;
}

/** A row's own name is stated wherever the row is named. */
function mentionsIn(value: Value, { segment }: Piece, { row, place, context }: Aim): readonly Span[] {
  if (place.column !== context.keys.main) return mentionsOf(value, segment);
  return context.subjects.namesIn(segment).filter(({ rows }) => rows.includes(row.number));
}

function isSaidOf(row: NamedRow, piece: Piece, mention: Span, { place, context }: Omit<Aim, "row">): boolean {
  if (place.column === context.keys.main) return true;
  if (relationTo(row, piece, mention, context.subjects) !== undefined) return true;
  return (
    isOfList(piece, row) &&
    relationTo(row, { ...piece, isOfList: true }, mention, context.subjects) !== undefined
  );
}

/** The quote is the first line of a page that lists the row. */
function isOfList({ page, segment }: Piece, { names }: NamedRow): boolean {
  const [first] = page.segments;
  if (first?.start !== segment.start) return false;
  return page.segments.some(({ entries }) => names.some((name) => entries.includes(name)));
}

/** Every part of a list must stand in one of the sources; a plain value in each of them, which was seen to. */
function statesAll(cell: Cell, sources: readonly Source[], place: Place, context: Context): boolean {
  const [whole, ...parts] = valuesOf(cell, place, context);
  if (whole === undefined || parts.length === 0 || place.column === context.keys.main) return true;
  const segments = sources.flatMap((source) => pieceOf(source, place, context)?.segment ?? []);
  const states = (value: Value) => segments.some((segment) => mentionsOf(value, segment).length > 0);
  return states(whole) || parts.every(states);
}

/** A candidate of the cell's own value that holds alone. */
function anotherSource(
  cell: Cell,
  candidates: readonly Candidate[],
  place: Place,
  context: Context,
): Source | undefined {
  return candidates
    .filter(({ value }) => value === cell.value)
    .map(({ source }) => source)
    .find(
      (source) =>
        statementFault(cell, source, place, context) === undefined &&
        statesAll(cell, [source], place, context),
    );
}

function pieceOf(
  { page: hash = "", quote, start = 0 }: Source,
  { number }: Place,
  context: Context,
): Piece | undefined {
  const page = context.pages.get(hash);
  const row = context.keys.rows[number];
  if (page === undefined || row === undefined) return undefined;
  const about = context.subjects.pagesAbout(row).find((one) => one.page === page);
  return { page, segment: segmentAt(page, quote, start), ...(about !== undefined && { about }) };
}

/** A table row has its headers above it; any other quote stands for itself. */
function segmentAt(page: IndexedPage, quote: string, start: number): Segment {
  const inTable = quote.startsWith("|")
    ? page.segments.find((segment) => segment.start === start)
    : undefined;
  return inTable?.quote === quote ? inTable : segmentOf(quote, start);
}

function checkAbsence(cell: Cell, place: Place, context: Context): Cell {
  const row = context.keys.rows[place.number];
  const column = context.columns[place.column];
  const holds = cell.sources.some((source) => {
    if (faultOf(source, context) !== undefined) return false;
    const piece = pieceOf(source, place, context);
    if (piece === undefined || row === undefined || column === undefined) return false;
    return absenceOf(row, column, [piece], context.subjects) !== undefined;
  });
  if (holds) return cell;
  const reason = "a page said that there is none, but it no longer stands";
  return { ...cell, state: "missing", sources: [], reason };
}
