/** @file What a revision may take, from what its table took per cell. */
import { trajectories, trajectoryUsage } from "../../core/episode.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import type { Estimate, Range } from "../../core/plan.ts";
import type { Change } from "../../core/revision.ts";
import { addUsage, NO_USAGE, type Usage } from "../../core/sampler.ts";
import { costUsd, priceOf } from "../../llm/prices.ts";
import { statementsOf } from "../../llm/reviser/revision-work.ts";
import type { RecordedRun, RunStore } from "../../run/run-store.ts";
import type { RunRequest } from "../runs/run-request.ts";
import { chainOf, episodeOf } from "./chain.ts";
import { cellsOf } from "./check-change.ts";
import type { PresentedRun } from "./present-run.ts";

export interface EstimateParts {
  readonly store: RunStore;
  readonly presented: PresentedRun;
  readonly request: RunRequest;
  readonly table: SourcedTable;
  readonly change: Change;
  readonly cells: number;
}

export async function estimateRevision(parts: EstimateParts): Promise<Estimate> {
  const { store, presented, request, table, change } = parts;
  const chain = await chainOf(store, presented.recorded);
  const pace = paceOf(chain);
  const rows = rowsOf(table, change);
  const work = workOf(parts, rows);
  const { tokens, seconds, pageSeconds, usage, basis } = pace;
  const agents = Math.max(1, Math.min(request.team.maxSubagents, rows.likely));
  const pages = change.kind === "refresh" ? pagesOf(table, change) : 0;
  const amount = ranged(work, tokens);
  return {
    rows,
    tokens: rounded(amount),
    costUsd: costOf(amount, usage, { request, chain }),
    seconds: plus(ranged(work, seconds / agents), pages * pageSeconds),
    basis,
  };
}

/** What a cell took; `usage` in what proportion tokens are read and written, and what they cost in all. */
interface Pace {
  readonly tokens: number;
  readonly seconds: number;
  /** Of reading a page. */
  readonly pageSeconds: number;
  readonly usage: Usage;
  readonly basis: string;
}

/** Of a table that no run of ours has made. */
const TYPICAL: Pace = {
  tokens: 3_000,
  seconds: 8,
  pageSeconds: 0.5,
  usage: { promptTokens: 2_800, sampledTokens: 200 },
  basis: "what a cell typically takes, as no model found this table",
};

/** The mean over all cells that the table's runs filled. */
function paceOf(chain: readonly RecordedRun[]): Pace {
  const runs = chain.map((recorded, index) => amountsOf(recorded, chain[index + 1]));
  const total = (amount: (run: Amounts) => number) => runs.reduce((sum, run) => sum + amount(run), 0);
  const usage = runs.map((run) => run.usage).reduce(addUsage, NO_USAGE);
  const cells = total((run) => run.cells);
  const pages = total((run) => run.pages);
  const tokens = usage.promptTokens + usage.sampledTokens;
  if (tokens === 0 || cells === 0) return TYPICAL;
  return {
    tokens: tokens / cells,
    seconds: total((run) => run.workedMs) / 1_000 / cells,
    pageSeconds: pages === 0 ? TYPICAL.pageSeconds : total((run) => run.readingMs) / 1_000 / pages,
    usage,
    basis: `the ${cells} cells that were found before`,
  };
}

interface Amounts {
  readonly usage: Usage;
  readonly cells: number;
  /** Of all agents but the lead, added up. */
  readonly workedMs: number;
  readonly pages: number;
  readonly readingMs: number;
}

/** Of the agents that read; no cells for a run that asked no model. */
function amountsOf(recorded: RecordedRun, base: RecordedRun | undefined): Amounts {
  const episode = episodeOf(recorded);
  const readers = episode === undefined ? [] : trajectories(episode).filter(({ role }) => role !== "lead");
  const usage = readers.map(trajectoryUsage).reduce(addUsage, NO_USAGE);
  const names = new Set(readers.map(({ agent }) => agent));
  const isIdle = usage.promptTokens + usage.sampledTokens === 0;
  const readings = recorded.events.flatMap((event) =>
    event.type === "tool-end" && event.message.name === "access" ? [event.elapsedMs] : [],
  );
  return {
    usage,
    cells: isIdle ? 0 : cellsFilledBy(recorded, base),
    workedMs: workedMs(recorded, names),
    pages: readings.length,
    readingMs: readings.reduce((sum, one) => sum + one, 0),
  };
}

