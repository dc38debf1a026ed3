/** @file The look of a cell by its state and its number format. */
import type { Style } from "exceljs";
import type { CellState } from "../../core/evidence.ts";
import { solid } from "./sheets.ts";

const FILLS: Readonly<Record<CellState, string | undefined>> = {
  supported: undefined,
  conflicting: "FFFFF0C2",
  unsupported: "FFFBDCD8",
  missing: "FFEFEEEA",
  absent: "FFDFEAF6",
};

const styles = new Map<string, Partial<Style>>();

/** One object for each look: the workbook's writer knows a style again by it. */
export function stateStyle(state: CellState, numFmt?: string): Partial<Style> {
  const key = `${state} ${numFmt ?? ""}`;
  const known = styles.get(key);
  if (known !== undefined) return known;
  const fill = FILLS[state];
  const style: Partial<Style> = {
    alignment: { vertical: "top", wrapText: true },
    ...(fill !== undefined && { fill: solid(fill) }),
    ...(numFmt !== undefined && { numFmt }),
  };
  styles.set(key, style);
  return style;
}
