/** @file Answers at hand, in the forms that other programs leave them in. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { knowledgeBase, TABLE, team } from "../../agent/run-task.fixture.ts";
import { teamSettings } from "../../agent/team.ts";
import { directoryStore } from "../../run/directory-store.ts";
import type { Benchmark } from "../benchmarks/benchmark.ts";
import { exactJudge } from "../judges/exact-judge.ts";
import { runEval } from "../run/run-eval.ts";
import { variantsOf } from "../run/sweep.ts";
import type { Trial } from "../trial.ts";
import { readAnswers } from "./read-answers.ts";
import { scoreAnswers } from "./score-answers.ts";

const root = mkdtempSync(join(tmpdir(), "wideseek-answers-"));
afterAll(() => rmSync(root, { recursive: true }));

const benchmark: Benchmark = {
  name: "capitals",
  groupedBy: "difficulty",
  tasks: ["ws_en_001", "ws_en_002"].map((id) => ({
    task: { id, kind: "wide", question: `${id}?`, language: "en" },
    rules: {
      kind: "table",
      gold: {
        columns: ["Country", "Capital"],
        rows: [
          ["Peru", "Lima"],
          ["Chile", "Santiago"],
        ],
      },
      uniqueColumns: ["Country"],
    },
    group: "1",
  })),
};
const options = { judge: exactJudge, now: new Date("2026-01-01"), concurrency: 2, version: "1.2.3" };

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(root, "a-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

test("files of the official code: one line each, the model and the trial from name and line", async () => {
  const line = (trial: number, response: string | null) =>
    JSON.stringify({ instance_id: "ws_en_001", response, messages: null, trial_idx: trial });
  const path = folder({
    "gpt_x_ws_en_001_0_response.jsonl": `${line(0, TABLE)}\n{"ignored": true}\n`,
    "gpt_x_ws_en_001_1_response.jsonl": `${line(1, null)}\n`,
    "gpt_x_ws_en_001_0_multi_agent_response.jsonl": `${line(0, TABLE)}\n`,
  });
  const { trials, config } = await scoreAnswers(benchmark, await readAnswers(path), options);
  expect(
    trials.map(({ variant, trial, outcome }) => [variant, trial, "item" in outcome && outcome.item.f1]),
  ).toEqual([
    ["gpt_x, multi-agent", 1, 1],
    ["gpt_x", 1, 1],
    ["gpt_x", 2, 0],
  ]);
  expect(config).toMatchObject({
    trials: 2,
    judge: "exact",
    variants: [{ name: "gpt_x, multi-agent" }, { name: "gpt_x" }],
  });
});

test("files of RLinf: one object over many lines, whatever the name says", async () => {
  const response = {
    instance_id: "ws_en_002",
    trial_idx: 3,
    final_answer: [{ a: 1 }],
    final_answer_text: TABLE,
    llm_reward: 0.5,
  };
  const path = folder({ "responses/mas_ws_en_002_3_response.jsonl": JSON.stringify(response, null, 2) });
  expect(await readAnswers(path)).toMatchObject([
    { variant: "mas", task: { id: "ws_en_002" }, trial: 4, text: TABLE },
  ]);
});

test("a file of another name may hold many answers, a line each", async () => {
  const rows = benchmark.tasks.map(({ task }) => JSON.stringify({ instance_id: task.id, response: TABLE }));
  const path = join(folder({ "mine.jsonl": rows.join("\n") }), "mine.jsonl");
  expect(await readAnswers(path)).toMatchObject([
    { variant: "mine", task: { id: "ws_en_001" } },
    { task: { id: "ws_en_002" } },
  ]);
});

test("our own runs and evaluations score as they did when they ran", async () => {
  const lead = team({ lead: () => TABLE });
  const directory = mkdtempSync(join(root, "e-"));
  let suffix = 0;
  const ran = await runEval({
    benchmark,
    variants: variantsOf(teamSettings.parse({}), {}),
    trials: 2,
    samplers: { lead, subagent: lead },
    knowledgeBase,
    directory,
    store: directoryStore({ directory: join(directory, "runs"), makeSuffix: () => String(suffix++) }),
    ...options,
  });
  const evaluated = await scoreAnswers(benchmark, await readAnswers(directory), options);
  const runs = await scoreAnswers(benchmark, await readAnswers(join(directory, "runs")), options);
  const outcomes = (trials: readonly Trial[]) =>
    new Map(trials.map(({ task, trial, outcome }) => [`${task} ${trial}`, outcome]));
  expect(outcomes(evaluated.trials)).toEqual(outcomes(ran.trials));
  expect(runs.trials).toHaveLength(4);
  expect(runs.trials[0]).toMatchObject({
    variant: "scripted, width 10",
    outcome: { success: true },
    cost: { turns: 1 },
  });
});

test("answers to tasks of another benchmark are set apart, and none at all is an error", async () => {
  const stranger = { variant: "v", task: { id: "other" }, trial: 1, text: "", place: "p" };
  const known = { ...stranger, task: { id: "x", question: "ws_en_001?" } };
  expect((await scoreAnswers(benchmark, [stranger, known], options)).strangers).toEqual([stranger]);
  await expect(scoreAnswers(benchmark, [stranger], options)).rejects.toThrow(
    /None of the 1 answers .* the first is to "other"/,
  );
});

test.each([
  ["nothing", {}, /holds no answers: neither runs, nor an evaluation/],
  [
    "a broken line",
    { "m_ws_en_001_0_response.jsonl": '{"instance_id": "ws' },
    /line 1: the line is not valid JSON/,
  ],
  [
    "a line that is no response",
    { "m_t_0_response.jsonl": '{"instance_id": "t"}' },
    /response\.jsonl.*it is no response/,
  ],
  [
    "the same answer twice",
    {
      "m_t_0_response.jsonl": '{"instance_id":"t","response":""}',
      "b/m_t_0_response.jsonl": '{"instance_id":"t","response":""}',
    },
    /Two answers of m to t, trial 1/,
  ],
])("%s is named", async (_, files, message) => {
  await expect(readAnswers(folder(files))).rejects.toThrow(message);
});
