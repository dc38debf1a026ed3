/** @file A question with its plan as a JSON file: what `--plan --format json` prints, an editor changes, and `--from` reads. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ConfigError } from "../../../core/errors.ts";
import type { Estimate, Plan } from "../../../core/plan.ts";
import { planSchema } from "../../../run/run-config.ts";
import { isSystemError, systemReason } from "../../../run/system-error.ts";
import { parseJson } from "../../../util/parse-json.ts";

export interface PlannedQuestion {
  readonly question: string;
  readonly plan: Plan;
}

const schema = z.object({ question: z.string().trim().min(1), plan: planSchema });

/** The estimate is for whoever reads it; it is made anew from the plan when that is run. */
export function writePlan({ question, plan }: PlannedQuestion, estimate?: Estimate): string {
  return `${JSON.stringify({ question, plan, estimate }, undefined, 2)}\n`;
}

/** `place` names the text in messages. Throws `ConfigError` for what is no plan. */
export function parsePlan(text: string, place: string): PlannedQuestion {
  const value = parseJson(text);
  if (value === undefined) throw new ConfigError(`${place} is not JSON. ${HOW}`);
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ConfigError(`${place}, ${issue?.path.join(".") || "the whole"}: ${issue?.message}. ${HOW}`);
}

const HOW = 'Make one with: wideseek ask "…" --plan --format json > plan.json';

/** Throws `ConfigError` where it cannot be read or is no plan. */
export async function readPlanFile(path: string): Promise<PlannedQuestion> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`--from ${path} cannot be read: ${systemReason(error)}.`, { cause: error });
  });
  return parsePlan(text, path);
}
