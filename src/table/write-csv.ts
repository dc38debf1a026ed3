/** @file A table as CSV (RFC 4180), safe to open in a spreadsheet. */
import type { Table } from "../core/table.ts";

export interface CsvOptions {
  /**
   * A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula. `escape` puts an apostrophe before
   * such a cell, except before plain numbers such as -12.5 and lone dashes; `keep` writes every cell as it is.
   */
  readonly formulas: "escape" | "keep";
}

/** One record a row, header first, each ended by CR LF. */
export function writeCsv(
  { columns, rows }: Table,
  { formulas }: CsvOptions = { formulas: "escape" },
): string {
  const write = (cell: string) => quote(formulas === "escape" ? disarm(cell) : cell);
  return [columns, ...rows].map((cells) => `${cells.map(write).join(",")}\r\n`).join("");
}

/** Full-width forms count too: spreadsheets of some languages take them for the plain ones. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
const HARMLESS = /^[+-](\d[\d,. ]*(e[+-]?\d+)?\s?%?|[-\s]*)$/i;

function disarm(cell: string): string {
  return FORMULA_START.test(cell) && !HARMLESS.test(cell) ? `'${cell}` : cell;
}

/** Semicolons and tabs separate fields in some languages' spreadsheets, so they are quoted as commas are. */
function quote(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
