/**
 * @file The directory of a training: its config, a line of metrics for each step, a report, checkpoints, and the policy it
 * ends with. A training that was broken off goes on from its last checkpoint; what was measured after it is measured again.
 */
import { appendFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import type { Trainer } from "../../core/trainer.ts";
import { type Policy, savePolicy } from "../../llm/embedded/policy-directory.ts";
import { htmlReport } from "../report/html-report.ts";
import { guarded, readIfThere, writeWhole } from "./files.ts";
import { keepConfig } from "./keep-config.ts";
import { type Metrics, parseMetrics, writeMetrics } from "./metrics.ts";

const METRICS = "metrics.jsonl";
const CHECKPOINTS = "checkpoints";
const REPORT = "report.html";
const POLICY = "policy";

/** Its calls throw ConfigError where the directory cannot be read or written; the last checkpoint then stays. */
export interface TrainingRun {
  readonly directory: string;
  /** Steps that are done. */
  readonly done: number;
  readonly policyDirectory: string;
  /** Puts the trainer where the last checkpoint left it; false where there is none. */
  restore(trainer: Pick<Trainer, "load">): Promise<boolean>;
  /** What was measured in a step that is done. */
  record(metrics: Metrics): Promise<void>;
  /** Saves the trainer as it is after the steps done, and the report; removes all checkpoints but the last two. */
  save(trainer: Pick<Trainer, "save">): Promise<void>;
  keepPolicy(policy: Omit<Policy, "tokenizer">): Promise<void>;
  metrics(): Promise<readonly Metrics[]>;
  writeReport(): Promise<void>;
  path(name: string): string;
}

/** Begins a training in an empty directory, or goes on with the one that is there. Throws ConfigError for another config's. */
export async function openTrainingRun(
  directory: string,
  config: { readonly steps: number },
): Promise<TrainingRun> {
  return await guarded(directory, async () => {
    await mkdir(join(directory, CHECKPOINTS), { recursive: true });
    await keepConfig(directory, config);
    const done = (await savedSteps(directory)).at(-1) ?? 0;
    const measured = done === 0 ? [] : await readMetrics(directory);
    const kept = measured.filter(({ step }) => step <= done);
    await writeWhole(join(directory, METRICS), kept.map(writeMetrics).join(""));
    return new DirectoryRun(directory, config, done);
  });
}

class DirectoryRun implements TrainingRun {
  readonly directory: string;
  readonly policyDirectory: string;
  readonly #config: { readonly steps: number };
  #done: number;
  #saved: number;

  constructor(directory: string, config: { readonly steps: number }, done: number) {
    this.directory = directory;
    this.policyDirectory = join(directory, POLICY);
    this.#config = config;
    this.#done = done;
    this.#saved = done;
  }

  get done(): number {
    return this.#done;
  }

  async restore(trainer: Pick<Trainer, "load">): Promise<boolean> {
    if (this.#saved === 0) return false;
    const checkpoint = checkpointPath(this.directory, this.#saved);
    await trainer.load(checkpoint).catch((error: unknown) => {
      if (!(error instanceof ConfigError)) throw error;
      const remedy = `remove ${checkpoint} to go on from the one before, or from the beginning`;
      throw new ConfigError(`${error.message}; ${remedy}`, { cause: error });
    });
    return true;
  }

  async record(metrics: Metrics): Promise<void> {
    await guarded(this.directory, () => appendFile(this.path(METRICS), writeMetrics(metrics)));
    this.#done = metrics.step;
  }

  async save(trainer: Pick<Trainer, "save">): Promise<void> {
    if (this.#done === this.#saved) return;
    await trainer.save(checkpointPath(this.directory, this.#done));
    this.#saved = this.#done;
    await guarded(this.directory, async () => {
      for (const old of (await savedSteps(this.directory)).slice(0, -2)) {
        await rm(checkpointPath(this.directory, old), { recursive: true, force: true });
      }
    });
    await this.writeReport();
  }

  async keepPolicy(policy: Omit<Policy, "tokenizer">): Promise<void> {
    await guarded(this.directory, () => savePolicy(this.policyDirectory, policy));
    await this.writeReport();
  }

  metrics(): Promise<readonly Metrics[]> {
    return guarded(this.directory, () => readMetrics(this.directory));
  }

  async writeReport(): Promise<void> {
    const metrics = await this.metrics();
    const page = htmlReport({ directory: this.directory, config: this.#config, metrics });
    await guarded(this.directory, () => writeWhole(this.path(REPORT), page));
  }

  path(name: string): string {
    return join(this.directory, name);
  }
}

async function readMetrics(directory: string): Promise<readonly Metrics[]> {
  return parseMetrics((await readIfThere(join(directory, METRICS))) ?? "");
}

/** In rising order. */
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
