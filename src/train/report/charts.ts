/** @file Which curves a report of a training shows. */
import type { Chart, Series } from "../../eval/report/chart.ts";
import type { Metrics } from "../run/metrics.ts";
import { thinOut } from "./thin-out.ts";
import { writeValue } from "./value.ts";

interface Plan {
  readonly title: string;
  /** Metrics, and what their lines are called. */
  readonly lines: Readonly<Record<string, string>>;
  /** Shares in [0, 1] reach to the top of their axis. */
  readonly isShare?: boolean;
}

const PLANS: readonly Plan[] = [
  { title: "Reward", lines: { reward: "reward", devReward: "dev" } },
  {
    title: "Parts of the reward",
    lines: { answer: "answer", valid: "valid", access: "access", length: "length" },
    isShare: true,
  },
  {
    title: "Rollouts: scores",
    lines: { itemF1: "item F1", rowF1: "row F1", success: "success", exact: "exact" },
    isShare: true,
  },
  {
    title: "Dev: scores",
    lines: { devItemF1: "item F1", devRowF1: "row F1", devSuccess: "success", devExact: "exact" },
    isShare: true,
  },
  { title: "Per episode", lines: { subagents: "subagents", turns: "turns" } },
  { title: "Tokens per episode", lines: { sampledTokens: "sampled", promptTokens: "read" } },
  { title: "Groups that teach nothing", lines: { droppedGroups: "groups" } },
  { title: "Failed episodes", lines: { failures: "episodes" } },
  { title: "Entropy, nats per token", lines: { entropy: "entropy" } },
  { title: "Tokens that are clipped", lines: { clipShare: "share" } },
  {
    title: "Gap between trainer and sampler, nats",
    lines: { meanLogprobGap: "mean", maxLogprobGap: "highest" },
  },
  { title: "Mean ratio", lines: { meanRatio: "ratio" } },
  { title: "Gradient norm", lines: { gradientNorm: "norm" } },
  { title: "Learning rate", lines: { learningRate: "rate" } },
  { title: "Tokens per second", lines: { tokensPerSecond: "tokens/s" } },
  { title: "Seconds per step", lines: { rolloutSeconds: "rollout", updateSeconds: "update" } },
];

const LOSS: Plan = { title: "Loss, nats per token", lines: { loss: "loss" } };

/** A chart for each plan of which something was measured. A policy loss says nothing by its height and has none. */
export function chartsOf(metrics: readonly Metrics[]): readonly Chart[] {
  const isSupervised = metrics.every(({ reward }) => reward === undefined);
  const points = thinOut(metrics);
  return [...(isSupervised ? [LOSS] : []), ...PLANS].flatMap(({ title, lines, isShare }) => {
    const series = Object.entries(lines).flatMap(([key, name]): Series[] => {
      const known = points.flatMap(({ at, values }) => {
        const value = values.get(key);
        return value === undefined ? [] : [{ at, ...value }];
      });
      return known.length === 0 ? [] : [{ name, points: known }];
    });
    if (series.length === 0) return [];
    return [{ title, xLabel: "step", series, format: writeValue, ...(isShare && { max: 1 }) }];
  });
}
