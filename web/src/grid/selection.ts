/** @file The cells that the user picked: one rectangle of the grid as it is sorted and filtered now. */
import type { CellPick } from "../../../src/core/revision.ts";
import { columnIndex, type GridModel } from "./features.ts";
import type { GridRow } from "./grid-rows.ts";

export interface CellAt {
  readonly row: string;
  readonly column: string;
}

export interface Selection {
  readonly count: number;
  readonly pick: () => CellPick;
}

/** Numbers of rows and columns as they are shown, both ends included. */
export interface Rectangle {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A row's key as the server knows it. */
export const serverKey = (key: string) => key.split("\u0000")[0] ?? key;

export function rectangleOf(table: GridModel): Rectangle | undefined {
  const bounds = table.getCellSelectionBounds()[0];
  if (bounds === undefined) return undefined;
  const { minRowIndex, maxRowIndex, minColumnIndex, maxColumnIndex } = bounds;
  return { top: minRowIndex, bottom: maxRowIndex, left: minColumnIndex, right: maxColumnIndex };
}

export function selectionOf(table: GridModel, names: readonly string[]): Selection | undefined {
  const rectangle = rectangleOf(table);
  if (rectangle === undefined) return undefined;
  const { top, bottom, left, right } = rectangle;
  return {
    count: (bottom - top + 1) * (right - left + 1),
    pick: () => ({
      rows: rowsWithin(table, rectangle).map(({ key }) => serverKey(key)),
      columns: names.slice(left, right + 1),
    }),
  };
}

/** The picked cells as text that a spreadsheet takes. */
export function selectionText(table: GridModel): string {
  const rectangle = rectangleOf(table);
  if (rectangle === undefined) return "";
  const lines = rowsWithin(table, rectangle).map(({ cells }) =>
    cells
      .slice(rectangle.left, rectangle.right + 1)
      .map(({ value }) => value.replace(/[\t\n]/g, " "))
      .join("\t"),
  );
  return lines.join("\n");
}

function rowsWithin(table: GridModel, { top, bottom }: Rectangle): readonly GridRow[] {
  return table
    .getRowModel()
    .rows.slice(top, bottom + 1)
    .map(({ original }) => original);
}

/** The corner that moves: the cell that the keyboard acts on. */
export function cursorOf(table: GridModel): { readonly row: string; readonly column: number } | undefined {
  const range = table.state.cellSelection.at(-1);
  return range === undefined
    ? undefined
    : { row: range.focusRowId, column: columnIndex(range.focusColumnId) };
}
