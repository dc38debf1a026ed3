/** @file The answers of several places as one. */
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import type { GivenAnswer } from "../../eval/answers/given-answer.ts";
import { readAnswers } from "../../eval/answers/read-answers.ts";
import { isRunId } from "../../run/run-id.ts";

/**
 * Where two places hold the same trial of the same variant at the same task, each place's variants are named after it.
 * Throws `ConfigError` for what cannot be read.
 */
export async function readAllAnswers(paths: readonly string[]): Promise<readonly GivenAnswer[]> {
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new ConfigError(`${twice} is named twice.`);
  const places = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), answers: await readPlace(path) })),
  );
  const answers = places.flatMap((place) => place.answers);
  const keys = new Set(answers.map(({ variant, task, trial }) => JSON.stringify([variant, task.id, trial])));
  if (keys.size === answers.length) return answers;
  return places.flatMap((place) =>
    place.answers.map((answer) => ({ ...answer, variant: `${place.name}: ${answer.variant}` })),
  );
}

/** One run is read from among those it lies with. */
async function readPlace(path: string): Promise<readonly GivenAnswer[]> {
  const run = basename(resolve(path));
  if (!isRunId(run) || !existsSync(join(path, "events.jsonl"))) return readAnswers(path);
  const answers = (await readAnswers(dirname(resolve(path)))).filter(({ place }) => place === run);
  if (answers.length > 0) return answers;
  throw new ConfigError(`The run in ${path} holds no answer.`);
}
