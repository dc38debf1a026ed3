/** @file One row out of several that mean one thing: of each cell the value with the best evidence, and what else was said. */
import type { Candidate, Cell, CellState } from "../../core/evidence.ts";
import { compareCells } from "../../table/compare-cells.ts";
import { MERGED } from "./merge-rows.ts";
import type { KeyColumns } from "./row-names.ts";

export interface MergeOf {
  readonly keys: KeyColumns;
  /** The name that the row goes by from now on. */
  readonly name: string;
  readonly because: string;
}

/** The rows have a cell for each of the same columns. */
export function mergedCells(
  rows: readonly (readonly Cell[])[],
  { keys, name, because }: MergeOf,
): readonly Cell[] {
  const [first = []] = rows;
  return first.map((_, column) => {
    const cells = rows.flatMap((row) => row[column] ?? []);
    if (column === keys.name) return { ...together(cells, named(cells, name)), reason: because };
    const cell = together(cells, best(cells));
    return keys.others.includes(column) ? cell : withRivals(cell, cells, rows, keys);
  });
}

/** What else the thing was called in rows that became this one, as far as pages state it; `cell` names the row. */
export function mergedNames({ value, reason, candidates }: Cell): readonly string[] {
  const isMerged = reason?.startsWith(MERGED) ?? false;
  return isMerged ? candidates.map((candidate) => candidate.value).filter((name) => name !== value) : [];
}

const RANKS: Readonly<Record<CellState, number>> = {
  supported: 4,
  conflicting: 3,
  absent: 2,
  unsupported: 1,
  missing: 0,
};

/** The first of those with the best evidence; among these the value that most rows have. */
function best(cells: readonly Cell[]): Cell {
  const votes = ({ value }: Cell) => cells.filter((other) => isSame(other.value, value)).length;
  const [first = NOTHING] = cells
    .map((cell) => ({ cell, rank: RANKS[cell.state], votes: votes(cell) }))
    .sort(
      (left, right) =>
        right.rank - left.rank ||
        right.votes - left.votes ||
        right.cell.sources.length - left.cell.sources.length,
    )
    .map(({ cell }) => cell);
  return first;
}

const NOTHING: Cell = { value: "", state: "missing", sources: [], candidates: [] };

/** Of the names with the best evidence the one that the row goes by, if it is among them. */
function named(cells: readonly Cell[], name: string): Cell {
  const most = Math.max(...cells.map(({ state }) => RANKS[state]));
  const own = cells.find(({ value, state }) => value === name && RANKS[state] === most);
  return own ?? best(cells);
}

/** The cell with what the others have for the same value, and with all candidates: those of its value first, then by confidence. */
function together(cells: readonly Cell[], cell: Cell): Cell {
  const same = [cell, ...cells.filter((other) => other !== cell && isSame(other.value, cell.value))];
  const sources = distinct(
    same.flatMap((one) => one.sources),
    ({ url, quote }) => `${url}\n${quote}`,
  );
  const candidates = distinct(
    [cell, ...cells].flatMap((one) => one.candidates),
    ({ value, source: { url, quote } }) => `${value}\n${url}\n${quote}`,
  );
  const isOwn = ({ value }: Candidate) => Number(isSame(value, cell.value));
  const ordered = [...candidates].sort(
    (left, right) => isOwn(right) - isOwn(left) || right.confidence - left.confidence,
  );
  return { ...cell, sources, candidates: ordered };
}

/** Conflicting where another of the rows has another value that a page states as well. */
function withRivals(
  cell: Cell,
  cells: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  keys: KeyColumns,
): Cell {
  if (cell.state !== "supported") return cell;
  const rival = cells.findIndex(
    ({ value, state }) => (state === "supported" || state === "conflicting") && !isSame(value, cell.value),
  );
  if (rival < 0) return cell;
  const name = rows[rival]?.[keys.name]?.value ?? "";
  const reason = `A page states “${cell.value}”; another states “${cells[rival]?.value}”, which stood in the row “${name}” that was merged into this one.`;
  return { ...cell, state: "conflicting", reason };
}

function isSame(first: string, second: string): boolean {
  return first === second || compareCells(first, second) === "same";
}

/** The first of each key, in their order. */
function distinct<T>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const found = new Map<string, T>();
  for (const one of all) {
    const key = keyOf(one);
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}