/** Of a revision those that it was to find. */
function cellsFilledBy({ config, result }: RecordedRun, base: RecordedRun | undefined): number {
  const table = result?.table;
  const before = base?.result?.table;
  if (table === undefined) return 0;
  const change = config.revision?.change;
  if (change === undefined || before === undefined) return filledIn(table);
  return change.kind === "extend" ? filledIn(table) - filledIn(before) : cellsOf(before, change).length;
}

function filledIn({ cells }: SourcedTable): number {
  return cells.flat().filter(({ value }) => value !== "").length;
}

/** Milliseconds that these agents worked, added up. */
function workedMs({ events }: RecordedRun, agents: ReadonlySet<string>): number {
  let worked = 0;
  for (const event of events) {
    if (event.type === "agent-start" && agents.has(event.agent)) worked -= event.at;
    if (event.type === "agent-end" && agents.has(event.agent)) worked += event.at;
  }
  return Math.max(0, worked);
}

/** How many rows are worked on. */
function rowsOf(table: SourcedTable, change: Change): Range {
  if (change.kind !== "extend") {
    const rows = new Set(cellsOf(table, change).map(({ row }) => row)).size;
    return { low: rows, likely: rows, high: rows };
  }
  const known = (change.columns === undefined ? 0 : table.cells.length) + (change.rows?.length ?? 0);
  if (change.moreRows === undefined) return { low: known, likely: known, high: known };
  const size = table.cells.length;
  return {
    low: known,
    likely: known + Math.max(5, Math.round(size / 2)),
    high: known + Math.max(20, 2 * size),
  };
}

/** Cells that are looked for. Most sources that are read again still stand. */
function workOf({ table, change, cells }: EstimateParts, rows: Range): Range {
  if (change.kind === "refresh") return { low: 0, likely: cells / 10, high: cells };
  if (change.kind === "repair" || change.moreRows === undefined)
    return { low: cells, likely: cells, high: cells };
  const known = rows.low;
  const each = table.columns.length - table.uniqueColumns.length + (change.columns?.length ?? 0);
  const more = (amount: number) => cells + (amount - known) * each;
  return { low: more(rows.low), likely: more(rows.likely), high: more(rows.high) };
}

function pagesOf(table: SourcedTable, change: Exclude<Change, { kind: "extend" }>): number {
  const urls = cellsOf(table, change).flatMap(({ cell }) =>
    statementsOf(cell).map(({ source }) => source.url),
  );
  return new Set(urls).size;
}

/** Some cells are found on a page that is read anyway, for others one must search long. */
const SPREAD = { low: 0.5, high: 3 };

function ranged(cells: Range, each: number): Range {
  return {
    low: cells.low * each * SPREAD.low,
    likely: cells.likely * each,
    high: cells.high * each * SPREAD.high,
  };
}

/** Seconds, with pages that take so long one after another; some are read at once. */
function plus(seconds: Range, reading: number): Range {
  return {
    low: seconds.low + reading / 50,
    likely: seconds.likely + reading / 10,
    high: seconds.high + reading,
  };
}

function rounded({ low, likely, high }: Range): Range {
  return { low: Math.round(low), likely: Math.round(likely), high: Math.round(high) };
}

/** By what the base's tokens cost, where the model is the same, else by the list price. */
function costOf(
  tokens: Range,
  usage: Usage,
  { request, chain }: { readonly request: RunRequest; readonly chain: readonly RecordedRun[] },
): Range | undefined {
  const { subagent } = request.models;
  const all = usage.promptTokens + usage.sampledTokens;
  const isSame = chain.every(({ config }) => config.models.subagent === subagent);
  const spent = isSame && usage.costUsd !== undefined ? usage.costUsd : listed(subagent, request, usage);
  if (spent === undefined || all === 0) return undefined;
  const each = spent / all;
  return { low: tokens.low * each, likely: tokens.likely * each, high: tokens.high * each };
}

function listed(
  model: string,
  { baseUrl }: RunRequest,
  { promptTokens, sampledTokens }: Usage,
): number | undefined {
  const price = baseUrl === undefined ? priceOf(model) : undefined;
  return price && costUsd(price, { promptTokens, sampledTokens, cacheReadTokens: 0, cacheWriteTokens: 0 });
}
