/** @file Numbers of a report from trials written by hand. */
import { expect, test } from "vitest";
import type { Benchmark } from "../benchmarks/benchmark.ts";
import type { Outcome, Trial } from "../trial.ts";
import { bootstrapInterval } from "./bootstrap.ts";
import { summarise } from "./summarise.ts";

const benchmark: Benchmark = {
  name: "b",
  groupedBy: "difficulty",
  tasks: ["a", "b", "c"].map((id) => ({
    task: { id, kind: "wide", question: id, language: id === "c" ? "zh" : "en" },
    rules: { kind: "table", gold: { columns: ["x"], rows: [["1"]] }, uniqueColumns: ["x"] },
    group: id === "a" ? "level 2" : "level 10",
  })),
};

function trial(task: string, number: number, outcome: Outcome | number): Trial {
  const table = (f1: number): Outcome => {
    const same = { precision: f1, recall: f1, f1 };
    return { kind: "table", item: same, row: same, success: f1 === 1 };
  };
  const cost = {
    promptTokens: 90,
    sampledTokens: 10 * number,
    elapsedMs: 1,
    criticalMs: 1,
    criticalTurns: 1,
    subagents: 0,
    turns: 1,
    searches: 0,
    accesses: 0,
  };
  return {
    variant: "v",
    task,
    trial: number,
    outcome: typeof outcome === "number" ? table(outcome) : outcome,
    answer: "",
    stop: "answered",
    cost,
  };
}

const TRIALS = [
  trial("a", 1, 0),
  trial("a", 2, 1),
  trial("b", 1, 0.5),
  trial("b", 2, { kind: "unscored", error: "down" }),
  trial("c", 1, { kind: "failed", error: "gone" }),
];

function summary(trials: readonly Trial[] = TRIALS) {
  return summarise(benchmark, { variants: [{ name: "v" }], trials: 2 }, trials)[0]!;
}

test("means go over the trials of a task first, then over tasks", () => {
  const { itemF1, success } = summary().overall.metrics;
  expect(itemF1).toMatchObject({ average: 0.5, best: 0.75, worst: 0.25, tasks: 2 });
  expect(success).toMatchObject({ average: 0.25, best: 0.5 });
});

test("answers without a score enter no mean and are counted apart", () => {
  expect(summary().overall.counts).toEqual({ scored: 3, unscored: 1, failed: 1, missing: 1 });
  expect(summary().byLanguage["zh"]?.metrics).toEqual({});
});

test("languages and groups are summed up apart, groups in the order of their numbers", () => {
  const { byLanguage, byGroup } = summary();
  expect(byLanguage["en"]?.metrics["itemF1"]?.average).toBe(0.5);
  expect(Object.keys(byGroup)).toEqual(["level 2", "level 10"]);
});

test("costs are means over trials", () => {
  expect(summary().overall.costs).toMatchObject({ tokens: 90 + (10 + 20 + 10 + 20 + 10) / 5, turns: 1 });
  expect(summary().overall.costs).not.toHaveProperty("usd");
});

test("an interval holds its mean, repeats, and narrows with more tasks", () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => index % 2);
  const [few, many] = [bootstrapInterval(values(20))!, bootstrapInterval(values(500))!];
  expect(bootstrapInterval(values(20))).toEqual(few);
  expect(few.low).toBeLessThan(0.5);
  expect(few.high).toBeGreaterThan(0.5);
  // the normal approximation gives 1.96 * 0.5 / sqrt(500) = 0.044 to either side
  expect(many.high - many.low).toBeCloseTo(0.088, 2);
  expect(few.high - few.low).toBeGreaterThan(many.high - many.low);
});

test("values that do not vary have an interval of no width, and one value has none", () => {
  expect(bootstrapInterval([0.3, 0.3, 0.3])?.low).toBeCloseTo(0.3);
  expect(bootstrapInterval([0.3])).toBeUndefined();
});
