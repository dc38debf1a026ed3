/**
 * @file The directory of a training: its config, a line of metrics for each step, checkpoints, and the policy it ends with.
 * A training that was broken off goes on from its last checkpoint; what was measured after it is measured again.
 */
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { Trainer } from "../../core/trainer.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";

const CONFIG = "config.json";
const METRICS = "metrics.jsonl";
const CHECKPOINTS = "checkpoints";

/** Numbers by name; `step` counts from 1. What was not measured in a step is absent. */
export type Metrics = Readonly<Record<string, number | undefined>> & { readonly step: number };

const metricsLine = z.object({ step: z.int() }).catchall(z.number());

export interface TrainingRun {
  readonly directory: string;
  /** Steps that are done, with a checkpoint to prove it. */
  readonly done: number;
  /** Where the trainer goes on from; absent where the training begins. */
  readonly checkpoint?: string | undefined;
  readonly policyDirectory: string;
  record(metrics: Metrics): Promise<void>;
  /** Saves the trainer as it is after `step` steps, and removes the checkpoint before the last. */
  save(step: number, trainer: Pick<Trainer, "save">): Promise<void>;
  metrics(): Promise<readonly Metrics[]>;
  path(name: string): string;
}

/**
 * Begins a training in an empty directory, or goes on with the one that is there. Throws ConfigError where the directory
 * cannot be written, or holds a training with another config.
 */
export async function openTrainingRun(directory: string, config: object): Promise<TrainingRun> {
  await guarded(directory, () => mkdir(join(directory, CHECKPOINTS), { recursive: true }));
  await keepConfig(directory, config);
  const steps = await savedSteps(directory);
  const done = steps.at(-1) ?? 0;
  const kept = (await readMetrics(directory)).filter(({ step }) => step <= done);
  const lines = kept.map((line) => `${JSON.stringify(line)}\n`).join("");
  await guarded(directory, () => writeFile(join(directory, METRICS), lines));
  return {
    directory,
    done,
    checkpoint: done === 0 ? undefined : checkpointPath(directory, done),
    policyDirectory: join(directory, "policy"),
    path: (name) => join(directory, name),
    record: (metrics) =>
      guarded(directory, () => appendFile(join(directory, METRICS), `${JSON.stringify(metrics)}\n`)),
    async save(step, trainer) {
      await trainer.save(checkpointPath(directory, step));
      const old = (await savedSteps(directory)).filter((one) => one < step).slice(0, -1);
      for (const one of old) await rm(checkpointPath(directory, one), { recursive: true, force: true });
    },
    metrics: () => readMetrics(directory),
  };
}

async function keepConfig(directory: string, config: object): Promise<void> {
  const file = join(directory, CONFIG);
  const wanted: unknown = JSON.parse(JSON.stringify(config));
  const text = await readIfThere(file);
  if (text === undefined) {
    await guarded(directory, () => writeFile(file, `${JSON.stringify(config, null, 2)}\n`));
  } else if (!isDeepStrictEqual(JSON.parse(text), wanted)) {
    throw new ConfigError(
      `${directory} holds a training with another config (${file}); go on with that config, or choose another directory`,
    );
  }
}

async function savedSteps(directory: string): Promise<readonly number[]> {
  const names = await readdir(join(directory, CHECKPOINTS));
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((left, right) => left - right);
}

function checkpointPath(directory: string, step: number): string {
  return join(directory, CHECKPOINTS, String(step).padStart(6, "0"));
}

/** The whole lines; one that was cut off is no measurement. */
export async function readMetrics(directory: string): Promise<readonly Metrics[]> {
  const text = (await readIfThere(join(directory, METRICS))) ?? "";
  return text.split("\n").flatMap((line): readonly Metrics[] => {
    if (line === "") return [];
    try {
      const parsed = metricsLine.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  });
}

async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch((error: unknown) => {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  });
}

async function guarded<T>(directory: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`the training directory ${directory} cannot be written: ${systemReason(error)}`, {
      cause: error,
    });
  }
}
