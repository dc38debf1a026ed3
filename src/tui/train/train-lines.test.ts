/** @file What a training under way looks like in a terminal and in a log. */
import { describe, expect, test } from "vitest";
import type { TrainingProgress } from "../../train/run/progress.ts";
import { widthOf } from "../fit.ts";
import { plainPalette } from "../palette.ts";
import { trainLines, trainPlainLine } from "./train-lines.ts";
import { advanceTrainView, type TrainView } from "./train-view.ts";

const look = { columns: 110, palette: plainPalette };

/** A second between two of them. */
function viewAfter(name: TrainView["name"], all: readonly TrainingProgress[]): TrainView {
  return all.reduce<TrainView>((view, one, index) => advanceTrainView(view, one, index * 1000), { name });
}

const rlStep = {
  step: 13,
  reward: 0.712,
  answer: 0.58,
  valid: 0.98,
  itemF1: 0.542,
  exact: 0.61,
  subagents: 6.2,
  entropy: 0.211,
  meanLogprobGap: 0.00021,
  clipShare: 0.003,
  droppedGroups: 2,
  failures: 1,
  tokensPerSecond: 1234,
  loss: 0.01,
};

const rl = viewAfter("rl", [
  { kind: "steps", done: 12, of: 50 },
  { kind: "steps", done: 12, of: 50, metrics: { step: 12, devReward: 0.6, devItemF1: 0.51 } },
  { kind: "episodes", done: 64, of: 64, split: "train" },
  { kind: "steps", done: 13, of: 50, metrics: rlStep },
  { kind: "episodes", done: 31, of: 64, split: "train" },
]);

describe("supervised training", () => {
  test("says how many demonstrations there are, and how long the rest takes", () => {
    const view = viewAfter("sft", [
      { kind: "demonstrations", done: 1, of: 400, demonstrations: 3 },
      { kind: "demonstrations", done: 100, of: 400, demonstrations: 250 },
    ]);
    expect(trainLines(view, { ...look, at: 10_000 })).toEqual([
      "demonstrations  ━━━━━───────────────  100 of 400 tasks · 30.0 s left",
      "  250 demonstrations · 10.0 s",
    ]);
  });

  test("says step, loss, speed and the time left, which earlier sessions do not shorten", () => {
    const view = viewAfter("sft", [
      { kind: "steps", done: 1000, of: 1010 },
      { kind: "steps", done: 1005, of: 1010, metrics: { step: 1005, loss: 0.4123, tokensPerSecond: 3100 } },
    ]);
    expect(trainPlainLine(view, 5000)).toBe(
      "[5.0 s] 1,005 of 1,010 steps · 3.1k tokens/s · 5.0 s left · loss 0.412",
    );
  });
});

describe("reinforcement learning", () => {
  test("says rewards and their parts, the policy's state, and what was measured last on the dev split", () => {
    expect(trainLines(rl, { ...look, at: 4000 })).toEqual([
      "rl  ━━━━━───────────────  13 of 50 steps · 31 of 64 episodes · 1.2k tokens/s · 2 min 28 s left",
      "  reward 0.712 · answer 0.580 · valid 0.980 · item F1 54.2 · exact 61.0 · 6.2 subagents",
      "  entropy 0.211 · ratio gap 2.1e-4 · clipped 0.3 % · 2 groups dropped · 1 failed",
      "  dev reward 0.600 · dev item F1 51.0 · 4.0 s",
    ]);
  });

  test.each([200, 80, 60, 40, 20])("fits a terminal of %i columns", (columns) => {
    for (const line of trainLines(rl, { ...look, columns, at: 4000 })) {
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });
});

test("before anything is known says so", () => {
  expect(trainLines({ name: "rl" }, { ...look, at: 0 })).toEqual(["rl  reading pages and tasks"]);
});
