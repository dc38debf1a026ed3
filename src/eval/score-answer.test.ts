/** @file Answers scored by the rules of their tasks. */

import { expect, test } from "vitest";
import { JudgeError } from "../core/errors.ts";
import { cellOf } from "../core/evidence.ts";
import type { GradeRequest, Judge } from "../core/judge.ts";
import type { BenchmarkTask } from "./benchmarks/benchmark.ts";
import { exactJudge } from "./judges/exact-judge.ts";
import { scoreAnswer } from "./score-answer.ts";

const wide: BenchmarkTask = {
  task: { id: "w", kind: "wide", question: "Capitals?", language: "en" },
  rules: {
    kind: "table",
    gold: {
      columns: ["Country", "Capital", "Area"],
      rows: [
        ["Peru", "Lima", "1"],
        ["Chile", "Santiago", "2"],
        ["Cuba", "Havana", "3"],
      ],
    },
    uniqueColumns: ["Country"],
  },
  group: "",
};
const official: BenchmarkTask = {
  ...wide,
  rules: {
    kind: "widesearch",
    goldCsv: "Country,Capital\nPeru,Lima\nChile,Santiago\n",
    evaluation: {
      unique_columns: ["country"],
      required: ["country", "capital"],
      eval_pipeline: {
        country: { preprocess: ["norm_str"], metric: ["exact_match"] },
        capital: { preprocess: ["norm_str"], metric: ["llm_judge"] },
      },
    },
  },
};
const deep: BenchmarkTask = {
  task: { id: "d", kind: "deep", question: "Who found radium?", language: "en" },
  rules: { kind: "short-answer", gold: ["Marie Curie", "Maria Skłodowska"] },
  group: "",
};
const context = { judge: exactJudge, now: new Date("2026-01-01") };

const brokenJudge: Judge = {
  name: "broken",
  align: () => Promise.reject(new JudgeError("the judge is down")),
  grade: () => Promise.reject(new JudgeError("the judge is down")),
};

test("a table is scored by our rules, each row marked with what it is worth", async () => {
  const text =
    "| Capital | Country | Area |\n| --- | --- | --- |\n| Santiago | Chile | 2 |\n| Cuzco | Peru | |\n| Rome | Italy | 9 |";
  const outcome = await scoreAnswer(wide, { text }, context);
  expect(outcome).toMatchObject({
    kind: "table",
    row: { precision: 1 / 3, recall: 1 / 3 },
    item: { precision: 4 / 9 },
    success: false,
  });
  expect(outcome).toHaveProperty("rows", [
    { answer: 1, gold: 0, cells: "swm" },
    { answer: 0, gold: 1, cells: "sss" },
    { gold: 2 },
    { answer: 2 },
  ]);
});

test("a wrong cell that no page states is marked as unsupported", async () => {
  const source = { url: "seed://x", title: "X", quote: "Peru" };
  const cells = [["Peru", "Cuzco", "1"].map((value) => cellOf(value, value === "Cuzco" ? [] : [source]))];
  const table = { columns: ["Country", "Capital", "Area"], uniqueColumns: ["Country"], cells };
  const outcome = await scoreAnswer(wide, { text: "", table }, context);
  expect(outcome).toHaveProperty("rows.0", { answer: 0, gold: 0, cells: "sus" });
});

test("an answer without a table scores 0 and says why", async () => {
  expect(await scoreAnswer(wide, { text: "I do not know." }, context)).toMatchObject({
    item: { f1: 0 },
    note: "The answer holds no table.",
  });
});

test("a WideSearch task is scored by the official rules: a column too many is fatal", async () => {
  const right = "```markdown\n| Country | Capital |\n|---|---|\n| Chile | Santiago |\n| Peru | Lima |\n```";
  expect(await scoreAnswer(official, { text: right }, context)).toMatchObject({
    success: true,
    item: { f1: 1 },
    rows: [{ cells: "ss" }, { cells: "ss" }],
  });
  const wider = right.replaceAll(" |\n", " | x |\n").replace("|---|---|", "|---|---|---|");
  expect(await scoreAnswer(official, { text: wider }, context)).toMatchObject({
    success: false,
    item: { f1: 0 },
    note: /columns/,
  });
});

test.each([
  ["So it was \\boxed{Maria Sklodowska}.", { correct: true, exact: true, f1: 1 }],
  ["marie curie", { correct: true, exact: true, f1: 1 }],
  ["\\boxed{Pierre Curie}", { correct: false, exact: false, f1: 0.5 }],
  ["", { correct: false, exact: false, f1: 0 }],
])("a short answer is compared with every gold answer: %j", async (text, expected) => {
  expect(await scoreAnswer(deep, { text }, context)).toEqual({ kind: "short-answer", ...expected });
});

test("a short answer that rules cannot tell goes to the judge, with the question", async () => {
  const asked: GradeRequest[] = [];
  const judge: Judge = {
    ...brokenJudge,
    grade: async (request) => {
      asked.push(request);
      return [1];
    },
  };
  expect(await scoreAnswer(deep, { text: "\\boxed{Mme Curie}" }, { ...context, judge })).toMatchObject({
    correct: true,
    exact: false,
  });
  expect(asked).toMatchObject([
    {
      pairs: [{ answer: "Mme Curie", gold: "Marie Curie\nMaria Skłodowska" }],
      criterion: /Who found radium\?/,
    },
  ]);
});

test.each([
  [wide, "| Country | Capital | Area |\n|---|---|---|\n| The Peru | Lima | 1 |"],
  [official, "| Nation | Capital |\n|---|---|\n| Peru | Lima |"],
  [deep, "\\boxed{Mme Curie}"],
])("a judge that fails leaves the answer without a score", async (task, text) => {
  expect(await scoreAnswer(task, { text }, { ...context, judge: brokenJudge })).toEqual({
    kind: "unscored",
    error: "the judge is down",
  });
});
