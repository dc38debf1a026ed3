/**
 * @file Ties each cell of an answer to the page that states it: among the pages that were read, a sentence or line that
 * has the value and is about the row. A cell that no page states has no source.
 */
import { type Cell, cellOf, type Source, type SourcedTable } from "../core/evidence.ts";
import type { Page } from "../core/knowledge-base.ts";
import type { Table } from "../core/table.ts";
import { isMissing, normaliseColumn } from "../table/normalise.ts";
import { type IndexedPage, PageIndex, type Segment, sourceOf } from "./page-index.ts";
import { contains, partsOf, searchable } from "./states-value.ts";

/**
 * The table with the sources of each cell: one for a plain value, up to one per part for a list. `uniqueColumns` name
 * the columns that identify a row; without them it is the first column whose values all differ.
 */
export function sourceTable(
  table: Table,
  pages: readonly Page[],
  uniqueColumns: readonly string[] = [],
): SourcedTable {
  const index = new PageIndex(pages);
  const keyColumns = keyColumnsOf(table, uniqueColumns);
  const headers = table.columns.map(wordsOf);
  const cells = table.rows.map((row) => {
    const keys = keyColumns.flatMap((column) => namesOf(row[column] ?? ""));
    return row.map((value, column): Cell => {
      // a key is stated by a page about it; any other cell by what is said of one of the row's keys
      const names = keyColumns.includes(column) ? namesOf(value) : keys;
      return cellOf(
        isMissing(value) ? "" : value,
        sourcesOf({ value, headerWords: headers[column] ?? [], names }, index),
      );
    });
  });
  return {
    columns: table.columns,
    uniqueColumns: keyColumns.map((column) => table.columns[column] ?? ""),
    cells,
  };
}

/** What is looked for: a value of a column, said of something that goes by one of some names. */
interface Claim {
  readonly value: string;
  readonly headerWords: readonly string[];
  readonly names: readonly string[];
}

function sourcesOf({ value, headerWords, names }: Claim, index: PageIndex): readonly Source[] {
  if (isMissing(value)) return [];
  const find = (part: string) => {
    const found = best(candidates(part, names, index), headerWords);
    return found && sourceOf(found.page, found.segment, part);
  };

  const whole = find(searchable(value));
  if (whole !== undefined) return [whole];
  const parts = partsOf(value);
  const found = parts.length > 1 ? parts.map(find) : [];
  const sources = found.filter((source) => source !== undefined);
  if (sources.length < parts.length) return [];
  return [...new Map(sources.map((source) => [`${source.url} ${source.quote}`, source])).values()];
}

interface Candidate {
  readonly page: IndexedPage;
  readonly segment: Segment;
  /** How surely the segment is about the row. */
  readonly weight: number;
}

/** A page about the row; a line that names the row; a page that names the row and whose subject is the value. */
const ABOUT_ROW = 100;
const NAMES_ROW = 80;
const LISTS_ROW = 30;
const EXCERPT = -5;

function candidates(part: string, names: readonly string[], index: PageIndex): readonly Candidate[] {
  return names.flatMap((name) =>
    index.mentioning(name).flatMap((page) => {
      const stating = page.segments.filter((segment) => contains(segment.searchable, part));
      return stating.flatMap((segment) => {
        const weight = weightOf(page, segment, name);
        const penalty = page.page.excerpt ? EXCERPT : 0;
        return weight === 0 ? [] : [{ page, segment, weight: weight + penalty }];
      });
    }),
  );
}

function weightOf(page: IndexedPage, segment: Segment, name: string): number {
  if (isAboutName(page.title, name)) return ABOUT_ROW;
  if (namesRow(segment, name)) return NAMES_ROW;
  const listsRow = page.segments.some(({ entries }) => entries.includes(name));
  return listsRow && segment === page.segments[0] ? LISTS_ROW : 0;
}

/** A list item names what is its entry; a sentence names what it contains, but `Papua New Guinea` is not Guinea. */
function namesRow({ quote, searchable, entries }: Segment, name: string): boolean {
  if (entries.length > 0) return entries.includes(name);
  return contains(searchable, name) && !isPartOfLongerName(quote, name);
}

/** True where a capitalised word stands before the name each time, and is not the sentence's first word. */
function isPartOfLongerName(quote: string, name: string): boolean {
  const pieces = quote.toLowerCase().split(name);
  if (pieces.length === 1) return false;
  let end = 0;
  return pieces.slice(0, -1).every((piece) => {
    const before = quote.slice(0, end + piece.length);
    end += piece.length + name.length;
    return /\S\s+\p{Lu}[\p{L}-]*\s$/u.test(before);
  });
}

/** `Peru`, `Peru (country)`, `Lima, Peru` for Lima, and `Economy of Peru`, but not `Papua New Guinea` for Guinea. */
function isAboutName(title: string, name: string): boolean {
  return title === name || withoutQualifier(title) === name || title.endsWith(` of ${name}`);
}

function best(found: readonly Candidate[], headerWords: readonly string[]): Candidate | undefined {
  let first: Candidate | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const candidate of found) {
    const { searchable } = candidate.segment;
    const rank = candidate.weight + headerWords.filter((word) => searchable.includes(word)).length;
    if (rank <= highest) continue;
    first = candidate;
    highest = rank;
  }
  return first;
}

/** The ways pages may name what a cell names: as it stands, and without a qualifier behind a comma or in brackets. */
function namesOf(cell: string): readonly string[] {
  const name = searchable(cell);
  return [...new Set([name, withoutQualifier(name)])].filter((text) => text !== "");
}

function withoutQualifier(name: string): string {
  return name.replace(/\s*(?:\([^()]*\)|,.*)$/u, "");
}

/** Stems of a header's words, so that `Discovery year` finds `discovered`. */
function wordsOf(header: string): readonly string[] {
  return searchable(header)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 3)
    .map((word) => word.slice(0, Math.max(4, word.length - 3)));
}

function keyColumnsOf({ columns, rows }: Table, uniqueColumns: readonly string[]): readonly number[] {
  const wanted = new Set(uniqueColumns.map(normaliseColumn));
  const named = [...columns.keys()].filter((column) => wanted.has(normaliseColumn(columns[column] ?? "")));
  if (named.length > 0) return named;
  const distinct = [...columns.keys()].find(
    (column) => new Set(rows.map((row) => row[column])).size === rows.length,
  );
  return [distinct ?? 0];
}
