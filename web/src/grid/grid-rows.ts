/** @file The rows that the grid shows: of the finished table, or of what is known while the run goes on. */
import type { CoveredRow } from "../../../src/core/events.ts";
import type { Cell, CellState, SourcedTable } from "../../../src/core/evidence.ts";
import type { Change } from "../../../src/core/revision.ts";

/** `pending`: nothing is known yet, and the run goes on. */
export type LookState = CellState | "reported" | "pending";

export interface GridCell {
  readonly value: string;
  readonly state: LookState;
  /** How many other values pages state. */
  readonly others: number;
}

export interface GridRow {
  readonly key: string;
  readonly cells: readonly GridCell[];
}

export interface GridTable {
  readonly columns: readonly string[];
  readonly rows: readonly GridRow[];
}

export interface Covered {
  readonly columns: readonly string[];
  readonly rows: ReadonlyMap<string, CoveredRow>;
}

const UNIT = " | ";

/** The numbers of the columns that identify a row; the first column where the table names none. */
export function uniqueIndices({ columns, uniqueColumns }: SourcedTable): readonly number[] {
  const indices = uniqueColumns.map((name) => columns.indexOf(name)).filter((index) => index >= 0);
  return indices.length > 0 ? indices : [0];
}

export function rowKey(cells: readonly { readonly value: string }[], unique: readonly number[]): string {
  return unique.map((index) => cells[index]?.value ?? "").join(UNIT);
}

export function rowsOfTable(table: SourcedTable): GridTable {
  const unique = uniqueIndices(table);
  const rows = table.cells.map((cells) => ({ key: rowKey(cells, unique), cells: cells.map(gridCell) }));
  return { columns: table.columns, rows: distinctKeys(rows) };
}

/** Rows are made once for each state of a row, so that what did not change is not drawn again. */
const made = new WeakMap<CoveredRow, GridRow>();

/** `base`: the table that the run changes; its rows stand where the run has not reached yet. */
export function rowsOfCovered(covered: Covered, base?: GridTable): GridTable {
  const columns = covered.columns.length > 0 ? covered.columns : (base?.columns ?? []);
  const rows = new Map<string, GridRow>();
  for (const row of base?.rows ?? []) rows.set(row.key, fitted(row, base?.columns ?? [], columns));
  for (const [key, row] of covered.rows) rows.set(key, overlaid(rows.get(key), coveredRow(row)));
  return { columns, rows: [...rows.values()] };
}

/** The table as a revision begins with it: the cells that it will look for again are pending, with what they said. */
export function rowsToRevise(table: SourcedTable, change: Change): GridTable {
  const shown = rowsOfTable(table);
  if (change.kind === "extend") return shown;
  const { states, columns, rows } = change;
  const isPicked = (key: string, column: number, { state }: GridCell) =>
    (rows?.includes(key) ?? true) &&
    (columns?.includes(shown.columns[column] ?? "") ?? true) &&
    (states?.some((one) => one === state) ?? true);
  const revised = shown.rows.map(({ key, cells }) => ({
    key,
    cells: cells.map((cell, column) =>
      isPicked(key, column, cell) ? { ...cell, state: "pending" as const } : cell,
    ),
  }));
  return { columns: shown.columns, rows: revised };
}

function coveredRow(row: CoveredRow): GridRow {
  const known = made.get(row);
  if (known !== undefined) return known;
  const cells = row.cells.map(
    ({ value, state }): GridCell => ({ value, state: whileRunning(value, state), others: 0 }),
  );
  const fresh = { key: row.key, cells };
  made.set(row, fresh);
  return fresh;
}

const whileRunning = (value: string, state: CellState | "reported"): LookState =>
  value === "" && state !== "absent" ? "pending" : state;

function overlaid(before: GridRow | undefined, now: GridRow): GridRow {
  if (before === undefined) return now;
  const cells = now.cells.map((cell, index) =>
    cell.state === "pending" ? (before.cells[index] ?? cell) : cell,
  );
  return { key: now.key, cells };
}

const PENDING: GridCell = { value: "", state: "pending", others: 0 };

function fitted(row: GridRow, from: readonly string[], to: readonly string[]): GridRow {
  if (from === to) return row;
  return { key: row.key, cells: to.map((name) => row.cells[from.indexOf(name)] ?? PENDING) };
}

function gridCell({ value, state, candidates }: Cell): GridCell {
  const others = new Set(candidates.map((candidate) => candidate.value).filter((other) => other !== value));
  return { value, state, others: others.size };
}

/** Two rows of one name get different keys for the grid; the first keeps the one that the server knows. */
function distinctKeys(rows: readonly GridRow[]): readonly GridRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const times = (seen.get(row.key) ?? 0) + 1;
    seen.set(row.key, times);
    return times === 1 ? row : { ...row, key: `${row.key}\u0000${times}` };
  });
}

export type StateCounts = Readonly<Record<LookState, number>>;

export function countStates(rows: readonly GridRow[]): StateCounts {
  const counts = {
    supported: 0,
    conflicting: 0,
    unsupported: 0,
    missing: 0,
    absent: 0,
    reported: 0,
    pending: 0,
  };
  for (const { cells } of rows) for (const { state } of cells) counts[state] += 1;
  return counts;
}
