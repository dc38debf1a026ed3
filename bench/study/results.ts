/** @file What the study found, as JSON lines: one for each training and each measurement, with the command that gives it. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Metrics } from "../../src/train/run/metrics.ts";

const interval = z.object({ low: z.number(), high: z.number() });

/** Of `bench/policy.ts`, one width. */
const scores = z.object({
  width: z.number(),
  temperature: z.number(),
  episodes: z.number(),
  failures: z.number(),
  reward: z.number(),
  valid: z.number(),
  itemF1: z.number().optional(),
  itemF1Interval: interval.optional(),
  itemF1ByTask: z.array(z.number()).default([]),
  rowF1: z.number().optional(),
  success: z.number().optional(),
  exact: z.number().optional(),
  exactInterval: interval.optional(),
  exactByTask: z.array(z.number()).default([]),
  subagents: z.number(),
  turns: z.number(),
  sampledTokens: z.number(),
  promptTokens: z.number(),
  secondsPerTask: z.number(),
  joulesPerTask: z.number(),
});

export type Scores = z.infer<typeof scores>;

const measurement = z.object({
  kind: z.literal("measurement"),
  name: z.string(),
  command: z.string(),
  widths: z.array(scores),
});

export type Measurement = z.infer<typeof measurement>;

/** After a step. `tokens` are those sampled in training until then. */
const point = z.object({
  step: z.number(),
  tokens: z.number(),
  reward: z.number(),
  itemF1: z.number().optional(),
  exact: z.number().optional(),
  valid: z.number().optional(),
});

const trained = z.object({
  kind: z.literal("training"),
  name: z.string(),
  command: z.string(),
  steps: z.number(),
  sampledTokens: z.number(),
  promptTokens: z.number(),
  /** On the wall clock, without the evaluations. */
  seconds: z.number(),
  train: z.array(point),
  /** Of the dev split. */
  dev: z.array(point),
});

export type Trained = z.infer<typeof trained>;

const result = z.discriminatedUnion("kind", [trained, measurement]);

export type Result = z.infer<typeof result>;

/** Throws where a line is no result. */
export async function readResults(file: string): Promise<readonly Result[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => result.parse(JSON.parse(line)));
}

/** Of the lines of `bench/policy.ts`. Keeps nothing that only says where the policy lies. */
export function measurementOf(name: string, command: string, output: string): Measurement {
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  return { kind: "measurement", name, command, widths: lines.map((line) => scores.parse(JSON.parse(line))) };
}

export function trainedOf(name: string, command: string, metrics: readonly Metrics[]): Trained {
  const steps = metrics.filter((line) => line["reward"] !== undefined);
  const tokens = [0];
  for (const line of steps) tokens.push((tokens.at(-1) ?? 0) + sum([line], "sampledTokens"));
  const points = (lines: readonly Metrics[], keys: Readonly<Record<string, string>>) =>
    lines.map((line) =>
      point.parse({
        step: line.step,
        tokens: tokens[line.step],
        ...Object.fromEntries(Object.entries(keys).map(([key, from]) => [key, line[from]])),
      }),
    );
  return {
    kind: "training",
    name,
    command,
    steps: steps.length,
    sampledTokens: sum(steps, "sampledTokens"),
    promptTokens: sum(steps, "promptTokens"),
    seconds: steps.reduce(
      (all, line) => all + (line["rolloutSeconds"] ?? 0) + (line["updateSeconds"] ?? 0),
      0,
    ),
    train: points(steps, { reward: "reward", itemF1: "itemF1", exact: "exact", valid: "valid" }),
    dev: points(
      metrics.filter((line) => line["devReward"] !== undefined),
      { reward: "devReward", itemF1: "devItemF1", exact: "devExact" },
    ),
  };
}

/** Metrics are means over the episodes that were scored. */
export function sum(steps: readonly Metrics[], key: "sampledTokens" | "promptTokens"): number {
  return steps.reduce((all, line) => {
    const { [key]: mean = 0, episodes = 0, failures = 0 } = line;
    return all + Math.round(mean * (episodes - failures));
  }, 0);
}

/** One line, numbers to four digits and tokens whole. */
export function writeResult(one: Result): string {
  const shorten = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  return `${JSON.stringify(one, shorten)}\n`;
}
