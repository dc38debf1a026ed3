/** @file Runs on disk: a directory each, with what was asked, what happened, and what came out. */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import type { RunResult } from "../core/events.ts";
import { runResultSchema } from "./event-schema.ts";
import { Journal } from "./journal.ts";
import { readJournal } from "./read-journal.ts";
import { type RunConfig, runConfigSchema } from "./run-config.ts";
import { isRunId, runId } from "./run-id.ts";
import type { ListedRun, RecordedRun, RunRecorder, RunStore } from "./run-store.ts";
import { isSystemError, systemReason } from "./system-error.ts";

const CONFIG_FILE = "config.json";
const RESULT_FILE = "result.json";
/** Names of one second differ by their ends only. */
const MOST_ATTEMPTS = 100;

export interface DirectoryStoreOptions {
  /** The directory of all runs; made when the first run begins. */
  readonly directory: string;
  /** The end of a new run's name, another one at each call, e.g. four random letters. */
  readonly makeSuffix: () => string;
  /** Called once, while the run goes on, when the disk takes no more of it. */
  readonly onLoss?: ((loss: string) => void) | undefined;
}

/**
 * A run is a directory of four files: `config.json`; `events.jsonl` and `pages.jsonl`, which only ever grow; and
 * `result.json`, which appears whole when the run ends.
 */
export function directoryStore({ directory, makeSuffix, onLoss }: DirectoryStoreOptions): RunStore {
  return {
    create: (config) =>
      orConfigError(`Cannot keep runs in ${directory}`, async () => {
        await mkdir(directory, { recursive: true });
        const run = await makeRunDirectory(directory, config, makeSuffix);
        await writeWhole(join(directory, run, CONFIG_FILE), asJson(config));
        return startRecorder(directory, run, onLoss);
      }),
    open: async (run) => {
      const listed = await readListed(directory, run);
      if (listed === undefined) throw new ConfigError(`There is no run "${run}" in ${directory}.`);
      const path = join(directory, run);
      return orConfigError<RecordedRun>(`Cannot read the run in ${path}`, async () => {
        return { ...listed, events: await readJournal(path) };
      });
    },
    names: () => namesIn(directory),
    list: async () => {
      const names = await namesIn(directory);
      const runs = await Promise.all(names.map((name) => readListed(directory, name).catch(asUnreadable)));
      return runs.filter((run) => run !== undefined);
    },
  };
}

async function makeRunDirectory(
  directory: string,
  config: RunConfig,
  makeSuffix: () => string,
): Promise<string> {
  const startedAt = new Date(config.startedAt);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const run = runId({ question: config.task.question, startedAt, suffix: makeSuffix() });
    try {
      await mkdir(join(directory, run));
      return run;
    } catch (error) {
      if (!isSystemError(error) || error.code !== "EEXIST") throw error;
    }
  }
  throw new ConfigError(`Cannot keep runs in ${directory}: every name that was tried is taken.`);
}

async function startRecorder(
  directory: string,
  run: string,
  onLoss: DirectoryStoreOptions["onLoss"],
): Promise<RunRecorder> {
  const path = join(directory, run);
  let loss: string | undefined;
  const lose = (error: unknown) => {
    if (!isSystemError(error)) throw error;
    if (loss !== undefined) return;
    loss = `The run can no longer be kept in ${path}: ${systemReason(error)}.`;
    onLoss?.(loss);
  };
  const journal = await Journal.open(path, lose);
  return {
    run,
    record: (event) => journal.append(event),
    finish: async (result) => {
      await journal.close();
      if (result !== undefined) await writeWhole(join(path, RESULT_FILE), asJson(result)).catch(lose);
    },
    get loss() {
      return loss;
    },
  };
}

/** Other readers see the whole file or none. */
async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.part`;
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}

function namesIn(directory: string): Promise<readonly string[]> {
  return orConfigError(`Cannot list the runs in ${directory}`, async () => {
    const names = (await orAbsent(readdir(directory))) ?? [];
    return names.filter(isRunId).sort().reverse();
  });
}

function asUnreadable(error: unknown): undefined {
  if (!(error instanceof ConfigError)) throw error;
}

async function readListed(directory: string, run: string): Promise<ListedRun | undefined> {
  const config = await readJson(join(directory, run, CONFIG_FILE), runConfigSchema);
  if (config === undefined) return undefined;
  const result: RunResult | undefined = await readJson(join(directory, run, RESULT_FILE), runResultSchema);
  return { run, config, result };
}

/** `undefined`: there is no such file. */
async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await orConfigError(`Cannot read ${path}`, () => orAbsent(readFile(path, "utf8")));
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(`${path} is not what a run holds: ${issue?.path.join(".")}: ${issue?.message}.`);
}

/** `undefined` where it is no JSON, which no schema accepts. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

async function orAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw error;
  }
}

async function orConfigError<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`${what}: ${systemReason(error)}.`, { cause: error });
  }
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
