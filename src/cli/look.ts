/** @file How a stream is painted. */
import type { WriteStream } from "node:tty";
import { colourPalette, type Palette, plainPalette } from "../tui/palette.ts";

const WIDTH_WITHOUT_TERMINAL = 120;
/** Some terminals do not tell their size. */
const UNKNOWN_SIZE = { columns: 80, rows: 24 };

/** Colours only in a terminal that has them; NO_COLOR and `--no-color` switch them off. */
export function paletteOf(stream: WriteStream, wantsColour: boolean): Palette {
  return wantsColour && stream.isTTY && stream.hasColors() ? colourPalette : plainPalette;
}

export function columnsOf(stream: WriteStream): number {
  return stream.isTTY ? sizeOf(stream).columns : WIDTH_WITHOUT_TERMINAL;
}

/** The size of a terminal. */
export function sizeOf({ columns, rows }: { columns: number; rows: number }): {
  columns: number;
  rows: number;
} {
  return { columns: columns || UNKNOWN_SIZE.columns, rows: rows || UNKNOWN_SIZE.rows };
}
