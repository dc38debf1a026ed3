/** @file One row of the grid. It is drawn again only where the row, or what is picked in it, has changed. */
import { memo } from "react";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";
import { columnId } from "./features.ts";
import type { GridCell, GridRow } from "./grid-rows.ts";

export const ROW_HEIGHT = 37;

interface RowProps {
  readonly row: GridRow;
  /** Its number as it is shown, from 0. */
  readonly index: number;
  /** Pixels from the top of the body. */
  readonly top: number;
  /** The columns that are picked in it, both included; -1: none. */
  readonly from: number;
  readonly to: number;
  /** The column of the cursor; -1: it is elsewhere. */
  readonly cursor: number;
  /** Which columns stand to the right, one letter a column: `rl`. */
  readonly sides: string;
}

export const cellId = (row: number, column: number) => `cell-${row}-${column}`;

export const GridRowView = memo(function GridRowView({ row, index, top, from, to, cursor, sides }: RowProps) {
  const words = useWords();
  return (
    <tr className="grid-row" aria-rowindex={index + 2} data-row={row.key} style={{ top }}>
      {row.cells.map((cell, column) => {
        const Tag = column === 0 ? "th" : "td";
        const isPicked = column >= from && column <= to;
        return (
          <Tag
            key={columnId(column)}
            scope={column === 0 ? "row" : undefined}
            id={cellId(index, column)}
            className={classOf(cell, {
              isPicked,
              isCursor: column === cursor,
              isRight: sides[column] === "r",
            })}
            aria-colindex={column + 1}
            aria-selected={isPicked}
            aria-label={say(cell, words)}
            data-column={column}
            title={cell.value.length > LONG ? cell.value : undefined}
          >
            {cell.value === "" ? words.states[cell.state].empty : cell.value}
          </Tag>
        );
      })}
    </tr>
  );
});

/** In letters: so long a value is likely cut off. */
const LONG = 24;

interface Look {
  readonly isPicked: boolean;
  readonly isCursor: boolean;
  readonly isRight: boolean;
}

/** One element a cell, whose mark is drawn by its class: of thousands, each element more is felt while scrolling. */
function classOf({ state }: GridCell, { isPicked, isCursor, isRight }: Look): string {
  const classes = ["grid-cell", `is-${state}`];
  if (isPicked) classes.push("is-picked");
  if (isCursor) classes.push("is-cursor");
  if (isRight) classes.push("is-right");
  return classes.join(" ");
}

function say({ value, state, others }: GridCell, { states, grid }: Words): string {
  const shown = value === "" ? states[state].empty : value;
  const parts = [
    shown,
    states[state].name,
    state === "conflicting" && others > 0 ? grid.stated(others + 1) : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
