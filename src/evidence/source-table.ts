/**
 * @file Ties each cell of an answer to what the pages that were read state for its row and column: the sentence or line that has
 * its value, the values that others have, and what that makes of the cell.
 */
import type { PageRead } from "../core/episode.ts";
import type { SourcedTable } from "../core/evidence.ts";
import type { Table } from "../core/table.ts";
import { type CellContext, judgeCell } from "./cells/judge-cell.ts";
import { learnFrom } from "./cells/learning.ts";
import { readingsOf } from "./cells/readings.ts";
import { indexedPage } from "./page-index.ts";

/**
 * The table with the evidence of each cell. `uniqueColumns` name the columns that identify a row; without them it is the first
 * column whose values all differ.
 */
export function sourceTable(
  table: Table,
  reads: readonly PageRead[],
  uniqueColumns: readonly string[] = [],
): SourcedTable {
  const readings = readingsOf(
    table,
    reads.map(({ page }) => indexedPage(page)),
    uniqueColumns,
  );
  const context: CellContext = {
    table: readings,
    learning: learnFrom(readings),
    reads: new Map(reads.map((read) => [read.page, read])),
  };
  return {
    columns: table.columns,
    uniqueColumns: readings.keys.columns.map((column) => table.columns[column] ?? ""),
    cells: readings.keys.rows.map((row) =>
      (table.rows[row.number] ?? []).map((cell, column) => judgeCell(row, column, cell, context)),
    ),
  };
}
