/** @file The head of the grid: names of the columns, which sort, and handles, which make them wider. */
import type { Header } from "@tanstack/react-table";
import { useWords } from "../words/use-words.ts";
import { columnIndex, type features, type GridModel } from "./features.ts";
import type { GridRow } from "./grid-rows.ts";

export const HEAD_HEIGHT = 40;

interface HeadProps {
  readonly table: GridModel;
  /** Which columns stand to the right. */
  readonly sides: string;
}

export function GridHead({ table, sides }: HeadProps) {
  return (
    <thead className="grid-head">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} className="grid-row" aria-rowindex={1}>
          {group.headers.map((header) => (
            <HeadCell
              key={header.id}
              header={header}
              isRight={sides[columnIndex(header.column.id)] === "r"}
            />
          ))}
        </tr>
      ))}
    </thead>
  );
}

const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;
const ARROWS = { asc: "↑", desc: "↓" } as const;

type HeadCellProps = {
  readonly header: Header<typeof features, GridRow, unknown>;
  readonly isRight: boolean;
};

function HeadCell({ header, isRight }: HeadCellProps) {
  const { grid } = useWords();
  const { column } = header;
  const sorted = column.getIsSorted();
  const name = String(column.columnDef.header);
  const resize = header.getResizeHandler();
  return (
    <th
      scope="col"
      className={isRight ? "grid-head-cell is-right" : "grid-head-cell"}
      aria-colindex={columnIndex(column.id) + 1}
      aria-sort={sorted === false ? "none" : ARIA_SORT[sorted]}
    >
      <button
        type="button"
        className="head-sort"
        onClick={column.getToggleSortingHandler()}
        title={grid.sortBy(name)}
      >
        <span>{name}</span>
        <span className="head-arrow" aria-hidden="true">
          {sorted === false ? "" : ARROWS[sorted]}
        </span>
      </button>
      <span
        className={column.getIsResizing() ? "head-handle is-held" : "head-handle"}
        aria-hidden="true"
        onMouseDown={resize}
        onTouchStart={resize}
        onDoubleClick={() => column.resetSize()}
      />
    </th>
  );
}
