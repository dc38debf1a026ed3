/** @file What the keys do in the grid: arrows move, Shift extends, Enter opens. */
import type { KeyboardEvent } from "react";
import { columnId, type GridModel } from "./features.ts";
import { cursorOf } from "./selection.ts";

export interface KeyTarget {
  readonly table: GridModel;
  /** The number of a row as it is shown. */
  readonly indexOf: (row: string) => number;
  readonly columns: number;
  /** Rows that fit into the view. */
  readonly page: number;
  readonly onOpen: () => void;
}

const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" } as const;

function arrowOf(key: string) {
  return key in ARROWS ? Object.entries(ARROWS).find(([name]) => name === key)?.[1] : undefined;
}

export function handleGridKey(event: KeyboardEvent, target: KeyTarget): void {
  if (event.altKey || !act(event, target)) return;
  event.preventDefault();
}

function act(event: KeyboardEvent, target: KeyTarget): boolean {
  const { table } = target;
  if (cursorOf(table) === undefined) return begin(event.key, target);
  const far = event.ctrlKey || event.metaKey;
  if (far && event.key === "a") {
    table.selectAllCells();
    return true;
  }
  const arrow = arrowOf(event.key);
  if (arrow !== undefined && !far) {
    if (event.shiftKey) table.extendCellSelection(arrow);
    else table.moveCellSelection(arrow);
    return true;
  }
  if (event.key === "Enter" || event.key === " ") {
    target.onOpen();
    return true;
  }
  return jump(event, far, target);
}

/** The first key puts the cursor into the first cell. */
function begin(key: string, { table }: KeyTarget): boolean {
  const first = table.getRowModel().rows[0];
  if (first === undefined || !(arrowOf(key) !== undefined || key === "Enter" || key === "Home")) return false;
  table.setFocusedCell(first.id, columnId(0));
  return true;
}

function jump(event: KeyboardEvent, far: boolean, target: KeyTarget): boolean {
  const cursor = cursorOf(target.table);
  if (cursor === undefined) return false;
  const row = target.indexOf(cursor.row);
  const to = landing(event.key, far, { row, column: cursor.column }, target);
  const found = to === undefined ? undefined : target.table.getRowModel().rows[to.row];
  if (to === undefined || found === undefined) return false;
  const range = target.table.state.cellSelection.at(-1);
  if (event.shiftKey && range !== undefined) {
    target.table.selectCellRange({ ...range, focusRowId: found.id, focusColumnId: columnId(to.column) });
  } else {
    target.table.setFocusedCell(found.id, columnId(to.column));
  }
  return true;
}

interface Spot {
  readonly row: number;
  readonly column: number;
}

function landing(key: string, far: boolean, { row, column }: Spot, target: KeyTarget): Spot | undefined {
  const bottom = target.table.getRowModel().rows.length - 1;
  const right = target.columns - 1;
  switch (key) {
    case "Home":
      return { row: far ? 0 : row, column: 0 };
    case "End":
      return { row: far ? bottom : row, column: right };
    case "PageUp":
      return { row: Math.max(0, row - target.page), column };
    case "PageDown":
      return { row: Math.min(bottom, row + target.page), column };
    case "ArrowUp":
      return { row: 0, column };
    case "ArrowDown":
      return { row: bottom, column };
    case "ArrowLeft":
      return { row, column: 0 };
    case "ArrowRight":
      return { row, column: right };
    default:
      return undefined;
  }
}
