/** @file The table: a grid that holds thousands of rows, of which only those in view are drawn. */
import { useTable } from "@tanstack/react-table";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useWords } from "../words/use-words.ts";
import { columnIndex, features, type GridModel, gridColumns, numericColumns } from "./features.ts";
import { GridBody } from "./grid-body.tsx";
import { GridHead, HEAD_HEIGHT } from "./grid-head.tsx";
import { handleGridKey } from "./grid-keys.ts";
import { cellId, ROW_HEIGHT } from "./grid-row.tsx";
import type { GridRow, GridTable } from "./grid-rows.ts";
import { type CellAt, cursorOf, type Selection, selectionOf, selectionText } from "./selection.ts";

interface GridProps {
  readonly table: GridTable;
  readonly label: string;
  /** The cursor went to a cell, or the cell was asked to open. */
  readonly onCursor: (cell: CellAt) => void;
  readonly onOpen: (cell: CellAt) => void;
  readonly onSelection: (selection: Selection | undefined) => void;
  /** So that whoever closes a panel can give the keys back. */
  readonly frame: RefObject<HTMLDivElement | null>;
}

const BETWEEN = "\u0000";

export function TableGrid({ table: data, label, onCursor, onOpen, onSelection, frame }: GridProps) {
  const { grid } = useWords();
  const names = data.columns.join(BETWEEN);
  const table = useGridTable(names, data.rows);
  const { rows } = table.getRowModel();
  const order = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);
  const sides = useMemo(
    () =>
      numericColumns(names.split(BETWEEN), data.rows)
        .map((isRight) => (isRight ? "r" : "l"))
        .join(""),
    [names, data.rows],
  );
  const cursor = cursorOf(table);
  const cursorRow = cursor === undefined ? -1 : (order.get(cursor.row) ?? -1);
  const at = (row: string, column: number): CellAt => ({ row, column: data.columns[column] ?? "" });
  useReports({ table, names, onSelection, onCursor });
  // As state: what is drawn depends on it, and it is there only after the first drawing.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      frame.current = element;
      setScroller(element);
    },
    [frame],
  );

  return (
    <div
      ref={attach}
      className="grid"
      style={{ "--first": `${table.getAllLeafColumns()[0]?.getSize() ?? 0}px` }}
    >
      <p id="grid-keys" className="for-readers">
        {grid.keys}
      </p>
      <table
        className="grid-sheet"
        {...asGrid(cursorRow < 0 || cursor === undefined ? undefined : cellId(cursorRow, cursor.column))}
        style={{ "--template": templateOf(table), "--width": `${table.getTotalSize()}px` }}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={data.columns.length}
        aria-describedby="grid-keys"
        onKeyDown={(event) =>
          handleGridKey(event, {
            table,
            indexOf: (row) => order.get(row) ?? 0,
            columns: data.columns.length,
            page: rowsWithin(scroller),
            onOpen: () => cursor && onOpen(at(cursor.row, cursor.column)),
          })
        }
        onCopy={(event) => {
          event.clipboardData.setData("text/plain", selectionText(table));
          event.preventDefault();
        }}
      >
        <GridHead table={table} sides={sides} />
        <GridBody
          table={table}
          scroller={scroller}
          sides={sides}
          cursorRow={cursorRow}
          cursorColumn={cursor?.column ?? -1}
          onOpen={(row, column) => onOpen(at(row, column))}
        />
      </table>
    </div>
  );
}

/** A table whose cells the keys move between is a grid. `active`: the id of the cell that they act on. */
const asGrid = (active: string | undefined) => ({
  role: "grid",
  tabIndex: 0,
  "aria-multiselectable": true,
  "aria-activedescendant": active,
});

const rowsWithin = (frame: HTMLDivElement | null) =>
  Math.max(1, Math.floor(((frame?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 1);

function useGridTable(names: string, rows: readonly GridRow[]): GridModel {
  const known = useRef(rows);
  known.current = rows;
  const columns = useMemo(
    () => gridColumns(names === "" ? [] : names.split(BETWEEN), known.current),
    [names],
  );
  return useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => row.key,
    columnResizeMode: "onChange",
    autoResetCellSelection: false,
    enableMultiCellRangeSelection: false,
    sortDescFirst: false,
  });
}

const MOST_GROWTH = 1.4;

/** Columns grow a little into the room that there is, but those that the user has sized; what is left stays empty. */
function templateOf(table: GridModel): string {
  const tracks = table.getAllLeafColumns().map((column, index) => {
    const size = column.getSize();
    if (column.id in table.state.columnSizing) return `${size}px`;
    const most = `${Math.round(size * MOST_GROWTH)}px`;
    // The first column stays in view, and leaves room for the others on a narrow screen.
    return index === 0 ? `minmax(min(${size}px, 40vw), min(${most}, 40vw))` : `minmax(${size}px, ${most})`;
  });
  return [...tracks, "minmax(0, 1fr)"].join(" ");
}

interface Reported {
  readonly table: GridModel;
  readonly names: string;
  readonly onSelection: GridProps["onSelection"];
  readonly onCursor: GridProps["onCursor"];
}

/** Tells what is picked whenever that changes. */
function useReports({ table, names, onSelection, onCursor }: Reported): void {
  const { cellSelection } = table.state;
  const latest = useRef({ table, names, onSelection, onCursor });
  latest.current = { table, names, onSelection, onCursor };
  useEffect(() => {
    const { table, names, onSelection, onCursor } = latest.current;
    const columns = names.split(BETWEEN);
    const range = cellSelection.at(-1);
    onSelection(selectionOf(table, columns));
    if (range === undefined) return;
    onCursor({ row: range.focusRowId, column: columns[columnIndex(range.focusColumnId)] ?? "" });
  }, [cellSelection]);
}
