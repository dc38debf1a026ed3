/** @file Whatever cannot be evaluated or scored gets one clear line and exit code 2, before anything is run. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./fixtures/command-line.ts";
import { writeWideSearch } from "./fixtures/small-benchmarks.ts";

let home = "";

const files = {
  "broken.jsonl": '{"question": "Which?", "answer": "this"}\n{"question": "Which',
  "field.jsonl": '{"question": "Which?", "answer": "this"}\n{"question": "", "answer": "that"}\n',
  "empty.jsonl": "\n",
  "recording.jsonl": '{"key":"k","sample":"s"}\n',
  "response.jsonl": '{"instance_id": "ws_en_001", "response": ""}\n{"instance_id": "ws',
  "whole.jsonl": '{"instance_id": "elsewhere", "response": ""}\n',
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-bad-eval-"));
  for (const [name, content] of Object.entries(files)) await writeFile(join(home, name), content);
  await rm(join(await writeWideSearch(home), "widesearch_gold", "ws_en_001.csv"));
  await mkdir(join(home, "begun"));
  await writeFile(join(home, "begun", "eval.json"), "{}");
  await writeFile(join(home, "begun", "command.json"), "{");
  await mkdir(join(home, "nothing"));
});

afterAll(async () => {
  await rm(home, { recursive: true });
});

/** `~/` in an argument stands for the test's directory. */
const cases: readonly (readonly [string, readonly string[], string | RegExp])[] = [
  ["no benchmark", ["eval"], "Name a benchmark: seed-test, seed-dev,"],
  ["an unknown benchmark", ["eval", "gaia"], 'Unknown benchmark "gaia". Use seed-test, seed-dev,'],
  ["a path of unknown format", ["eval", "~/nothing"], /Write it before the path: widesearch:\S+nothing, /],
  ["a file that is missing", ["eval", "wideseek-r1:~/none"], "there is no such file or directory"],
  [
    "a broken line",
    ["eval", "wideseek-r1:~/broken.jsonl"],
    "broken.jsonl, line 2: the line is not valid JSON.",
  ],
  ["a broken field", ["eval", "wideseek-r1:~/field.jsonl"], 'field.jsonl, line 2, field "question"'],
  ["no tasks", ["eval", "wideseek-r1:~/empty.jsonl"], "empty.jsonl holds no task."],
  [
    "a missing gold table",
    ["eval", "~/widesearch"],
    /widesearch_gold\/ws_en_001\.csv: there is no such file/,
  ],
  ["half a trial", ["eval", "seed-dev", "--trials", "0.5"], "--trials must be a whole number from 1 to 1000"],
  ["a width that is none", ["eval", "seed-dev", "--width", "1,wide"], 'not "wide"'],
  ["a single agent without turns", ["eval", "seed-dev", "--turns", "0"], "Each number of --turns must be"],
  ["a seed that is none", ["eval", "seed-dev", "--seed", "x"], "--seed must be a whole number"],
  ["a date that is none", ["eval", "seed-dev", "--date", "today"], '--date cannot be "today".'],
  ["a forgotten value", ["eval", "seed-dev", "--out", "--quiet"], "--out needs a value"],
  ["an unknown model", ["eval", "seed-dev", "--model", "nonsense"], 'Unknown model "nonsense".'],
  ["an unknown judge", ["eval", "seed-dev", "--judge", "nonsense"], "--judge is exact or a model."],
  [
    "a judge that cannot judge",
    ["eval", "seed-dev", "--judge", "demonstrator"],
    "--judge cannot be the demonstrator",
  ],
  [
    "a recording that is there",
    ["eval", "seed-dev", "--record", "~/broken.jsonl"],
    "holds a recording already",
  ],
  [
    "a recording that cannot be",
    ["eval", "seed-dev", "--record", "/no/such/r.jsonl"],
    "Cannot record samples",
  ],
  ["no recording", ["eval", "seed-dev", "--replay", "~/none.jsonl"], "Cannot read recorded samples"],
  [
    "a broken recording",
    ["eval", "seed-dev", "--replay", "~/recording.jsonl"],
    "line 1 is not a recorded sample",
  ],
  ["both at once", ["eval", "seed-dev", "--replay", "a", "--record", "b"], "cannot be used with option"],
  ["a directory that is taken", ["eval", "seed-dev", "--out", "~/begun"], "begun holds an evaluation."],
  ["a directory that cannot be", ["eval", "seed-dev", "--out", "~/empty.jsonl/e"], "cannot be made:"],
  ["nothing to continue", ["eval", "--resume", "~/nothing"], "There is no evaluation to continue in"],
  ["a damaged evaluation", ["eval", "--resume", "~/begun"], "command.json is damaged"],
  ["no answers", ["score"], "Missing required argument 'answers'."],
  ["answers that are missing", ["score", "~/none", "--benchmark", "seed-dev"], "there is no such file"],
  ["answers to nothing", ["score", "~/whole.jsonl"], "Name the benchmark that the answers are to"],
  [
    "answers to something else",
    ["score", "~/whole.jsonl", "--benchmark", "seed-dev"],
    'the first is to "elsewhere"',
  ],
  [
    "a broken answer",
    ["score", "~/response.jsonl", "--benchmark", "seed-dev"],
    "line 2: the line is not valid JSON",
  ],
  ["a folder without answers", ["score", "~/nothing", "--benchmark", "seed-dev"], "holds no answers"],
  ["answers named twice", ["score", "~/none", "~/none", "--benchmark", "seed-dev"], "is named twice"],
];

describe.concurrent("one clear line and exit code 2 for", () => {
  test.each(cases)("%s", async (_, args, message) => {
    const inHome = args.map((argument) => argument.replace("~/", `${home}/`));
    const { code, stdout, stderr } = await runCommand(inHome, { environment: { HOME: home } });

    expect(stderr).toMatch(/^wideseek: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});
