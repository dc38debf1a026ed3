/** @file What a user decided about a table, applied to it: a chosen value, a row that is several again. */
import type { PageRead } from "../../core/episode.ts";
import type { RunResult } from "../../core/events.ts";
import type { Cell, Source, SourcedTable } from "../../core/evidence.ts";
import type { Decision } from "../../core/revision.ts";
import { countStates } from "../../evidence/coverage/describe-coverage.ts";
import { splitMerge } from "../../evidence/entities/merge-same-rows.ts";
import { sourceTable } from "../../evidence/source-table.ts";
import { statementsOf } from "../../llm/reviser/revision-work.ts";
import { compareCells } from "../../table/compare-cells.ts";
import { rowKey } from "../../table/row-key.ts";
import { columnNumber, rowNumber } from "./find-cell.ts";

/**
 * In their order; one that fits nothing any more is passed over. `reads`: all pages that were read, where a value that no candidate has may
 * stand.
 */
export function applyDecisions(
  result: RunResult,
  decisions: readonly Decision[],
  reads: readonly PageRead[],
): RunResult {
  const decided = decisions.reduce((changed, decision) => applyDecision(changed, decision, reads), result);
  const { table, coverage } = decided;
  if (decided === result || table === undefined || coverage === undefined) return decided;
  return { ...decided, coverage: { ...coverage, states: countStates(table) } };
}

export function applyDecision(result: RunResult, decision: Decision, reads: readonly PageRead[]): RunResult {
  const { table, merges = [] } = result;
  const row = table && rowNumber(table, decision.row);
  if (table === undefined || row === undefined) return result;
  if (decision.kind === "split") {
    if (!merges.some((merge) => merge.row === row)) return result;
    return { ...result, ...splitMerge(table, merges, row) };
  }
  const column = columnNumber(table, decision.column);
  const cell = column === undefined ? undefined : table.cells[row]?.[column];
  if (column === undefined || cell === undefined) return result;
  const at = { row, column };
  // without a page, none stated it when it was chosen
  const sources = sourcesOfChoice(table, at, decision, decision.url === undefined ? [] : reads);
  return { ...result, table: withCell(table, at, chosenCell(cell, decision.value, sources)) };
}

/** Where among the cell's candidates, or the pages that were read, the value stands; empty where nowhere. */
export function sourcesOfChoice(
  table: SourcedTable,
  at: CellPlace,
  { value, url }: { readonly value: string; readonly url?: string | undefined },
  reads: readonly PageRead[],
): readonly Source[] {
  const cell = table.cells[at.row]?.[at.column];
  const stated = cell === undefined ? [] : statementsOf(cell).filter((one) => isSame(one.value, value));
  const own = stated.filter(({ source }) => url === undefined || source.url === url);
  if (own.length > 0) return own.map(({ source }) => source);
  // some other rows, as they tell what a page speaks of
  const rows = [at.row, ...table.cells.keys()].filter((row, index, all) => all.indexOf(row) === index);
  const values = rows
    .slice(0, MOST_ROWS)
    .map((row) => (table.cells[row] ?? []).map((one) => one.value))
    .map((row, index) => (index === 0 ? row.with(at.column, value) : row));
  const read = url === undefined ? reads : reads.filter(({ page }) => page.url === url);
  const sourced = sourceTable({ columns: table.columns, rows: values }, read, table.uniqueColumns);
  return sourced.cells[0]?.[at.column]?.sources ?? [];
}

const MOST_ROWS = 20;

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** The key that the row has now. */
export function keyAt({ columns, uniqueColumns, cells }: SourcedTable, row: number): string {
  return rowKey(columns, uniqueColumns, cells[row] ?? []);
}

/** What the pages state beside it stays as candidates. */
function chosenCell(cell: Cell, value: string, sources: readonly Source[]): Cell {
  const isOwn = (one: string) => isSame(one, value);
  const candidates = [
    ...cell.candidates.filter((one) => isOwn(one.value)),
    ...cell.candidates.filter((one) => !isOwn(one.value)),
  ];
  if (sources.length === 0) {
    return { value, state: "unsupported", sources, candidates, reason: "typed by the user" };
  }
  const isDisputed = statementsOf(cell).some((one) => !isOwn(one.value));
  return {
    value,
    state: isDisputed ? "conflicting" : "supported",
    sources,
    candidates,
    reason: "chosen by the user",
  };
}

function withCell(table: SourcedTable, at: { row: number; column: number }, cell: Cell): SourcedTable {
  return { ...table, cells: table.cells.with(at.row, (table.cells[at.row] ?? []).with(at.column, cell)) };
}

function isSame(left: string, right: string): boolean {
  return left === right || compareCells(left, right) === "same";
}
