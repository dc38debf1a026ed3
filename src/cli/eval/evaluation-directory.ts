/** @file The directory of an evaluation, or of the scores of answers at hand. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { runId } from "../../run/run-id.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { makeSuffix } from "../../service/places/open-store.ts";
import { evaluationsDirectory } from "../../service/places/places.ts";

/** Makes `out`, or a new directory named by time and benchmark. Throws `ConfigError` where an evaluation is already. */
export async function makeEvaluationDirectory(
  out: string | undefined,
  benchmark: string,
  now: Date,
): Promise<string> {
  const name = runId({ question: benchmark, startedAt: now, suffix: makeSuffix() });
  const directory = out === undefined ? join(evaluationsDirectory, name) : resolve(out);
  if (existsSync(join(directory, "eval.json"))) {
    throw new ConfigError(
      `${directory} holds an evaluation. Name another directory, or continue that one: wideseek eval --resume ${out}`,
    );
  }
  try {
    await mkdir(directory, { recursive: true });
    return directory;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`${directory} cannot be made: ${systemReason(error)}.`, { cause: error });
  }
}
