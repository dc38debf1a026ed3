/** @file What an evaluation was asked to do, written down before it starts and compared when it is taken up again. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { Benchmark } from "../benchmarks/benchmark.ts";

const variant = z
  .object({
    name: z.string(),
    axis: z.enum(["width", "turns"]).optional(),
    value: z.number().optional(),
    /** The team's settings as they were used, defaults filled in; absent for answers from elsewhere. */
    team: z.record(z.string(), z.unknown()).readonly().optional(),
  })
  .readonly();

export const evalConfigSchema = z
  .object({
    /** Of the layout of the directory. */
    format: z.literal(1),
    /** The version of the package. */
    version: z.string(),
    /** ISO 8601, UTC. */
    startedAt: z.iso.datetime(),
    benchmark: z
      .object({
        name: z.string(),
        tasks: z.int(),
        /** Changes with any task or gold answer. */ digest: z.string(),
      })
      .readonly(),
    variants: z.array(variant).min(1).readonly(),
    trials: z.int().min(1),
    /** Absent for answers from elsewhere. */
    models: z.object({ lead: z.string(), subagent: z.string() }).readonly().optional(),
    knowledgeBase: z.string().optional(),
    judge: z.string(),
  })
  .readonly();

export type EvalConfig = z.infer<typeof evalConfigSchema>;

export function describeBenchmark({ name, tasks }: Benchmark): EvalConfig["benchmark"] {
  const digest = createHash("sha256").update(JSON.stringify(tasks)).digest("hex").slice(0, 16);
  return { name, tasks: tasks.length, digest };
}

/** Throws `ConfigError` naming the first thing that differs: results of two configurations must not mix. */
export function requireSame(stored: EvalConfig, wanted: EvalConfig, directory: string): void {
  const [before, now] = [stored, wanted].map(comparable);
  const value = (fields: typeof before, field: string) => fields?.[field] ?? "not set";
  const changed = Object.keys({ ...before, ...now }).find(
    (field) => value(before, field) !== value(now, field),
  );
  if (changed === undefined) return;
  throw new ConfigError(
    `The evaluation in ${directory} was begun with ${changed} ${value(before, changed)}, ` +
      `not ${value(now, changed)}. Continue it as it was, or begin another in a new directory.`,
  );
}

/** As flat texts; when it began and by which version may differ. */
function comparable(config: EvalConfig): Readonly<Record<string, string>> {
  const { benchmark, variants, models } = config;
  return {
    benchmark: `"${benchmark.name}"`,
    "number of tasks": String(benchmark.tasks),
    "contents of the benchmark": benchmark.digest,
    variants: `"${variants.map(({ name }) => name).join(", ")}"`,
    trials: String(config.trials),
    "lead model": `"${models?.lead}"`,
    "subagent model": `"${models?.subagent}"`,
    "knowledge base": `"${config.knowledgeBase}"`,
    judge: `"${config.judge}"`,
    ...Object.fromEntries(
      variants.flatMap(({ name, team = {} }) => flatten(team, [`the setting of "${name}"`])),
    ),
  };
}

function flatten(value: unknown, path: readonly string[]): readonly (readonly [string, string])[] {
  const record = z.record(z.string(), z.unknown()).safeParse(value);
  if (!record.success) return [[path.join(" "), JSON.stringify(value) ?? "not set"]];
  return Object.entries(record.data).flatMap(([key, inner]) => flatten(inner, [...path, key]));
}
