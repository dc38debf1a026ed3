/** @file What the user wants of `eval`, read from the command line and checked before anything is opened. */
import { z } from "zod";
import { type TeamSettings, teamSettings } from "../../agent/team.ts";
import type { TaskChoice } from "../../eval/benchmarks/open-benchmark.ts";
import { type Variant, variantsOf } from "../../eval/run/sweep.ts";
import type { ModelPlan } from "../../service/models/model-plan.ts";
import { parseDate, parseDeadline, wholeNumber, wholeNumbers } from "../arguments/amounts.ts";
import { parseBudget } from "../arguments/budget.ts";
import { readFlags, text } from "../arguments/flags.ts";
import { modelFlags, planModels } from "../arguments/models.ts";

const evalFlags = z.object({
  trials: text.transform(wholeNumber("--trials", 1, 1_000)).default(1),
  width: text.transform(wholeNumbers("--width", 0, 1_000)).optional(),
  turns: text.transform(wholeNumbers("--turns", 1, 1_000)).optional(),
  limit: text.transform(wholeNumber("--limit", 1, 1_000_000)).optional(),
  language: z.enum(["en", "zh"]).optional(),
  ...modelFlags,
  depth: text.transform(wholeNumber("--depth", 1, 5)).optional(),
  wire: z.enum(["paper", "published"]).optional(),
  budget: text.transform(parseBudget).optional(),
  deadline: text.transform(parseDeadline).optional(),
  seed: text.transform(wholeNumber("--seed", 0, 2_000_000_000)).optional(),
  judge: text.default("exact"),
  date: text.transform(parseDate).optional(),
  concurrency: text.transform(wholeNumber("--concurrency", 1, 1_000)).default(4),
  out: text.optional(),
  resume: text.optional(),
  record: text.optional(),
  replay: text.optional(),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
});

export interface EvalPlan extends ModelPlan {
  readonly choice: TaskChoice;
  readonly team: TeamSettings;
  readonly variants: readonly Variant[];
  readonly trials: number;
  readonly concurrency: number;
  /** `exact` or a model. */
  readonly judge: string;
  /** The day of the evaluation, where it is not today. */
  readonly date: Date | undefined;
  /** A file for the samples of all models. */
  readonly record: string | undefined;
  /** A file with all samples, in place of the models. */
  readonly replay: string | undefined;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** Throws `ConfigError` for whatever cannot work. `defaultModel` is used where the options name none. */
export function planEval(flags: unknown, defaultModel: string | undefined): EvalPlan {
  const options = readFlags(evalFlags, flags);
  const { width, turns, limit, language, depth, wire, budget, deadline, seed } = options;
  const { trials, concurrency, judge, date, record, replay, quiet, color } = options;
  // a setting that is there without a value would not come back from disk
  const team = teamSettings.parse({
    depth,
    wire,
    budget,
    deadlineMs: deadline,
    ...(seed !== undefined && { seed }),
  });
  return {
    ...planModels(options, defaultModel),
    choice: { limit, language },
    team,
    variants: variantsOf(team, { widths: width, turns }),
    trials,
    concurrency,
    judge,
    date,
    record,
    replay,
    quiet,
    color,
  };
}
