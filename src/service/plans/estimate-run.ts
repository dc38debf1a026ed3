/** @file What a planned run may take: rows, tokens, money and time, each as a range, from earlier runs where there are some. */
import type { Estimate, Plan, Range } from "../../core/plan.ts";
import { priceOf } from "../../llm/prices.ts";
import type { ListedRun } from "../../run/run-store.ts";
import { MODELS_ON_BOARD } from "../models/default-model.ts";
import type { ModelPlan } from "../models/model-plan.ts";
import type { RunRequest } from "../runs/run-request.ts";
import { type PastRun, pastRuns } from "./past-runs.ts";
import { mapped, multiplied, quantiles } from "./ranges.ts";

/**
 * `earlier`: any runs, the newest first; those of the same models count, of the same knowledge bases where there are such. Without any,
 * the defaults of `docs/budget.md` stand in, and `basis` says so.
 */
export function estimateRun(request: RunRequest, plan: Plan, earlier: readonly ListedRun[]): Estimate {
  const past = pastRuns(request, earlier);
  const basis = past.length === 0 ? NO_BASIS : basisOf(past.length);
  return estimateFrom(past, { request, plan, basis });
}

/** The price of the whole table, from a run of its first rows. `rows`: how many there are in all. */
export function estimateWhole(request: RunRequest, rows: Range, preview: ListedRun): Estimate {
  const { maxRows: _, ...whole } = request.plan ?? EMPTY;
  const plan = { ...whole, expectedRows: rows };
  const past = pastRuns(request, [preview]);
  return estimateFrom(past, { request, plan, basis: "what this preview took" });
}

const EMPTY: Plan = { rows: "", criteria: [], columns: [], uniqueColumns: [], subtasks: [] };
const NO_BASIS = "defaults: there is no earlier run with this model";

function basisOf(runs: number): string {
  return runs === 1 ? "one earlier run with this model" : `${runs} earlier runs with this model`;
}

interface Wanted {
  readonly request: RunRequest;
  readonly plan: Plan;
  readonly basis: string;
}

function estimateFrom(past: readonly PastRun[], { request, plan, basis }: Wanted): Estimate {
  const { task, team } = request;
  const rows = expectedRows(plan, past);
  const named = plan.columns.length || (task.kind === "wide" ? task.columns?.length : undefined);
  const columns = named ?? USUAL_COLUMNS;
  const { perUnit, perCall } = past.length > 0 ? pricesOf(past) : usualPrices(request);
  const tokens = multiplied(
    mapped(rows, (count) => workOf(count, columns)),
    perUnit,
  );
  const width = team.maxSubagents;
  const seconds = multiplied(
    mapped(rows, (count) => callsInARow(count, width)),
    perCall,
  );
  const perToken = dollarsPerToken(request, past);
  return {
    rows,
    tokens: mapped(tokens, Math.round),
    ...(perToken !== undefined && { costUsd: multiplied(tokens, perToken) }),
    seconds: mapped(seconds, (time) => Math.min(time, team.deadlineMs / 1_000)),
    basis,
  };
}

/** Tokens for a unit of work, and seconds for a call. */
interface UnitPrices {
  readonly perUnit: Range;
  readonly perCall: Range;
}

function pricesOf(past: readonly PastRun[]): UnitPrices {
  return {
    perUnit: quantiles(past.map(({ tokens, rows, columns }) => tokens / workOf(rows, columns))),
    perCall: quantiles(past.map(({ seconds, rows, width }) => seconds / callsInARow(rows, width))),
  };
}

/** Where nothing tells better: a row is one subagent that searches and reads a page or two. */
function usualPrices({ models }: RunRequest): UnitPrices {
  const areOnBoard = MODELS_ON_BOARD.includes(models.lead) && MODELS_ON_BOARD.includes(models.subagent);
  return areOnBoard ? USUAL_PRICES.onBoard : USUAL_PRICES.model;
}

/** A run has work that does not grow with its rows, and a row has work that does not grow with its columns. */
function workOf(rows: number, columns: number): number {
  return (rows + 3) * (columns + 12);
}

/** The lead agent's own calls, and those of a subagent in each wave; a single agent does all one after another. */
function callsInARow(rows: number, width: number): number {
  return 8 + 4 * Math.ceil(rows / Math.max(1, width));
}

const USUAL_PRICES = {
  onBoard: {
    perUnit: { low: 100, likely: 170, high: 400 },
    perCall: { low: 0.002, likely: 0.02, high: 0.2 },
  },
  model: { perUnit: { low: 300, likely: 1_000, high: 4_000 }, perCall: { low: 2, likely: 6, high: 20 } },
} as const;
const USUAL_ROWS: Range = { low: 4, likely: 15, high: 60 };
const USUAL_COLUMNS = 4;

/** So many runs tell how many rows a question usually has. */
const MANY = 5;

function expectedRows({ expectedRows: planned, maxRows }: Plan, past: readonly PastRun[]): Range {
  const usual = past.length < MANY ? USUAL_ROWS : quantiles(past.map(({ rows }) => rows));
  const rows = mapped(planned ?? usual, Math.round);
  return maxRows === undefined ? rows : mapped(rows, (count) => Math.min(count, maxRows));
}

/** What so many tokens cost where little of them comes from a cache; `undefined` where no price is known. */
export function mostDollars(tokens: number, models: ModelPlan): number | undefined {
  const perToken = dollarsPerToken(models, []);
  return perToken && tokens * perToken.high;
}

/** `undefined` where no price is known. */
function dollarsPerToken({ models, baseUrl }: ModelPlan, past: readonly PastRun[]): Range | undefined {
  const paid = past.filter(({ costUsd }) => costUsd !== undefined && costUsd > 0);
  if (paid.length > 0) return quantiles(paid.map(({ costUsd = 0, tokens }) => costUsd / tokens));
  if (baseUrl !== undefined) return undefined;
  const prices = [models.lead, models.subagent].map(dollarsOf);
  const [lead, subagent] = prices;
  if (lead === undefined || subagent === undefined) return undefined;
  const share = (name: keyof Range) => LEAD_SHARE * lead[name] + (1 - LEAD_SHARE) * subagent[name];
  return { low: share("low"), likely: share("likely"), high: share("high") };
}

/** Of the tokens of a run. */
const LEAD_SHARE = 0.25;
/** How much of all tokens a model writes, and how much of its prompts the provider has in its cache. */
const SAMPLED_SHARE: Range = { low: 0.03, likely: 0.06, high: 0.15 };
const CACHED_SHARE: Range = { low: 0.8, likely: 0.5, high: 0 };

function dollarsOf(model: string): Range | undefined {
  const price = priceOf(model);
  if (price === undefined) return undefined;
  const { input, output, cacheRead = input } = price;
  const at = (name: keyof Range) => {
    const prompt = CACHED_SHARE[name] * cacheRead + (1 - CACHED_SHARE[name]) * input;
    return ((1 - SAMPLED_SHARE[name]) * prompt + SAMPLED_SHARE[name] * output) / 1_000_000;
  };
  return { low: at("low"), likely: at("likely"), high: at("high") };
}
