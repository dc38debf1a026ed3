/** @file The evaluations that are kept in a directory, and their reports. */
import { join } from "node:path";
import { z } from "zod";
import { evalConfigSchema } from "../../eval/run/eval-config.ts";
import { readIfThere } from "../../train/run/files.ts";
import { parseJson } from "../../util/parse-json.ts";
import { NotOfferedError } from "../not-offered.ts";
import { foldersIn } from "./report-folders.ts";

export interface KeptReport {
  /** The name of its folder. */
  readonly id: string;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt?: string | undefined;
  /** In one line. */
  readonly summary?: string | undefined;
}

/** What is no evaluation, or one of another version, is passed over. */
export async function listEvaluations(directory: string): Promise<readonly KeptReport[]> {
  const ids = await foldersIn(directory);
  const found = await Promise.all(
    ids.map(async (id): Promise<readonly KeptReport[]> => {
      const text = await readIfThere(join(directory, id, "eval.json"));
      const config = evalConfigSchema.safeParse(text === undefined ? undefined : parseJson(text));
      if (!config.success) return [];
      const { benchmark, startedAt, variants, trials, models } = config.data;
      const facts = [
        counted(benchmark.tasks, "task"),
        counted(variants.length, "variant"),
        `${counted(trials, "trial")} each`,
      ];
      return [
        { id, name: benchmark.name, startedAt, summary: [models?.lead, ...facts].filter(Boolean).join(", ") },
      ];
    }),
  );
  return found.flat();
}

function counted(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? "" : "s"}`;
}

/** `config`, `variants` and `trials`, as `report.json` has them. */
export const evaluationReport = z.looseObject({
  config: z.looseObject({}),
  variants: z.array(z.looseObject({ name: z.string() })).readonly(),
  trials: z.array(z.unknown()).readonly(),
});

/** Throws `NotOfferedError` where there is no such evaluation, or it has no report yet. */
export async function readEvaluation(
  directory: string,
  id: string,
): Promise<z.infer<typeof evaluationReport>> {
  const report = evaluationReport.safeParse(parseJson(await readReport(directory, id, "report.json")));
  if (report.success) return report.data;
  throw new NotOfferedError(
    `The report of the evaluation "${id}" is damaged. Write it again: wideseek eval --resume`,
  );
}

/** Its page, whole. Throws as `readEvaluation` does. */
export function readEvaluationPage(directory: string, id: string): Promise<string> {
  return readReport(directory, id, "report.html");
}

async function readReport(directory: string, id: string, file: string): Promise<string> {
  const isThere = (await foldersIn(directory)).includes(id);
  const text = isThere ? await readIfThere(join(directory, id, file)) : undefined;
  if (text !== undefined) return text;
  throw new NotOfferedError(`There is no report of an evaluation "${id}".`);
}
