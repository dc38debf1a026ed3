/** @file The rows of a sheet as one table: its columns named, and each row as long as they are. */
import { FetchError } from "../../core/errors.ts";
import type { Table } from "../../core/table.ts";
import { type SheetBlock, type SheetRow, sheetBlocks } from "../../kb/documents/sheets/sheet-blocks.ts";

/**
 * The first table of the sheet; lines above it are left out. `undefined`: there is none. Throws `FetchError` where it has more than
 * `mostColumns`.
 */
export function tableOfRows(rows: readonly SheetRow[], mostColumns: number): Table | undefined {
  const block = sheetBlocks(rows).find((one) => one.rows.length > 0) ?? singleColumn(rows);
  return block === undefined ? undefined : tableOf(block, mostColumns);
}

/** A list is a table of one column. */
function singleColumn([header, ...rows]: readonly SheetRow[]): SheetBlock | undefined {
  const columns = new Set([header, ...rows].flatMap((row) => [...(row?.cells.keys() ?? [])]));
  if (header === undefined || rows.length === 0 || columns.size !== 1) return undefined;
  return { lead: [], header: [header], rows };
}

function tableOf({ header, rows }: SheetBlock, mostColumns: number): Table {
  const used = new Set([...header, ...rows].flatMap(({ cells }) => [...cells.keys()]));
  const columns = [...used].toSorted((left, right) => left - right);
  if (columns.length > mostColumns)
    throw new FetchError(`it has ${columns.length} columns; at most ${mostColumns} are possible`);
  return {
    columns: distinct(columns.map((column) => columnName(header, column))),
    rows: rows.map(({ cells }) => columns.map((column) => cells.get(column)?.text ?? "")),
  };
}

/** What stands over the column, from the top; a heading merged over several rows once. */
function columnName(header: readonly SheetRow[], column: number): string {
  const parts = header.flatMap(({ cells }) => cells.get(column)?.text.replace(/\s+/gu, " ").trim() ?? []);
  return [...new Set(parts)].join(" ") || `Column ${column}`;
}

/** The second `Year` is `Year (2)`. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  for (const name of names) {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name} (${number})`;
    taken.add(free);
  }
  return [...taken];
}
