import { describe, expect, test } from "vitest";
import { ConfigError, JudgeError } from "../../core/errors.ts";
import type { Judge } from "../../core/judge.ts";
import { aggregateTrials } from "./aggregate-trials.ts";
import { parseJudgeReply } from "./judge-reply.ts";
import { scoreWideSearch } from "./score-widesearch.ts";

const EVALUATION = {
  required: ["name", "year", "note"],
  unique_columns: ["name"],
  eval_pipeline: {
    name: { preprocess: ["norm_str"], metric: ["exact_match"] },
    year: { preprocess: ["extract_number"], metric: ["number_near"], criterion: 0.01 },
    note: { preprocess: ["norm_str"], metric: ["llm_judge"], criterion: "the same thing" },
  },
};
const GOLD = "\ufeffName,Year,Note\nAlpha,1990,red\nBeta,2000,blue\n";
const NOW = new Date("2025-08-11T12:00:00Z");

const EXACT: Judge = {
  name: "exact",
  align: async ({ values, references }) =>
    new Map(values.filter((value) => references.includes(value)).map((value) => [value, value])),
  grade: async ({ pairs }) => pairs.map(({ answer, gold }) => Number(answer === gold)),
};

function score(rows: string, judge: Judge = EXACT, evaluation: unknown = EVALUATION) {
  return scoreWideSearch({ answer: rows, evaluation, goldCsv: GOLD, now: NOW }, judge);
}

describe("scoreWideSearch", () => {
  test("the gold table as Markdown is a success, whatever its column order", async () => {
    const answer =
      "```markdown\n| Year | Note | Name |\n|--|--|--|\n| 2000 | BLUE | Beta |\n| 1990.5 | red | **alpha** |\n```";

    expect(await score(answer)).toMatchObject({
      success: true,
      item: { f1: 1 },
      row: { f1: 1 },
      outcome: "scored",
    });
  });

  test("takes the evaluation as published: JSON in a string", async () => {
    const answer = "|name|year|note|\n|--|--|--|\n|Alpha|1990|red|\n|Beta|2000|blue|";

    expect(await score(answer, EXACT, JSON.stringify(EVALUATION))).toMatchObject({ success: true });
  });

  test("row precision needs every cell, item precision counts cells", async () => {
    const { row, item } = await score(
      "|name|year|note|\n|--|--|--|\n|Alpha|1990|green|\n|Gamma|1|x|\n|Beta|2000|blue|",
    );

    expect(row).toEqual({ precision: 1 / 3, recall: 0.5, f1: expect.closeTo(0.4, 12) });
    expect(item).toEqual({ precision: 5 / 9, recall: 5 / 6, f1: expect.closeTo(2 / 3, 12) });
  });

  test("two names that the judge aligns to one key both count: recall exceeds 1", async () => {
    const judge: Judge = {
      ...EXACT,
      align: async ({ values }) => new Map(values.map((value) => [value, "Alpha"])),
    };

    const { row, success } = await score(
      "|name|year|note|\n|--|--|--|\n|A1|1990|red|\n|A2|1990|red|\n|A3|1990|red|",
      judge,
    );

    expect(row.recall).toBe(1.5);
    expect(success).toBe(false);
  });

  test.each([
    ["no-answer", undefined],
    ["no-table", "I could not find it."],
    ["columns-mismatch", "|name|year|note|source|\n|--|--|--|--|\n|Alpha|1990|red|x|"],
    ["evaluator-error", "```markdown\nnothing\n```"],
    ["evaluator-error", "|name|year|note|\n|--|--|--|\n|Alpha|1990|red|\n|Beta|2000|blue|x|y|"],
    ["evaluator-error", '|name|year|note|\n|--|--|--|\n|"Alpha|1990|red|'],
    ["evaluator-error", "|name|year|note|\n|--|--|--|\n|Nobody|1990|red|"],
  ])("%s scores 0: %j", async (outcome, answer) => {
    const result = await scoreWideSearch({ answer, evaluation: EVALUATION, goldCsv: GOLD, now: NOW }, EXACT);

    expect(result).toMatchObject({ outcome, success: false, item: { f1: 0 }, row: { precision: 0 } });
    expect(result.reason).not.toBe("");
  });

  test("a judge that fails leaves no score", async () => {
    const judge: Judge = { ...EXACT, grade: () => Promise.reject(new JudgeError("down")) };

    await expect(score("|name|year|note|\n|--|--|--|\n|Alpha|1990|red|", judge)).rejects.toThrow(JudgeError);
  });

  test("an evaluation that is none is the user's to mend", async () => {
    await expect(score("| a | b |\n|--|--|\n", EXACT, { required: ["a"] })).rejects.toThrow(ConfigError);
    await expect(score("| a | b |\n|--|--|\n", EXACT, "{")).rejects.toThrow(/no JSON/);
  });

  test("a thousand rows and 200,000 characters of rubbish take linear time", async () => {
    const rows = Array.from({ length: 1000 }, (_, row) => `|n${row}|${row}|x|`).join("\n");
    const started = performance.now();

    await score(`|name|year|note|\n|--|--|--|\n${rows}`);
    for (const piece of ["|", '"', '|"', "| ", "|\n", "```markdown", " "])
      await score(piece.repeat(200_000 / piece.length));

    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("aggregateTrials", () => {
  const trials = [
    { task: "a", metrics: { score: 0, f1: 0.5 } },
    { task: "b", metrics: { score: 0, f1: 0.2 } },
    { task: "a", metrics: { score: 1, f1: 0.25 } },
    { task: "b", metrics: { score: 0, f1: 0.4 } },
  ];

  test("takes mean, best and worst of each task, then the mean over tasks", () => {
    expect(aggregateTrials(trials, 2)).toEqual({
      score: { average: 0.25, best: 0.5, worst: 0 },
      f1: {
        average: expect.closeTo(0.3375, 12),
        best: expect.closeTo(0.45, 12),
        worst: expect.closeTo(0.225, 12),
      },
    });
    expect(aggregateTrials([], 4)).toEqual({});
  });

  test("a missing result is not averaged over", () => {
    expect(() => aggregateTrials([...trials, { task: "c", metrics: undefined }], 2)).toThrow(/c has 0 of 2/);
  });
});

test("a judge's reply is its last fenced object", () => {
  expect(parseJudgeReply('```json\n{"a": 1}\n```\nor\n```json\n{"a": 2}\n```')).toEqual({ a: 2 });
  expect(parseJudgeReply('```json\n{"a": "NaN", "b": NaN}\n```')).toEqual({ a: "NaN", b: "NaN" });
  expect(parseJudgeReply("```json\n{oops}\n```")).toBeUndefined();
  expect(parseJudgeReply("no")).toBeUndefined();
});
