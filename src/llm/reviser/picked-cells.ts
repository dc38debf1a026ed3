/** @file Which cells of a table a change picks. */
import type { Cell, SourcedTable } from "../../core/evidence.ts";
import type { CellPick } from "../../core/revision.ts";
import { normaliseColumn, normaliseText } from "../../table/normalise.ts";
import { rowKey } from "../../table/row-key.ts";

export interface PickedCell {
  /** Their numbers in the table. */
  readonly row: number;
  readonly column: number;
  readonly cell: Cell;
}

/** In the order of the table; the cells that identify a row only with `keys`. */
export function pickedCells(
  table: SourcedTable,
  { states, columns, rows }: CellPick,
  keys: "keys" | "no keys" = "no keys",
): readonly PickedCell[] {
  const wantedColumns = columns && new Set(columns.map(normaliseColumn));
  const wantedRows = rows && new Set(rows.map(normaliseText));
  const isWantedRow = (row: readonly Cell[]) => wantedRows?.has(keyOf(table, row)) ?? true;
  const isWantedColumn = (name: string) =>
    (wantedColumns?.has(normaliseColumn(name)) ?? true) && (keys === "keys" || !isUnique(table, name));
  return table.cells.flatMap((cells, row) => {
    if (!isWantedRow(cells)) return [];
    return cells.flatMap((cell, column) => {
      const isPicked = isWantedColumn(table.columns[column] ?? "") && (states?.includes(cell.state) ?? true);
      return isPicked ? [{ row, column, cell }] : [];
    });
  });
}

/** A row's key in a form that does not depend on how it is written. */
export function keyOf({ columns, uniqueColumns }: SourcedTable, row: readonly Cell[]): string {
  return normaliseText(rowKey(columns, uniqueColumns, row));
}

export function isUnique({ uniqueColumns }: Pick<SourcedTable, "uniqueColumns">, column: string): boolean {
  return uniqueColumns.includes(column);
}
