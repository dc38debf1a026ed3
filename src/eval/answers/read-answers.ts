/** @file Answers at hand, of whatever kind a path holds. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { directoryStore } from "../../run/directory-store.ts";
import { orUnreadable } from "../benchmarks/read-records.ts";
import { readEvalDirectory } from "../run/eval-directory.ts";
import type { GivenAnswer } from "./given-answer.ts";
import { readRuns } from "./recorded-runs.ts";
import { isOneResponse, readResponseFile } from "./response-files.ts";

/**
 * `path` is an evaluation's directory, a directory of runs, a response file of the official WideSearch code or of
 * RLinf, or a folder of those. Throws `ConfigError` naming what is wrong, and where nothing is found.
 */
export async function readAnswers(path: string): Promise<readonly GivenAnswer[]> {
  const answers = await readWhatIsThere(path);
  if (answers.length === 0) {
    throw new ConfigError(
      `${path} holds no answers: neither runs, nor an evaluation, nor files named …_response.jsonl.`,
    );
  }
  requireDistinct(answers);
  return answers;
}

async function readWhatIsThere(path: string): Promise<readonly GivenAnswer[]> {
  if (!(await orUnreadable(path, () => stat(path))).isDirectory()) return readResponseFile(path);
  const names = (await orUnreadable(path, () => readdir(path))).sort();
  if (names.includes("eval.json")) return readEvaluation(path);
  const files = (await orUnreadable(path, () => readdir(path, { recursive: true })))
    .filter(isOneResponse)
    .sort();
  if (files.length > 0)
    return (await Promise.all(files.map((name) => readResponseFile(join(path, name))))).flat();
  // a store that is only read makes no names
  return readRuns(directoryStore({ directory: path, makeSuffix: () => "" }));
}

async function readEvaluation(path: string): Promise<readonly GivenAnswer[]> {
  const { trials } = await readEvalDirectory(path);
  return trials
    .filter(({ outcome }) => outcome.kind !== "failed")
    .map(({ variant, task, trial, answer, outcome: _outcome, ...known }) => ({
      variant,
      task: { id: task },
      trial,
      text: answer,
      place: path,
      known,
    }));
}

function requireDistinct(answers: readonly GivenAnswer[]): void {
  const seen = new Map<string, string>();
  for (const { variant, task, trial, place } of answers) {
    const key = JSON.stringify([variant, task.id, trial]);
    const other = seen.get(key);
    if (other !== undefined) {
      throw new ConfigError(
        `Two answers of ${variant} to ${task.id}, trial ${trial}: ${other} and ${place}.`,
      );
    }
    seen.set(key, place);
  }
}
