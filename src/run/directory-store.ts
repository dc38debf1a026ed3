/** @file Runs on disk: a directory each, with what was asked, what happened, and what came out. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import type { RunResult } from "../core/events.ts";
import { parseJson } from "../util/parse-json.ts";
import { appendDecision, readDecisions } from "./decisions.ts";
import { runResultSchema } from "./event-schema.ts";
import { Journal } from "./journal.ts";
import { isLocked, lockDirectory } from "./lock.ts";
import { mendJournal, readJournal } from "./read-journal.ts";
import { type RunConfig, runConfigSchema } from "./run-config.ts";
import { isRunId, runId } from "./run-id.ts";
import type { ListedRun, RecordedRun, ResumedRun, RunRecorder, RunStore } from "./run-store.ts";
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
 * A run is a directory of files: `config.json`; `events.jsonl` and `pages.jsonl`, which only ever grow; `result.json`, which
 * appears whole when the run ends; and `decisions.jsonl`, which grows with what a user decides afterwards. While a process
 * records it, a file `process-<number>.lock` says which.
 */
export function directoryStore({ directory, makeSuffix, onLoss }: DirectoryStoreOptions): RunStore {
  const store: RunStore = {
    create: (config) =>
      orConfigError(`Cannot keep runs in ${directory}`, async () => {
        await mkdir(directory, { recursive: true });
        const run = await makeRunDirectory(directory, config, makeSuffix);
        const path = join(directory, run);
        return locked(path, async (unlock) => {
          await writeWhole(join(path, CONFIG_FILE), asJson(config));
          return startRecorder({ store, path, run, onLoss, unlock, knowledgeBase: config.knowledgeBase });
        });
      }),
    resume: (run, team) =>
      orConfigError<ResumedRun>(`Cannot go on with the run in ${join(directory, run)}`, async () => {
        const path = join(directory, run);
        const { config } = await requireRun(directory, run);
        return locked(path, async (unlock) => {
          const { events, knownPages } = await mendJournal(path);
          await writeWhole(join(path, CONFIG_FILE), asJson({ ...config, team }));
          await rm(join(path, RESULT_FILE), { force: true });
          const recorder = await startRecorder({
            store,
            path,
            run,
            onLoss,
            unlock,
            knowledgeBase: config.knowledgeBase,
            knownPages,
          });
          return { recorded: { run, config: { ...config, team }, events }, recorder };
        });
      }),
    open: async (run) => {
      const listed = await requireRun(directory, run);
      const path = join(directory, run);
      return orConfigError<RecordedRun>(`Cannot read the run in ${path}`, async () => {
        const decisions = await readDecisions(path);
        return { ...listed, events: await readJournal(path), ...(decisions.length > 0 && { decisions }) };
      });
    },
    decide: async (run, decision) => {
      await requireRun(directory, run);
      const path = join(directory, run);
      await orConfigError(`Cannot keep the decision in ${path}`, () =>
        locked(path, async (unlock) => {
          await appendDecision(path, decision);
          await unlock();
        }),
      );
    },
    look: (run) => requireRun(directory, run),
    names: () => namesIn(directory),
    list: async () => {
      const names = await namesIn(directory);
      const runs = await Promise.all(names.map((name) => readListed(directory, name).catch(asUnreadable)));
      return runs.filter((run) => run !== undefined);
    },
  };
  return store;
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

type Unlock = () => Promise<void>;

/** The lock is the recorder's to release, once there is one. */
async function locked<T>(path: string, work: (unlock: Unlock) => Promise<T>): Promise<T> {
  const unlock = await lockDirectory(path);
  try {
    return await work(unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

interface RecorderParts {
  readonly store: RunStore;
  /** The run's directory. */
  readonly path: string;
  readonly run: string;
  readonly onLoss: DirectoryStoreOptions["onLoss"];
  readonly unlock: Unlock;
  readonly knowledgeBase: string;
  readonly knownPages?: readonly string[];
}

async function startRecorder(parts: RecorderParts): Promise<RunRecorder> {
  const { store, path, run, onLoss, unlock, knowledgeBase, knownPages } = parts;
  let loss: string | undefined;
  const lose = (error: unknown) => {
    if (!isSystemError(error)) throw error;
    if (loss !== undefined) return;
    loss = `The run can no longer be kept in ${path}: ${systemReason(error)}.`;
    onLoss?.(loss);
  };
  const journal = await Journal.open(path, { onLoss: lose, knowledgeBase, knownPages });
  return {
    run,
    store,
    record: (event) => journal.append(event),
    kept: () => journal.kept(),
    finish: async (result) => {
      await journal.close();
      if (result !== undefined) await writeWhole(join(path, RESULT_FILE), asJson(result)).catch(lose);
      await unlock().catch(lose);
    },
    get loss() {
      return loss;
    },
  };
}

/** Other readers see the whole file or none. */
async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.part`;
  await writeFile(unfinished, text, { flush: true });
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

async function requireRun(directory: string, run: string): Promise<ListedRun> {
  const listed = await readListed(directory, run);
  if (listed === undefined) throw new ConfigError(`There is no run "${run}" in ${directory}.`);
  return listed;
}

async function readListed(directory: string, run: string): Promise<ListedRun | undefined> {
  const config = await readJson(join(directory, run, CONFIG_FILE), runConfigSchema);
  if (config === undefined) return undefined;
  const result: RunResult | undefined = await readJson(join(directory, run, RESULT_FILE), runResultSchema);
  if (result !== undefined) return { run, config, result };
  const isUnderWay = await orConfigError(`Cannot read ${join(directory, run)}`, () =>
    isLocked(join(directory, run)),
  );
  return { run, config, result, ...(isUnderWay && { isUnderWay }) };
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
