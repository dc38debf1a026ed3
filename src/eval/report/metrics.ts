/** @file What is measured of a trial: the numbers of its score, and what it took. */
import type { Cost, Outcome, Trial } from "../trial.ts";

export interface Metric {
  /** As it stands in the JSON report. */
  readonly key: string;
  readonly label: string;
  readonly of: "table" | "short-answer";
  /** Its best of k trials is called pass@k in place of max@k. */
  readonly isYesOrNo: boolean;
}

export const METRICS: readonly Metric[] = [
  metric("itemF1", "Item F1", "table"),
  metric("rowF1", "Row F1", "table"),
  { ...metric("success", "Success", "table"), isYesOrNo: true },
  metric("itemPrecision", "Item precision", "table"),
  metric("itemRecall", "Item recall", "table"),
  metric("rowPrecision", "Row precision", "table"),
  metric("rowRecall", "Row recall", "table"),
  { ...metric("correct", "Correct", "short-answer"), isYesOrNo: true },
  { ...metric("exact", "Exact match", "short-answer"), isYesOrNo: true },
  metric("tokenF1", "Token F1", "short-answer"),
];

function metric(key: string, label: string, of: Metric["of"]): Metric {
  return { key, label, of, isYesOrNo: false };
}

/** By the keys of `METRICS`; `undefined` for an answer without a score. */
export function metricValues(outcome: Outcome): Readonly<Record<string, number>> | undefined {
  switch (outcome.kind) {
    case "table": {
      const { item, row, success } = outcome;
      return {
        itemF1: item.f1,
        itemPrecision: item.precision,
        itemRecall: item.recall,
        rowF1: row.f1,
        rowPrecision: row.precision,
        rowRecall: row.recall,
        success: Number(success),
      };
    }
    case "short-answer":
      return { correct: Number(outcome.correct), exact: Number(outcome.exact), tokenF1: outcome.f1 };
    case "unscored":
    case "failed":
      return undefined;
  }
}

export interface CostMeasure {
  readonly key: string;
  readonly label: string;
  readonly unit: "count" | "ms" | "usd" | "share";
  /** `undefined` where it is not known. */
  of(trial: Trial): number | undefined;
}

export const COSTS: readonly CostMeasure[] = [
  {
    key: "tokens",
    label: "Tokens",
    unit: "count",
    of: cost(({ promptTokens, sampledTokens }) => promptTokens + sampledTokens),
  },
  { key: "usd", label: "Money", unit: "usd", of: cost(({ usd }) => usd) },
  { key: "elapsedMs", label: "Wall time", unit: "ms", of: cost(({ elapsedMs }) => elapsedMs) },
  { key: "criticalMs", label: "Critical path", unit: "ms", of: cost(({ criticalMs }) => criticalMs) },
  {
    key: "criticalTurns",
    label: "… in turns",
    unit: "count",
    of: cost(({ criticalTurns }) => criticalTurns),
  },
  { key: "subagents", label: "Subagents", unit: "count", of: cost(({ subagents }) => subagents) },
  { key: "turns", label: "Turns", unit: "count", of: cost(({ turns }) => turns) },
  { key: "searches", label: "Searches", unit: "count", of: cost(({ searches }) => searches) },
  { key: "accesses", label: "Pages opened", unit: "count", of: cost(({ accesses }) => accesses) },
  { key: "supported", label: "Cells with a source", unit: "share", of: ({ supported }) => supported },
];

function cost(read: (cost: Cost) => number | undefined): CostMeasure["of"] {
  return (trial) => trial.cost && read(trial.cost);
}
