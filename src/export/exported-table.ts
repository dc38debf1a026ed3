/** @file The table that every format writes: a run's own, or its answer as a table of one cell. */
import { cellOf, type SourcedTable } from "../core/evidence.ts";
import { strictTable } from "../evidence/check/strict-table.ts";
import type { ExportedRun, ExportOptions } from "./exported-run.ts";
import { wordsIn } from "./words.ts";

export function exportedTable(
  { result }: Pick<ExportedRun, "result">,
  { strict, language }: ExportOptions,
): SourcedTable {
  const { table, answer, sources = [] } = result;
  const shown = table ?? {
    columns: [wordsIn(language).answer],
    uniqueColumns: [],
    cells: answer === "" ? [] : [[cellOf(answer, sources)]],
  };
  return strict ? strictTable(shown) : shown;
}

/** The columns that identify a row, by number; the first where none is named. */
export function keyColumns({ columns, uniqueColumns }: SourcedTable): readonly number[] {
  const named = [...columns.keys()].filter((column) => uniqueColumns.includes(columns[column] ?? ""));
  return named.length > 0 ? named : [0];
}

/** The values of the unique columns, joined by ` | `. */
export function rowKeys(table: SourcedTable): readonly string[] {
  const keys = keyColumns(table);
  return table.cells.map((row) => keys.map((column) => row[column]?.value ?? "").join(" | "));
}
