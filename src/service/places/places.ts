/** @file Where runs, evaluations and indexes are kept. */
import { join, resolve } from "node:path";
import envPaths from "env-paths";

const places = envPaths("wideseek", { suffix: "" });

/** The search indexes; they can be built again at any time. */
export const cacheDirectory = places.cache;

/** Evaluations and reports that were given no place of their own. */
export const evaluationsDirectory = join(places.data, "evaluations");

/** Trainings that a face shows; each has a folder in it. */
export const trainingsDirectory = join(places.data, "trainings");

/** Documents that were uploaded; a folder in it is a knowledge base. */
export const knowledgeBasesDirectory = join(places.data, "knowledge-bases");

/** `--runs`, else `WIDESEEK_RUNS`, else a folder of the user's data directory. */
export function runsDirectory(
  option: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  return resolve(option || variables["WIDESEEK_RUNS"] || join(places.data, "runs"));
}
