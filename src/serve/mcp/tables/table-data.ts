/** @file A run's table as data and as a short text, whether the run has ended or is under way. */
import type { RunEvent, RunResult } from "../../../core/events.ts";
import type { Cell, Source, SourcedTable } from "../../../core/evidence.ts";
import type { Usage } from "../../../core/sampler.ts";
import { strictTable } from "../../../evidence/check/strict-table.ts";
import { estimateLine } from "../../../evidence/completeness/estimate-line.ts";
import type { RunConfig } from "../../../run/run-config.ts";
import { rowKey } from "../../../table/row-key.ts";
import { coveredTable } from "./covered-table.ts";
import { usageSoFar } from "./follow-run.ts";
import type { EvidenceData, TableData } from "./shapes.ts";

/** A run as it stands now. */
export interface StandingRun {
  readonly run: string;
  readonly config: RunConfig;
  readonly state: TableData["state"];
  readonly events: readonly RunEvent[];
  /** What was found, or of a run that is under way elsewhere, was found so far; absent where only its events tell. */
  readonly result?: RunResult | undefined;
}

export interface Part {
  readonly offset: number;
  readonly limit: number;
  readonly strict: boolean;
}

const WHOLE: Part = { offset: 0, limit: 200, strict: false };

export function tableData(standing: StandingRun, part: Part = WHOLE): TableData {
  const { run, config, state, events, result } = standing;
  const { task, revision } = config;
  const common = { run, question: task.question, state, offset: part.offset, base: revision?.base };
  if (result === undefined) {
    const { agents, usage } = usageSoFar(events);
    return { ...common, ...coveredData(events, part), ...amounts(agents, usage, events.at(-1)?.at ?? 0) };
  }
  const { table, completeness, merges = [], stop, error, usage, agents, elapsedMs } = result;
  return {
    ...common,
    ...(state === "ended" && { stop }),
    error,
    ...sourcedData(table, part),
    ...(table === undefined && { answer: result.answer, sources: result.sources?.map(sourceData) }),
    completeness: completeness && estimateLine(completeness, task.language),
    ...(merges.length > 0 && { merges: merges.map(({ because }) => because) }),
    ...amounts(agents, usage, elapsedMs),
  };
}

function amounts(agents: number, { promptTokens, sampledTokens, costUsd }: Usage, elapsedMs: number) {
  return { agents, tokens: promptTokens + sampledTokens, costUsd, seconds: Math.round(elapsedMs / 100) / 10 };
}

function coveredData(events: readonly RunEvent[], { offset, limit }: Part) {
  const { columns, rows } = coveredTable(events);
  return {
    columns: [...columns],
    uniqueColumns: [],
    rows: rows.slice(offset, offset + limit).map(({ key, cells }) => ({
      key,
      values: cells.map(({ value }) => value),
      states: cells.map(({ state }) => state),
    })),
    totalRows: rows.length,
    cells: countStates(rows.flatMap(({ cells }) => cells)),
  };
}

function sourcedData(whole: SourcedTable | undefined, { offset, limit, strict }: Part) {
  if (whole === undefined) return { columns: [], uniqueColumns: [], rows: [], totalRows: 0, cells: {} };
  const table = strict ? strictTable(whole) : whole;
  const { columns, uniqueColumns, cells } = table;
  return {
    columns: [...columns],
    uniqueColumns: [...uniqueColumns],
    rows: cells.slice(offset, offset + limit).map((row, index) => ({
      // of the table as it is kept: a strict one may have blanked it
      key: rowKey(columns, uniqueColumns, whole.cells[offset + index] ?? row),
      values: row.map(({ value }) => value),
      states: row.map(({ state }) => state),
    })),
    totalRows: cells.length,
    cells: countStates(cells.flat()),
  };
}

function countStates(cells: readonly { readonly state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of cells) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function sourceData({ url, title, quote, place }: Source): EvidenceData["sources"][number] {
  return { url, title, quote, place };
}

export function cellData({ value, state, reason, sources, candidates }: Cell) {
  return {
    value,
    state,
    reason,
    sources: sources.map(sourceData),
    candidates: candidates.map(({ source, confidence, why, ...candidate }) => ({
      value: candidate.value,
      confidence,
      why,
      source: sourceData(source),
    })),
  };
}
