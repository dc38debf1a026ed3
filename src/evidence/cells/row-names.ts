/** @file What the rows of a table are called, and which cells say so. */
import type { Table } from "../../core/table.ts";
import { isMissing, normaliseColumn } from "../../table/normalise.ts";
import { searchable } from "../states-value.ts";

export interface NamedRow {
  readonly number: number;
  /** What it is called in English sentences: its main key as the cell has it. */
  readonly label: string;
  /** Searchable forms of its main key, the whole one first. */
  readonly names: readonly string[];
  /** Its other keys, searchable. */
  readonly parts: readonly string[];
  /** Another row has the same main key: only the parts tell them apart. */
  readonly isShared: boolean;
}

export interface TableKeys {
  /** Column numbers. */
  readonly columns: readonly number[];
  /** The key column whose values tell most rows apart: pages are about these. */
  readonly main: number;
  readonly rows: readonly NamedRow[];
}

/** Without `uniqueColumns` the first column whose values all differ identifies a row. */
export function tableKeys(table: Table, uniqueColumns: readonly string[]): TableKeys {
  const columns = keyColumnsOf(table, uniqueColumns);
  const variety = columns.map(
    (column) => new Set(table.rows.map((row) => searchable(row[column] ?? ""))).size,
  );
  const main = columns[variety.indexOf(Math.max(...variety))] ?? 0;
  const counts = new Map<string, number>();
  for (const row of table.rows) {
    const name = searchable(row[main] ?? "");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const rows = table.rows.map((row, number): NamedRow => {
    const label = row[main] ?? "";
    const names = isMissing(label) ? [] : namesOf(label);
    const parts = columns
      .filter((column) => column !== main)
      .map((column) => searchable(row[column] ?? ""))
      .filter((part) => !isMissing(part));
    return { number, label, names, parts, isShared: (counts.get(searchable(label)) ?? 0) > 1 };
  });
  return { columns, main, rows };
}

/** The ways pages may name what a cell names: as it stands, and without a qualifier behind a comma or in brackets. */
function namesOf(cell: string): readonly string[] {
  const name = searchable(cell);
  return [...new Set([name, withoutQualifier(name)])].filter((text) => text !== "");
}

export function withoutQualifier(name: string): string {
  return name.replace(/\s*(?:\([^()]*\)|,.*)$/u, "");
}

function keyColumnsOf({ columns, rows }: Table, uniqueColumns: readonly string[]): readonly number[] {
  const wanted = new Set(uniqueColumns.map(normaliseColumn));
  const named = [...columns.keys()].filter((column) => wanted.has(normaliseColumn(columns[column] ?? "")));
  if (named.length > 0) return named;
  const distinct = [...columns.keys()].find(
    (column) => new Set(rows.map((row) => row[column])).size === rows.length,
  );
  return [distinct ?? 0];
}
