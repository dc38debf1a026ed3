/** @file What the grid asks of TanStack Table: sorting, widths, and ranges of cells. */
import {
  cellSelectionFeature,
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  createSortedRowModel,
  type ReactTable,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import { compareValues, isNumeric } from "./compare.ts";
import type { GridRow } from "./grid-rows.ts";

export const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  cellSelectionFeature,
});

export type GridModel = ReactTable<typeof features, GridRow>;

const helper = createColumnHelper<typeof features, GridRow>();
const NARROWEST = 110;
const WIDEST = 340;
const NAME_WIDTH = 220;
const UNKNOWN_WIDTH = 160;
const LETTER = 7.6;
const AROUND = 52;

export const columnId = (index: number) => `c${index}`;
export const columnIndex = (id: string) => Number(id.slice(1));

/** `rows`: what is known when the columns are; their values say how wide a column should be. */
export function gridColumns(names: readonly string[], rows: readonly GridRow[]) {
  const sample = rows.slice(0, 60);
  return names.map((name, index) => {
    const values = sample.map(({ cells }) => cells[index]?.value ?? "");
    return helper.accessor((row): unknown => row.cells[index]?.value ?? "", {
      id: columnId(index),
      header: name,
      size: widthOf(name, values, index),
      minSize: 72,
      maxSize: 900,
      sortFn: (left, right, id) => compareValues(String(left.getValue(id)), String(right.getValue(id))),
    });
  });
}

function widthOf(name: string, values: readonly string[], index: number): number {
  const lengths = values.map(lengthOf).sort((left, right) => left - right);
  const typical = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
  const width = Math.max(typical, lengthOf(name)) * LETTER + AROUND;
  // What is not known yet gets room, so that no width changes while the table fills.
  const unknown = index === 0 ? NAME_WIDTH : UNKNOWN_WIDTH;
  const least = typical === 0 ? unknown : NARROWEST;
  return Math.round(Math.min(WIDEST, Math.max(least, width)));
}

/** In letters; a Chinese character is as wide as two. */
const lengthOf = (text: string) => text.length + (text.match(/[\u2e80-\uffdc]/g)?.length ?? 0) * 0.9;

export function numericColumns(names: readonly string[], rows: readonly GridRow[]): readonly boolean[] {
  const sample = rows.slice(0, 40);
  return names.map((_, index) => isNumeric(sample.map(({ cells }) => cells[index]?.value ?? "")));
}
