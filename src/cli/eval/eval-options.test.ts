/** @file What the options of `eval` become, and the commands that it prints. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_MODEL } from "../../service/models/default-model.ts";
import { planEval } from "./eval-options.ts";
import { keepRequest, quote, readRequest, replayCommand } from "./request.ts";

test("without options it is one trial of one team, judged by rules", () => {
  expect(planEval({}, undefined)).toMatchObject({
    trials: 1,
    judge: "exact",
    models: { lead: DEFAULT_MODEL, subagent: DEFAULT_MODEL },
    variants: [{ name: "team", team: { maxSubagents: 10, depth: 1, wire: "paper" } }],
    record: undefined,
  });
});

test("widths and turn limits are variants with the same team otherwise", () => {
  const flags = {
    width: "0, 5,5",
    turns: "20",
    budget: "5k-tokens",
    deadline: "90s",
    seed: "7",
    wire: "published",
  };
  const { variants } = planEval(flags, undefined);

  expect(variants.map(({ name }) => name)).toEqual(["width 0", "width 5", "20 turns"]);
  for (const { team } of variants) {
    expect(team).toMatchObject({ budget: { tokens: 5000 }, deadlineMs: 90_000, seed: 7, wire: "published" });
  }
});

test("each role can have a model of its own, and the environment names the others", () => {
  expect(planEval({ leadModel: "a/b" }, "c/d").models).toEqual({ lead: "a/b", subagent: "c/d" });
});

test("an evaluation remembers what it was begun with, files by their whole path", async () => {
  const directory = await mkdtemp(join(tmpdir(), "wideseek-request-"));
  const flags = { trials: "4", record: "r.jsonl", out: directory, quiet: true, color: true };
  await keepRequest(directory, { benchmark: "seed-dev", flags }, "a/b");

  const again = await readRequest(undefined, { resume: directory, color: false, concurrency: "9" });

  expect(JSON.parse(await readFile(join(directory, "command.json"), "utf8"))).toEqual({
    benchmark: "seed-dev",
    flags: { model: "a/b", trials: "4", record: join(process.cwd(), "r.jsonl") },
  });
  expect(again).toMatchObject({
    benchmark: "seed-dev",
    flags: { trials: "4", model: "a/b", concurrency: "9", color: false },
    resume: directory,
  });
  await rm(directory, { recursive: true });
});

test("the command to replay has what makes the figures, and neither places nor servers", () => {
  const flags = {
    leadModel: "my model",
    baseUrl: "http://localhost:1",
    trials: "2",
    record: "r",
    out: "o",
    quiet: true,
  };

  expect(
    replayCommand({ benchmark: "widesearch:./a b", flags }, "it's.jsonl", "2026-11-23T08:15:02.000Z"),
  ).toBe(
    "wideseek eval 'widesearch:./a b' --lead-model 'my model' --trials 2 --replay 'it'\\''s.jsonl' " +
      "--date 2026-11-23T08:15:02.000Z",
  );
  expect(quote("")).toBe("''");
});
