/** @file All that was read, brought together with a table: what pages say of each row, and where they state its values. */
import type { Table } from "../../core/table.ts";
import { isMissing } from "../../table/normalise.ts";
import { type IndexedPage, PageIndex, type Segment } from "../page-index.ts";
import { type Piece, relationTo } from "./about-row.ts";
import { type ColumnMake, columnMake } from "./column-make.ts";
import { type Column, readColumns } from "./column-words.ts";
import { type NamedRow, type TableKeys, tableKeys, withoutQualifier } from "./row-names.ts";
import { Subjects } from "./subjects.ts";
import { mentionsOf, readValue, type Value } from "./value.ts";
import type { Finding } from "./wordings.ts";

export interface Readings {
  readonly keys: TableKeys;
  readonly columns: readonly Column[];
  readonly subjects: Subjects;
  /** By row and column; `undefined` where the cell says that it has no value. */
  readonly values: readonly (readonly (Value | undefined)[])[];
  /** By column. */
  readonly makes: readonly ColumnMake[];
  /** By row: the pieces of pages that may speak of it. */
  readonly pieces: readonly (readonly Piece[])[];
}

export function readingsOf(
  table: Table,
  pages: readonly IndexedPage[],
  uniqueColumns: readonly string[],
): Readings {
  const keys = tableKeys(table, uniqueColumns);
  const columns = readColumns(table.columns);
  const index = new PageIndex(pages);
  const subjects = new Subjects(keys.rows, index);
  const values = table.rows.map((row) =>
    row.map((cell, column) => (isMissing(cell) ? undefined : readValue(cell, columns[column]?.unit ?? ""))),
  );
  const makes = columns.map(({ number }) => columnMake(values.map((row) => row[number])));
  return { keys, columns, subjects, values, makes, pieces: piecesOf(keys.rows, index, subjects) };
}

function piecesOf(
  rows: readonly NamedRow[],
  index: PageIndex,
  subjects: Subjects,
): readonly (readonly Piece[])[] {
  const own = rows.map((row) => subjects.pagesAbout(row));
  const pieces = own.map((found) =>
    found.flatMap((about) =>
      about.page.segments.map((segment): Piece => ({ page: about.page, segment, about })),
    ),
  );
  const ownPages = own.map((found) => new Set(found.map(({ page }) => page)));
  for (const page of index.pages) {
    const named = rowsNamedOn(page, subjects);
    for (const [row, segments] of named) {
      if (ownPages[row]?.has(page) || isOfNamesake(page, rows[row])) continue;
      const found = segments.map((segment): Piece => ({ page, segment }));
      pieces[row]?.push(...found, ...listPiece(page, rows[row], segments));
    }
  }
  return pieces;
}

/** A page with the row's name as its title that is not about the row is about another thing of that name. */
function isOfNamesake({ title }: IndexedPage, row: NamedRow | undefined): boolean {
  return row?.names.includes(withoutQualifier(title)) ?? false;
}

/** The pieces of a page that name rows, by row. */
function rowsNamedOn(page: IndexedPage, subjects: Subjects): ReadonlyMap<number, readonly Segment[]> {
  const named = new Map<number, Segment[]>();
  for (const segment of page.segments) {
    for (const row of rowsNamedIn(segment, subjects)) {
      const known = named.get(row) ?? [];
      known.push(segment);
      named.set(row, known);
    }
  }
  return named;
}

/** The first line of a page that has the row as an item. */
function listPiece(
  page: IndexedPage,
  row: NamedRow | undefined,
  segments: readonly Segment[],
): readonly Piece[] {
  const [first] = page.segments;
  const isListed = segments.some((segment) => isItemOf(segment, row));
  return first === undefined || first.entries.length > 0 || !isListed
    ? []
    : [{ page, segment: first, isOfList: true }];
}

function rowsNamedIn(segment: Segment, subjects: Subjects): ReadonlySet<number> {
  return new Set(subjects.namesIn(segment).flatMap(({ rows }) => rows));
}

function isItemOf({ entries }: Segment, row: NamedRow | undefined): boolean {
  return row?.names.some((name) => entries.includes(name)) ?? false;
}

/** The places that state the value and are about the row; whether they are about the column is another question. */
export function findingsOf(
  { pieces, subjects }: Readings,
  { row, column, value }: Pick<Finding, "row" | "column" | "value">,
): readonly Finding[] {
  const bare = value.kind === "text" ? value.searchable.replace(/^the |\s*\([^()]*\)$/gu, "") : undefined;
  return (pieces[row.number] ?? []).flatMap((piece) => {
    if (bare !== undefined && !piece.segment.searchable.includes(bare)) return [];
    return mentionsOf(value, piece.segment).flatMap((mention): readonly Finding[] => {
      const relation = relationTo(row, piece, mention, subjects);
      return relation === undefined ? [] : [{ row, column, value, piece, mention, relation }];
    });
  });
}
