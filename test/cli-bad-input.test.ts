/** @file Whatever cannot work gets one clear line and exit code 2, before anything is run. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./fixtures/command-line.ts";

let home = "";

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-bad-"));
  await writeFile(join(home, "file"), "");
});

afterAll(async () => {
  await rm(home, { recursive: true });
});

const question = "Which countries are landlocked?";

describe.concurrent("one clear line and exit code 2 for", () => {
  test.each([
    ["no question", ["ask"], "The question is empty."],
    ["a plan of a short answer", ["ask", "What is the capital of Peru?", "--plan"], "A plan is for tables"],
    ["a preview of no rows", ["ask", question, "--preview", "0"], "--preview must be a whole number from 1"],
    [
      "an unknown effort",
      ["ask", question, "--effort", "huge"],
      "Allowed choices are low, medium, high, max.",
    ],
    ["a plan that is not there", ["ask", "--from", "/nowhere.json"], "--from /nowhere.json cannot be read:"],
    ["a question beside a plan", ["ask", question, "--from", "package.json"], "package.json, question:"],
    ["an empty question", ["ask", "  "], "The question is empty."],
    ["an empty standard input", ["ask", "-"], "The question is empty."],
    [
      "a question without end",
      ["ask", "x".repeat(20_000)],
      "The question has 20000 characters; at most 16000",
    ],
    [
      "an unknown option",
      ["ask", question, "--colums", "A"],
      "Unknown option '--colums' (Did you mean --columns?)",
    ],
    ["an unknown command", ["aks", question], "Unknown command 'aks' (Did you mean ask?)"],
    [
      "an empty column",
      ["ask", question, "--columns", "A,,B"],
      '--columns cannot be "A,,B": a name is empty.',
    ],
    ["a column twice", ["ask", question, "--columns", "A, B, A"], '"A" stands twice.'],
    ["a column list that is missing", ["ask", question, "--columns", "--quiet"], "--columns needs a value"],
    [
      "columns of a short answer",
      ["ask", question, "--columns", "A", "--answer", "short"],
      "--columns are for tables",
    ],
    [
      "an unknown format",
      ["ask", question, "--format", "xml"],
      "Allowed choices are markdown, csv, csv-sources, json, xlsx, html.",
    ],
    [
      "a collector without an address",
      ["ask", question, "--otel", "x"],
      "--otel is no address of a collector",
    ],
    [
      "a table that is not there",
      ["extend", "/nowhere.csv", "--column", "A"],
      "/nowhere.csv cannot be read:",
    ],
    [
      "other knowledge for a run",
      ["extend", "ab12", "--column", "A", "--kb", "seed"],
      "--kb and --web are for a table from a file",
    ],
    ["a budget of nothing", ["ask", question, "--budget", "0"], '--budget cannot be "0". Examples: 0.50usd'],
    ["a budget in unknown units", ["ask", question, "--budget", "5apples"], '--budget cannot be "5apples".'],
    ["a budget set twice", ["ask", question, "--budget", "1usd,2"], "--budget sets usd twice"],
    ["a deadline that is none", ["ask", question, "--deadline", "soon"], '--deadline cannot be "soon".'],
    ["too deep a team", ["ask", question, "--depth", "9"], "--depth must be a whole number from 1 to 5"],
    [
      "half a subagent",
      ["ask", question, "--max-subagents", "1.5"],
      "--max-subagents must be a whole number",
    ],
    [
      "a single agent with subagents",
      ["ask", question, "--single", "--depth", "2"],
      "cannot be used with option",
    ],
    ["an unknown model", ["ask", question, "--model", "nonsense"], 'Unknown model "nonsense".'],
    [
      "a missing key",
      ["ask", question, "--model", "openai/gpt-5-mini"],
      "set the environment variable OPENAI_API_KEY",
    ],
    [
      "a server without a model",
      ["ask", question, "--base-url", "http://127.0.0.1:9"],
      "--base-url needs --model",
    ],
    [
      "dollars for a model of unknown price",
      ["ask", question, "--model", "m", "--base-url", "http://127.0.0.1:9", "--budget", "1usd"],
      'The price of "m" is not known',
    ],
    [
      "an unknown knowledge base",
      ["ask", question, "--kb", "wiki"],
      'No knowledge base "wiki": There is nothing of that name. Use seed, ',
    ],
    [
      "a file that cannot be written",
      ["ask", question, "--out", "/no/such/place/t.csv"],
      "--out /no/such/place/t.csv cannot be written",
    ],
    ["a directory in place of a file", ["ask", question, "--out", "/tmp"], "--out /tmp is a directory."],
    ["an unknown run", ["show", "nothing"], 'No run is named "nothing".'],
    ["a first run that is missing", ["show"], "There is no run yet."],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await runCommand(args, { environment: { HOME: home } });

    expect(stderr).toMatch(/^wideseek: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });

  test("a place for runs that is a file", async () => {
    const runs = join(home, "file");
    const { code, stderr } = await runCommand(["runs"], { environment: { HOME: home, WIDESEEK_RUNS: runs } });

    expect([code, stderr]).toEqual([0, 'There is no run yet. Begin one with: wideseek ask "…"\n']);
  });

  test("a cache that cannot be written", async () => {
    const environment = { HOME: home, XDG_CACHE_HOME: join(home, "file") };
    const { code, stderr } = await runCommand(["ask", question, "--quiet", "--model", "recorded:x"], {
      environment,
    });

    expect(stderr).toMatch(/^wideseek: [^\n]+\n$/);
    expect(code).toBe(2);
  });
});

describe("help and version", () => {
  test("go to stdout and are no errors", async () => {
    const environment = { HOME: home };
    const [version, help, bare] = await Promise.all([
      runCommand(["--version"], { environment }),
      runCommand(["ask", "--help"], { environment }),
      runCommand([], { environment }),
    ]);

    expect(version).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: "",
    });
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining("--columns <names>"), stderr: "" });
    expect(bare).toMatchObject({ code: 0, stdout: expect.stringContaining("wideseek ask"), stderr: "" });
  });
});
