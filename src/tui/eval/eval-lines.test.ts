/** @file What an evaluation under way looks like in a terminal and in a log. */
import { expect, test } from "vitest";
import type { Trial } from "../../eval/trial.ts";
import { widthOf } from "../fit.ts";
import { plainPalette } from "../palette.ts";
import { evalLines, evalPlainLine } from "./eval-lines.ts";
import { advanceEvalView, beginEvalView, type EvalView } from "./eval-view.ts";

const score = (f1: number) => ({ precision: f1, recall: f1, f1 });
const cost = {
  promptTokens: 900,
  sampledTokens: 100,
  usd: 0.01,
  elapsedMs: 1,
  criticalMs: 1,
  criticalTurns: 1,
  subagents: 0,
  turns: 1,
  searches: 0,
  accesses: 0,
};

function trial(outcome: Trial["outcome"]): Trial {
  return { variant: "team", task: "t", trial: 1, outcome, answer: "", cost };
}

const table = (f1: number) => trial({ kind: "table", item: score(f1), row: score(f1), success: f1 === 1 });
const trials = [
  table(1),
  table(0.5),
  trial({ kind: "short-answer", correct: true, exact: true, f1: 1 }),
  trial({ kind: "failed", error: "down" }),
  trial({ kind: "unscored", error: "no verdict" }),
];

function viewAfter(earlier: readonly Trial[], now: readonly Trial[], total: number): EvalView {
  const begin = advanceEvalView(beginEvalView("seed-test", earlier), { done: earlier.length, total });
  return now.reduce(
    (view, done, index) => advanceEvalView(view, { done: earlier.length + index + 1, total, trial: done }),
    begin,
  );
}

test("says how far it is, how fast, how well, what went wrong and what was spent", () => {
  const view = viewAfter([], trials, 1000);

  expect(evalLines(view, { columns: 100, at: 10_000, palette: plainPalette })).toEqual([
    "seed-test  ────────────────────  5 of 1,000 trials · 30.0/min · 33 min 10 s left",
    "  item F1 75.0 · correct 100.0 · 1 failed · 1 without a verdict · 5.0k tokens · $0.0500 · 10.0 s",
  ]);
  expect(evalPlainLine(view, 10_000)).toBe(
    "[10.0 s] 5 of 1,000 trials · 30.0/min · 33 min 10 s left · item F1 75.0 · correct 100.0 · 1 failed · " +
      "1 without a verdict · 5.0k tokens · $0.0500",
  );
});

test("taken up again, counts earlier scores but not into the rate", () => {
  const [first, second, third] = evalLines(viewAfter([table(1), table(1)], [table(0), table(1)], 6), {
    columns: 100,
    at: 1000,
    palette: plainPalette,
  });

  expect(first).toBe("seed-test  ━━━━━━━━━━━━━───────  4 of 6 trials");
  expect(second).toContain("item F1 75.0 · 4.0k tokens");
  expect(third).toBeUndefined();
});

test("a trial without a score that is done again counts once", () => {
  const failed = trial({ kind: "failed", error: "down" });
  const view = viewAfter([], [], 4);
  const resumed = advanceEvalView(beginEvalView("seed-test", [failed]), { done: 0, total: 4 });

  expect(resumed).toEqual(view);
});

test.each([200, 80, 60, 40, 20])("fits a terminal of %i columns", (columns) => {
  const lines = evalLines(viewAfter([], trials, 4_800), { columns, at: 123_456, palette: plainPalette });

  expect(lines).toHaveLength(2);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  expect(lines[0]).toContain("5 of 4,800");
});
