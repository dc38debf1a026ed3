/** @file The table without what nothing supports. */
import type { Cell, SourcedTable } from "../../core/evidence.ts";

/** Unsupported values are blanked; the cell keeps its state, its candidates and the reason, which says so. */
export function strictTable(table: SourcedTable): SourcedTable {
  return { ...table, cells: table.cells.map((row) => row.map(strictCell)) };
}

function strictCell(cell: Cell): Cell {
  if (cell.state !== "unsupported" || cell.value === "") return cell;
  const why = cell.reason === undefined ? "" : `: ${cell.reason}`;
  return { ...cell, value: "", reason: `“${cell.value}” was left out${why}` };
}
