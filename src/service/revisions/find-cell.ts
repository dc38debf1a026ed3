/** @file Which row and column of a table a user means. */
import { ConfigError } from "../../core/errors.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import { keyOf } from "../../llm/reviser/picked-cells.ts";
import { normaliseColumn, normaliseText } from "../../table/normalise.ts";
import { rowKey } from "../../table/row-key.ts";

/** The first row of that key; `undefined`: there is none. */
export function rowNumber(table: SourcedTable, row: string): number | undefined {
  const wanted = normaliseText(row);
  const found = table.cells.findIndex((cells) => keyOf(table, cells) === wanted);
  return found < 0 ? undefined : found;
}

export function columnNumber({ columns }: SourcedTable, column: string): number | undefined {
  const wanted = normaliseColumn(column);
  const found = columns.findIndex((name) => normaliseColumn(name) === wanted);
  return found < 0 ? undefined : found;
}

/** The row's number, by its key or by a part of one that no other row has. Throws `ConfigError`. */
export function requireRow(table: SourcedTable, row: string): number {
  const exact = rowNumber(table, row);
  if (exact !== undefined) return exact;
  const wanted = normaliseText(row);
  const keys = table.cells.map((cells) => rowKey(table.columns, table.uniqueColumns, cells));
  const fitting = keys.flatMap((key, number) =>
    key.split(" | ").some((part) => normaliseText(part) === wanted) ? [number] : [],
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (fitting.length > 1) {
    throw new ConfigError(
      `${fitting.length} rows are named "${row}": ${listed(fitting.map((number) => keys[number] ?? ""))}. Write the whole of it.`,
    );
  }
  throw new ConfigError(`The table has no row "${row}". Rows: ${listed(keys)}.`);
}

/** The column's number. Throws `ConfigError`. */
export function requireColumn(table: SourcedTable, column: string): number {
  const found = columnNumber(table, column);
  if (found !== undefined) return found;
  throw new ConfigError(`The table has no column "${column}". Columns: ${listed(table.columns)}.`);
}

const MOST_NAMED = 12;

function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  return names.length <= MOST_NAMED ? names.join(", ") : `${names.slice(0, MOST_NAMED).join(", ")}, …`;
}
