/** @file Evaluations of a scripted team on three countries: resumed, stopped, and with things that fail. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { access, delegate, knowledgeBase, lastText, team } from "../../agent/run-task.fixture.ts";
import { teamSettings } from "../../agent/team.ts";
import { ConfigError, JudgeError, SamplerError } from "../../core/errors.ts";
import type { Judge } from "../../core/judge.ts";
import type { SampleRequest, Sampler } from "../../core/sampler.ts";
import { recordSamples, replaySamples } from "../../llm/recorded.ts";
import { scripted } from "../../llm/scripted.ts";
import { directoryStore } from "../../run/directory-store.ts";
import type { Benchmark } from "../benchmarks/benchmark.ts";
import { exactJudge } from "../judges/exact-judge.ts";
import { modelJudge } from "../judges/model-judge.ts";
import { type EvalOptions, type EvalResult, runEval } from "./run-eval.ts";
import { variantsOf } from "./sweep.ts";

const root = mkdtempSync(join(tmpdir(), "wideseek-eval-"));
afterAll(() => rmSync(root, { recursive: true }));

const benchmark: Benchmark = {
  name: "capitals",
  groupedBy: "difficulty",
  tasks: [
    {
      task: {
        id: "wide",
        kind: "wide",
        question: "Capitals of Peru and Chile?",
        language: "en",
        columns: ["Country", "Capital"],
      },
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
    },
    {
      task: { id: "deep", kind: "deep", question: "What is the capital of Peru?", language: "en" },
      rules: { kind: "short-answer", gold: ["Lima"] },
      group: "2",
    },
  ],
};

const TABLE =
  "```markdown\n| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n| Chile | Chile City |\n```";

/** Reads a page through one subagent and answers; counts its calls. */
function sampler(): Sampler & { readonly requests: SampleRequest[] } {
  const requests: SampleRequest[] = [];
  const { model, sample } = team({
    lead: (request, turn) => {
      requests.push(request);
      if (turn === 1) return delegate("Peru");
      return request.messages[1]?.content.startsWith("Capitals") ? TABLE : "\\boxed{Lima}";
    },
    subagent: (_, turn) => (turn === 1 ? access("Peru") : "Lima"),
  });
  return { model, sample, requests };
}

let suffix = 0;

function options(changes: Partial<EvalOptions> & { lead?: Sampler } = {}): EvalOptions {
  const { lead = sampler(), directory = mkdtempSync(join(root, "e-")), ...rest } = changes;
  return {
    benchmark,
    variants: variantsOf(teamSettings.parse({}), {}),
    trials: 2,
    concurrency: 3,
    samplers: { lead, subagent: lead },
    judge: exactJudge,
    knowledgeBase,
    directory,
    store: directoryStore({ directory: join(directory, "runs"), makeSuffix: () => String(suffix++) }),
    version: "1.2.3",
    now: new Date("2026-01-01T12:00:00Z"),
    ...rest,
  };
}

function linesOf(directory: string): readonly string[] {
  return readFileSync(join(directory, "trials.jsonl"), "utf8").trim().split("\n");
}

test("every task is run as often as wanted, recorded and scored", async () => {
  const wanted = options();
  const { trials, isComplete, config } = await runEval(wanted);
  expect(isComplete).toBe(true);
  expect(trials.map(({ task, trial, outcome }) => [task, trial, outcome.kind])).toEqual([
    ["wide", 1, "table"],
    ["wide", 2, "table"],
    ["deep", 1, "short-answer"],
    ["deep", 2, "short-answer"],
  ]);
  expect(trials[0]).toMatchObject({
    outcome: { item: { f1: 0.75 }, row: { f1: 0.5 }, success: false },
    cost: { subagents: 1, turns: 4, accesses: 1, criticalTurns: 4 },
    agents: [{ agent: "lead" }, { agent: "lead.1", subtask: "Peru" }],
    supported: 0.5,
  });
  expect(config).toMatchObject({ version: "1.2.3", judge: "exact", knowledgeBase: "three countries" });
  expect(readdirSync(join(wanted.directory, "runs")).sort()).toEqual(trials.map(({ run }) => run).sort());
});

test("trials have seeds of their own that repeat", async () => {
  const lead = sampler();
  await runEval(options({ lead, variants: variantsOf(teamSettings.parse({ seed: 100 }), {}) }));
  expect(new Set(lead.requests.map(({ seed }) => seed))).toEqual(new Set([101, 102]));
});

test("an evaluation that was broken off goes on where it was, its cut-off line forgotten", async () => {
  const wanted = options();
  const whole = await runEval(wanted);
  const [first = "", second = ""] = linesOf(wanted.directory);
  writeFileSync(join(wanted.directory, "trials.jsonl"), `${first}\n${second.slice(0, 40)}`);
  const lead = sampler();
  const progress: number[] = [];
  const resumed = await runEval({
    ...wanted,
    samplers: { lead, subagent: lead },
    onProgress: ({ done }) => progress.push(done),
  });
  expect(resumed.trials.map(({ task, trial, outcome }) => [task, trial, outcome])).toEqual(
    whole.trials.map(({ task, trial, outcome }) => [task, trial, outcome]),
  );
  expect(progress).toEqual([1, 2, 3, 4]);
  expect(lead.requests).toHaveLength(6);
  expect(linesOf(wanted.directory)).toHaveLength(4);
});

test("a finished evaluation runs nothing again", async () => {
  const wanted = options();
  await runEval(wanted);
  const lead = sampler();
  await runEval({ ...wanted, samplers: { lead, subagent: lead }, now: new Date(), version: "9" });
  expect(lead.requests).toHaveLength(0);
});

