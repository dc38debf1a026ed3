/** @file An evaluation on disk: what was asked, and a line for each trial that is done. */
import { appendFile, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { parseJson } from "../../util/parse-json.ts";
import { parseRecord } from "../benchmarks/read-records.ts";
import { type Trial, trialSchema } from "../trial.ts";
import { type EvalConfig, evalConfigSchema, requireSame } from "./eval-config.ts";

const CONFIG_FILE = "eval.json";
const TRIALS_FILE = "trials.jsonl";

export interface EvalDirectory {
  /** As it was stored when the evaluation began. */
  readonly config: EvalConfig;
  /** In the order they were done; of a trial scored again, the last. */
  readonly trials: readonly Trial[];
  /** Resolves once the trial is on disk. Throws `ConfigError` when it cannot be. */
  append(trial: Trial): Promise<void>;
}

/**
 * Begins an evaluation in `path`, or takes up the one there: a last line that was cut off is dropped.
 * Throws `ConfigError` where that has another configuration, or a line that is no trial.
 */
export async function openEvalDirectory(path: string, wanted: EvalConfig): Promise<EvalDirectory> {
  await orConfigError(path, () => mkdir(path, { recursive: true }));
  const stored = await readConfig(path);
  if (stored !== undefined) requireSame(stored, wanted, path);
  else
    await orConfigError(path, () =>
      writeFile(join(path, CONFIG_FILE), `${JSON.stringify(wanted, null, 2)}\n`),
    );
  const file = join(path, TRIALS_FILE);
  const { trials, wholeBytes } = await readTrials(file);
  if (wholeBytes !== undefined) await orConfigError(file, () => truncate(file, wholeBytes));
  let writing = Promise.resolve();
  return {
    config: stored ?? wanted,
    trials,
    append: (trial) => {
      writing = writing.then(() => orConfigError(file, () => appendFile(file, `${JSON.stringify(trial)}\n`)));
      return writing;
    },
  };
}

/** What is there of an evaluation, finished or not. Throws `ConfigError` where there is none. */
export async function readEvalDirectory(path: string): Promise<Pick<EvalDirectory, "config" | "trials">> {
  const config = await readConfig(path);
  if (config === undefined)
    throw new ConfigError(`There is no evaluation in ${path}: it has no ${CONFIG_FILE}.`);
  return { config, trials: (await readTrials(join(path, TRIALS_FILE))).trials };
}

/** One text for one trial of one variant at one task. */
export function trialKey({ variant, task, trial }: Pick<Trial, "variant" | "task" | "trial">): string {
  return JSON.stringify([variant, task, trial]);
}

async function readConfig(path: string): Promise<EvalConfig | undefined> {
  const file = join(path, CONFIG_FILE);
  const text = await orConfigError(file, () => orAbsent(readFile(file, "utf8")));
  return text === undefined
    ? undefined
    : parseRecord({ place: file, value: parseJson(text) }, evalConfigSchema);
}

/** `wholeBytes`: how much of the file to keep, where its last line is broken off. */
async function readTrials(file: string): Promise<{ trials: readonly Trial[]; wholeBytes?: number }> {
  const text = (await orConfigError(file, () => orAbsent(readFile(file, "utf8")))) ?? "";
  const end = text.lastIndexOf("\n") + 1;
  const trials = new Map<string, Trial>();
  for (const [index, line] of text.slice(0, end).split("\n").entries()) {
    if (line === "") continue;
    const trial = parseRecord({ place: `${file}, line ${index + 1}`, value: parseJson(line) }, trialSchema);
    trials.set(trialKey(trial), trial);
  }
  const isWhole = end === text.length;
  return {
    trials: [...trials.values()],
    ...(!isWhole && { wholeBytes: Buffer.byteLength(text.slice(0, end)) }),
  };
}

async function orAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function orConfigError<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`The evaluation cannot be kept in ${path}: ${systemReason(error)}.`, {
      cause: error,
    });
  }
}
