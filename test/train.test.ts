/** @file The real command trains on a tiny world: it learns, goes on where it was broken off, and says what is wrong. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, truncate, watch, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand, startCommand } from "./fixtures/command-line.ts";
import { writeToyWorld } from "./fixtures/toy-world.ts";

const START = fileURLToPath(new URL("../models/sft-start", import.meta.url));

let home = "";
let environment: Readonly<Record<string, string>> = {};
let world: object = {};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-train-"));
  environment = { HOME: home, XDG_CACHE_HOME: join(home, "cache"), XDG_DATA_HOME: join(home, "data") };
  world = await writeToyWorld(join(home, "world"));
});
afterAll(() => rm(home, { recursive: true }));

async function config(name: string, settings: object): Promise<string> {
  const file = join(home, `${name}.json`);
  await writeFile(file, JSON.stringify({ world, ...settings }));
  return file;
}

/** Short training of the policy that supervised training left early. */
const rl = (steps: number, changes: object = {}) => ({
  from: START,
  width: 2,
  steps,
  groupsPerStep: 4,
  groupSize: 8,
  adam: { learningRate: 5e-4, warmupSteps: 2 },
  evaluation: { every: 1000, tasks: 4, temperature: 1 },
  saveEvery: 1,
  ...changes,
});

const sft = (steps: number, changes: object = {}) => ({
  steps,
  phrasings: 1,
  repeatSteps: 2,
  batchTokens: 600,
  saveEvery: 2,
  model: {
    hiddenSize: 32,
    layers: 1,
    heads: 2,
    keyValueHeads: 1,
    headSize: 16,
    feedForwardSize: 32,
    contextLength: 512,
  },
  adam: { learningRate: 1e-2, warmupSteps: 3 },
  engine: { threads: 1 },
  ...changes,
});

function train(kind: "sft" | "rl", file: string, out: string) {
  return ["train", kind, "--config", file, "--out", join(home, out)];
}

/** The lines of the steps, without what the clock decides. */
async function steps(out: string): Promise<readonly Readonly<Record<string, number>>[]> {
  const text = await readFile(join(home, out, "metrics.jsonl"), "utf8");
  const lines = text
    .trim()
    .split("\n")
    .map((line): Record<string, number> => JSON.parse(line));
  return lines
    .filter((line) => "loss" in line)
    .map(({ tokensPerSecond: _, rolloutSeconds: _r, updateSeconds: _u, ...line }) => line);
}

describe("a toy run", () => {
  test("of reinforcement learning raises the mean reward by more than 0.2, and leaves a policy that answers", async () => {
    const run = await runCommand(train("rl", await config("rl", rl(9)), "rl"), { environment });
    const rewards = (await steps("rl")).map(({ reward }) => reward ?? 0);
    const asked = await runCommand(
      [
        "ask",
        "What is the capital of Peru?",
        "--model",
        `policy:${join(home, "rl", "policy")}`,
        "--runs",
        join(home, "runs"),
      ],
      { environment },
    );

    expect(run.code, run.stderr).toBe(0);
    expect(rewards).toHaveLength(9);
    expect(mean(rewards.slice(-2)) - mean(rewards.slice(0, 1))).toBeGreaterThan(0.2);
    expect(existsSync(join(home, "rl", "report.html"))).toBe(true);
    expect(asked.stdout).toContain("Lima");
  }, 240_000);

  test("of supervised training lowers the loss", async () => {
    const run = await runCommand(train("sft", await config("sft", sft(40)), "sft"), { environment });
    const losses = (await steps("sft")).map(({ loss }) => loss ?? 0);

    expect(run.code, run.stderr).toBe(0);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) - 0.5);
  }, 120_000);
});

describe("a training that is broken off", () => {
  test("by kill -9 goes on to the same metrics as one that was not", async () => {
    const file = await config("sft-killed", sft(60));
    const running = startCommand(train("sft", file, "killed"), { environment });
    await running.until("of 60 steps");
    await untilSaved(join(home, "killed", "checkpoints"), "000004");
    running.kill("SIGKILL");
    await running.outcome;
    const again = await runCommand(train("sft", file, "killed"), { environment });
    await runCommand(train("sft", file, "whole"), { environment });

    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("goes on after step");
    expect(await steps("killed")).toEqual(await steps("whole"));
  }, 120_000);

  test("by Ctrl-C in mid-step keeps the steps that are done, and exits with 130", async () => {
    const file = await config("stopped", rl(50));
    const running = startCommand(train("rl", file, "stopped"), { environment });
    await running.until("1 of 50 steps");
    running.kill("SIGINT");
    const { code, stderr } = await running.outcome;

    expect(code).toBe(130);
    expect(stderr).toMatch(/Stopped after [1-9]\d* of 50 steps/);
    expect(stderr).toContain("Continue  wideseek train rl");
  }, 120_000);
});

describe("what cannot work is one line and exit code 2", () => {
  test.each([
    ["an unknown key", "rl", { ...rl(1), learningRate: 1 }, /learningRate/],
    ["a wrong value", "rl", { ...rl(1), groupSize: 1 }, /groupSize/],
    ["a start that holds no policy", "rl", { ...rl(1), from: "nowhere" }, /from: .*nowhere/],
    [
      "sizes that do not fit",
      "sft",
      sft(1, { model: { heads: 3, keyValueHeads: 2 } }),
      /heads must be a multiple/,
    ],
    ["pages that are not there", "rl", rl(1, { world: { pages: "nothing.br" } }), /nothing\.br/],
  ] as const)(
    "%s",
    async (name, kind, settings, message) => {
      const file = await config(name.replaceAll(" ", "-"), settings);
      const { code, stderr } = await runCommand(train(kind, file, name.replaceAll(" ", "-")), {
        environment,
      });

      expect(code).toBe(2);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split("\n").at(-1)).toMatch(/^wideseek: /);
    },
    60_000,
  );

  test("a checkpoint that is cut off, and the one before it stays", async () => {
    const file = await config("cut", sft(4));
    await runCommand(train("sft", file, "cut"), { environment });
    const checkpoint = join(home, "cut", "checkpoints", "000004", "weights.safetensors");
    await truncate(checkpoint, 100);
    const { code, stderr } = await runCommand(train("sft", file, "cut"), { environment });

    expect(code).toBe(2);
    expect(stderr).toContain("weights.safetensors");
    expect(existsSync(join(home, "cut", "checkpoints", "000002", "weights.safetensors"))).toBe(true);
  }, 60_000);

  test("a directory that holds a training with another config", async () => {
    await runCommand(train("sft", await config("one", sft(2)), "other"), { environment });
    const { code, stderr } = await runCommand(train("sft", await config("two", sft(3)), "other"), {
      environment,
    });

    expect(code).toBe(2);
    expect(stderr).toMatch(/steps is 2, not 3/);
  }, 60_000);
});

async function untilSaved(directory: string, name: string): Promise<void> {
  const changes = watch(directory);
  if (existsSync(join(directory, name))) return;
  for await (const { filename } of changes) if (filename === name) return;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