test.each<[string, Partial<EvalOptions>, RegExp]>([
  ["number of trials", { trials: 3 }, /begun with trials 2, not 3/],
  [
    "team",
    { variants: variantsOf(teamSettings.parse({ lead: { maxTurns: 5 } }), {}) },
    /"team" lead maxTurns 10, not 5/,
  ],
  [
    "variants",
    { variants: variantsOf(teamSettings.parse({}), { widths: [0, 2] }) },
    /variants "team", not "width 0, width 2"/,
  ],
  ["tasks", { benchmark: { ...benchmark, tasks: benchmark.tasks.slice(1) } }, /number of tasks 2, not 1/],
  ["judge", { judge: { ...exactJudge, name: "other" } }, /judge "exact", not "other"/],
])("another %s in the same directory is refused", async (_, change, message) => {
  const wanted = options();
  await runEval(wanted);
  await expect(runEval({ ...wanted, ...change })).rejects.toThrow(ConfigError);
  await expect(runEval({ ...wanted, ...change })).rejects.toThrow(message);
  expect(linesOf(wanted.directory)).toHaveLength(4);
});

test("a line that is no trial is named, unless it is the last and cut off", async () => {
  const wanted = options();
  await runEval(wanted);
  appendFileSync(join(wanted.directory, "trials.jsonl"), '{"variant": 1}\n');
  await expect(runEval(wanted)).rejects.toThrow(/trials\.jsonl, line 5, field "variant"/);
});

test("a model that fails is counted apart, and tried again when the evaluation is taken up", async () => {
  const broken: Sampler = { model: "scripted", sample: () => Promise.reject(new SamplerError("no route")) };
  const wanted = options({ lead: broken });
  const { trials, isComplete } = await runEval(wanted);
  expect(trials.map(({ outcome }) => outcome)).toEqual(Array(4).fill({ kind: "failed", error: "no route" }));
  expect(isComplete).toBe(true);
  const lead = sampler();
  const resumed = await runEval({ ...wanted, samplers: { lead, subagent: lead } });
  expect(resumed.trials.map(({ outcome }) => outcome.kind)).toEqual([
    "table",
    "table",
    "short-answer",
    "short-answer",
  ]);
});

test("an answer whose judge failed keeps no score, and is only judged again later", async () => {
  const down: Judge = {
    name: "exact",
    align: () => Promise.reject(new JudgeError("down")),
    grade: () => Promise.reject(new JudgeError("down")),
  };
  const wanted = options({ judge: down });
  const { trials } = await runEval(wanted);
  expect(trials.map(({ outcome }) => outcome.kind)).toEqual([
    "unscored",
    "unscored",
    "short-answer",
    "short-answer",
  ]);
  const lead = sampler();
  const again = await runEval({ ...wanted, judge: exactJudge, samplers: { lead, subagent: lead } });
  expect(again.trials[0]).toMatchObject({ outcome: { kind: "table" }, cost: { turns: 4 } });
  expect(lead.requests).toHaveLength(0);
});

test("a stopped evaluation keeps what was done and drops what was under way", async () => {
  const stop = new AbortController();
  const wanted = options({ concurrency: 1, signal: stop.signal });
  const { trials, isComplete } = await runEval({
    ...wanted,
    onProgress: ({ done }) => {
      if (done === 2) stop.abort(new Error("enough"));
    },
  });
  expect([trials.length, isComplete]).toEqual([2, false]);
  expect(linesOf(wanted.directory)).toHaveLength(2);
});

test("a bug in a sampler stops the evaluation and is thrown", async () => {
  const buggy: Sampler = { model: "scripted", sample: () => Promise.reject(new TypeError("a bug")) };
  await expect(runEval(options({ lead: buggy }))).rejects.toThrow(TypeError);
});

test("a recorded evaluation replays without its model, judge included", async () => {
  const file = join(mkdtempSync(join(root, "r-")), "samples.jsonl");
  const judge = scripted(() => '{"verdicts": {"1": true}}');
  const wanted = options({
    lead: await recordSamples(sampler(), file),
    judge: modelJudge(await recordSamples(judge, file)),
  });
  const recorded = await runEval(wanted);
  const lead = await replaySamples(file);
  const replayed = await runEval(
    options({ lead, judge: modelJudge(await replaySamples(file)), concurrency: 1 }),
  );
  const numbers = ({ trials }: EvalResult) =>
    trials.map(({ task, trial, outcome, cost }) => [task, trial, outcome, cost?.promptTokens, cost?.turns]);
  expect(numbers(replayed)).toEqual(numbers(recorded));
  expect(recorded.trials[0]?.outcome).toMatchObject({ kind: "table", success: true });
});

test("widths and limits of turns become variants, width 0 a single agent", async () => {
  const settings = teamSettings.parse({});
  const variants = variantsOf(settings, { widths: [0, 5, 5], turns: [20] });
  expect(
    variants.map(({ name, axis, value, team: { maxSubagents, single } }) => [
      name,
      axis,
      value,
      maxSubagents,
      single.maxTurns,
    ]),
  ).toEqual([
    ["width 0", "width", 0, 0, 50],
    ["width 5", "width", 5, 5, 50],
    ["20 turns", "turns", 20, 0, 20],
  ]);
});

test("what a subagent reported reaches the lead agent in an evaluation as anywhere else", async () => {
  const lead = sampler();
  await runEval(options({ lead, trials: 1 }));
  expect(lead.requests.some((request) => lastText(request).includes("Result: Lima"))).toBe(true);
});
