/** @file The rows of a table that mean one thing become one row with the evidence of all; what was merged can be split again. */

import type { PageRead } from "../../core/episode.ts";
import type { RowMerge, SourcedTable } from "../../core/evidence.ts";
import { aliasStatements } from "./alias-statements.ts";
import { type EntityRow, explainMerge, IDENTIFYING, mergeRows } from "./merge-rows.ts";
import { mergedCells } from "./merged-cells.ts";
import { namesakes } from "./namesakes.ts";
import { type KeyColumns, keyColumnsOf, ownPage } from "./row-names.ts";

export interface MergedTable {
  readonly table: SourcedTable;
  /** In the order of their rows; empty where no two rows mean one thing. */
  readonly merges: readonly RowMerge[];
}

/**
 * By the rules of `mergeRows`, with the other names that the pages state. Rows stay apart where any part of their key
 * differs, where their own pages do, and where they share a name and, of two values or more, none. The row stands where the first of
 * them stood; in each cell the supported value wins, and what others say stays as candidates.
 */
export function mergeSameRows(table: SourcedTable, reads: readonly PageRead[]): MergedTable {
  const keys = keyColumnsOf(table);
  const rows = entityRows(table, keys);
  const identifying = [...IDENTIFYING, ...keys.others.map((column) => columnName(table, column)), WHICH];
  const merged = mergeRows(rows, { statements: aliasStatements(rows, reads), identifying });
  const merges: RowMerge[] = [];
  const cells = merged.groups.map((group, row) => {
    const members = group.rows.flatMap((number) => [table.cells[number] ?? []]);
    const [only = []] = members;
    if (members.length < 2) return only;
    const because = explainMerge(merged, group);
    merges.push({ row, merged: members, because });
    return mergedCells(members, { keys, name: group.name, because });
  });
  return merges.length === 0 ? { table, merges } : { table: { ...table, cells }, merges };
}

/**
 * The table with the rows apart that had become the given one, where it stood, and the merges that are left. Throws RangeError
 * where that row was not made of several.
 */
export function splitMerge(table: SourcedTable, merges: readonly RowMerge[], row: number): MergedTable {
  const split = merges.find((merge) => merge.row === row);
  if (split === undefined) throw new RangeError(`Row ${row} was not made of several rows.`);
  const added = split.merged.length - 1;
  return {
    table: {
      ...table,
      cells: [...table.cells.slice(0, row), ...split.merged, ...table.cells.slice(row + 1)],
    },
    merges: merges
      .filter((merge) => merge !== split)
      .map((merge) => (merge.row < row ? merge : { ...merge, row: merge.row + added })),
  };
}

function columnName({ columns }: SourcedTable, column: number): string {
  return columns[column] ?? "";
}

/** An attribute that no column has: which of the things of one name a row is about. */
const WHICH = "\u0000which";

function entityRows(table: SourcedTable, keys: KeyColumns): readonly EntityRow[] {
  const pages = table.cells.map((row) => {
    const cell = row[keys.name];
    return cell && ownPage(cell);
  });
  const isOneSite = new Set(pages.flatMap((url) => (url === undefined ? [] : [siteOf(url)]))).size === 1;
  const rows = table.cells.map((row, number): EntityRow => {
    const values = row.flatMap(({ value }, column) =>
      column === keys.name ? [] : [[columnName(table, column), value]],
    );
    // pages of two sites may be about one thing
    const url = isOneSite ? pages[number] : undefined;
    return { key: row[keys.name]?.value ?? "", url, attributes: Object.fromEntries(values) };
  });
  const which = namesakes(rows, new Set(keys.others.map((column) => columnName(table, column))));
  return rows.map((row, number) => {
    const thing = which.get(number);
    return thing === undefined ? row : { ...row, attributes: { ...row.attributes, [WHICH]: `${thing}` } };
  });
}

function siteOf(url: string): string {
  return /^[^:]*:\/\/[^/?#]*/u.exec(url)?.[0] ?? "";
}
