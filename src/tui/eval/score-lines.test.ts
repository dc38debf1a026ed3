/** @file The scores of an evaluation in a terminal. */
import { expect, test } from "vitest";
import type { MetricSummary, VariantSummary } from "../../eval/report/summarise.ts";
import { widthOf } from "../fit.ts";
import { plainPalette } from "../palette.ts";
import { scoreLines } from "./score-lines.ts";

const metric = (average: number, best = average): MetricSummary => ({
  average,
  best,
  worst: average,
  tasks: 2,
});

const table = {
  itemF1: metric(0.9, 1),
  itemPrecision: metric(1),
  itemRecall: metric(0.8),
  rowF1: metric(0.5),
  rowPrecision: metric(0.5),
  rowRecall: metric(0.5),
  success: metric(0, 0.5),
};
const answers = { correct: metric(0.5, 1), exact: metric(0.5), tokenF1: metric(0.75) };

function variant(name: string, metrics: VariantSummary["overall"]["metrics"], costs = {}): VariantSummary {
  const counts = { scored: 4, unscored: 1, failed: 0, missing: 3 };
  return { name, overall: { tasks: 4, counts, metrics, costs, stops: {} }, byLanguage: {}, byGroup: {} };
}

const look = { columns: 100, palette: plainPalette };

test("tables, short answers and trials have a block each, a variant a line", () => {
  const variants = [
    variant("width 0", { ...table, ...answers }, { turns: 3, tokens: 12_345, elapsedMs: 400 }),
    variant("width 5", {}),
  ];

  expect(scoreLines(variants, 2, look)).toEqual([
    "Tables, 2 tasks         item avg@2         row avg@2        max@2        success",
    "                     P     R    F1     P     R    F1   item   row  avg@2  pass@2",
    "width 0          100.0  80.0  90.0  50.0  50.0  50.0  100.0  50.0    0.0    50.0",
    "width 5              –     –     –     –     –     –      –     –      –       –",
    "",
    "Short answers, 2 tasks  correct avg@2  pass@2  exact match avg@2  token F1 avg@2",
    "width 0                          50.0   100.0               50.0            75.0",
    "width 5                             –       –                  –               –",
    "",
    "Trials   scored  unscored  failed  missing  turns  tokens   time",
    "width 0       4         1       0        3    3.0   12.3k  0.4 s",
    "width 5       4         1       0        3      –       –      –",
  ]);
});

test("one trial has no best of several, and a kind of answer that is not there no block", () => {
  expect(scoreLines([variant("gpt", answers)], 1, look)).toEqual([
    "Short answers, 2 tasks  correct  exact match  token F1",
    "gpt                        50.0         50.0      75.0",
    "",
    "Trials  scored  unscored  failed  missing",
    "gpt          4         1       0        3",
  ]);
});

test.each([100, 80, 50, 30])("in a terminal of %i columns names are cut, and columns go below", (columns) => {
  const lines = scoreLines([variant("a model of a very long name, width 10", table)], 4, {
    ...look,
    columns,
  });

  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  expect(lines.join("\n")).toContain("a model of");
  expect(lines.join("\n")).toContain("pass@4");
});
