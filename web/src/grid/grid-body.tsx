/** @file The rows in view. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useCallback, useEffect, useRef } from "react";
import { columnId, type GridModel } from "./features.ts";
import { HEAD_HEIGHT } from "./grid-head.tsx";
import { cellId, GridRowView, ROW_HEIGHT } from "./grid-row.tsx";
import { rectangleOf } from "./selection.ts";

interface BodyProps {
  readonly table: GridModel;
  readonly scroller: HTMLDivElement | null;
  readonly sides: string;
  /** Where the keyboard's cursor is, as rows are shown; -1: nowhere. */
  readonly cursorRow: number;
  readonly cursorColumn: number;
  readonly onOpen: (row: string, column: number) => void;
}

const OVERSCAN = 10;

export function GridBody({ table, scroller, sides, cursorRow, cursorColumn, onOpen }: BodyProps) {
  const { rows } = table.getRowModel();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
  });
  const scrollTo = useRef(virtualizer.scrollToIndex);
  scrollTo.current = virtualizer.scrollToIndex;
  useEffect(() => {
    if (cursorRow < 0) return;
    scrollTo.current(cursorRow, { align: "auto" });
    requestAnimationFrame(() => {
      document
        .getElementById(cellId(cursorRow, cursorColumn))
        ?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }, [cursorRow, cursorColumn]);

  const picked = rectangleOf(table);
  const pointer = usePointer(table, onOpen);
  return (
    <tbody className="grid-body" style={{ height: virtualizer.getTotalSize() }} {...pointer}>
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        if (row === undefined) return undefined;
        const isPicked = picked !== undefined && index >= picked.top && index <= picked.bottom;
        return (
          <GridRowView
            key={row.id}
            row={row.original}
            index={index}
            top={start - HEAD_HEIGHT}
            from={isPicked ? picked.left : -1}
            to={isPicked ? picked.right : -1}
            cursor={index === cursorRow ? cursorColumn : -1}
            sides={sides}
          />
        );
      })}
    </tbody>
  );
}

/** A press begins a range, a drag extends it, and a click without a drag opens the cell. */
function usePointer(table: GridModel, onOpen: BodyProps["onOpen"]) {
  const pressed = useRef<string>(undefined);
  return {
    onMouseDown(event: MouseEvent) {
      const spot = spotOf(event);
      if (spot === undefined || event.button !== 0) return;
      pressed.current = event.shiftKey ? undefined : spot.id;
      cellAt(table, spot)?.getSelectionStartHandler()(event);
    },
    onMouseOver(event: MouseEvent) {
      const spot = event.buttons === 1 ? spotOf(event) : undefined;
      if (spot === undefined) return;
      cellAt(table, spot)?.getSelectionExtendHandler()(event);
    },
    onClick(event: MouseEvent) {
      const spot = spotOf(event);
      if (spot === undefined || spot.id !== pressed.current) return;
      onOpen(spot.row, spot.column);
    },
  };
}

interface Spot {
  readonly id: string;
  readonly row: string;
  readonly column: number;
}

function spotOf({ target }: MouseEvent): Spot | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
  const row = cell?.parentElement?.dataset["row"];
  if (cell === null || row === undefined) return undefined;
  return { id: cell.id, row, column: Number(cell.dataset["column"]) };
}

function cellAt(table: GridModel, { row, column }: Spot) {
  const found = table.getRowModel().rowsById[row];
  return found?.getAllCells().find((cell) => cell.column.id === columnId(column));
}
