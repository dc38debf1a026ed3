/** @file How a run that was broken off goes on: as it was asked, with what the command line raises. */
import { resolve } from "node:path";
import { z } from "zod";
import { teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import type { RunConfig } from "../../run/run-config.ts";
import type { ListedRun } from "../../run/run-store.ts";
import { knowledgePlanSchema } from "../../service/knowledge/knowledge-plan.ts";
import { parseDeadline } from "../arguments/amounts.ts";
import { parseBudget } from "../arguments/budget.ts";
import { text } from "../arguments/flags.ts";
import type { AskPlan } from "../ask/ask-options.ts";
import { outputFormat } from "../output/write-result.ts";

export const resumeFlags = z.object({
  budget: text.transform(parseBudget).optional(),
  deadline: text.transform(parseDeadline).optional(),
  format: outputFormat.optional(),
  out: text.optional(),
  events: z.boolean().default(false),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
  runs: text.optional(),
});

export type ResumeFlags = z.infer<typeof resumeFlags>;

export interface ResumePlan extends AskPlan {
  /** Where paths in the names of models and knowledge bases start from. */
  readonly directory: string;
}

/** Throws `ConfigError` for a run that cannot go on. */
export function planResume({ run, config }: ListedRun, flags: ResumeFlags): ResumePlan {
  const { reach, task, models } = config;
  if (reach === undefined) {
    throw new ConfigError(
      `The run ${run} cannot be resumed: it does not say how its models were reached. Runs of "ask" since this version do; evaluations go on with eval --resume.`,
    );
  }
  const knowledge = knowledgePlanSchema.safeParse(reach.knowledge);
  if (!knowledge.success) throw otherVersion(run, config);
  const { out, format, events, quiet, color, runs } = flags;
  return {
    task,
    models,
    team: raisedTeam(run, config, flags),
    baseUrl: reach.baseUrl,
    knowledge: knowledge.data,
    directory: reach.directory,
    format: format ?? (out === undefined ? undefined : formatOf(out)),
    out: out === undefined ? undefined : resolve(out),
    events,
    quiet,
    color,
    runs,
  };
}

function formatOf(path: string): ResumeFlags["format"] {
  if (/\.csv$/i.test(path)) return "csv";
  return /\.json$/i.test(path) ? "json" : undefined;
}

function raisedTeam(run: string, config: RunConfig, { budget, deadline }: ResumeFlags): AskPlan["team"] {
  const team = teamSettings.safeParse(config.team);
  if (!team.success) throw otherVersion(run, config);
  return {
    ...team.data,
    budget: { ...team.data.budget, ...budget },
    deadlineMs: deadline ?? team.data.deadlineMs,
  };
}

function otherVersion(run: string, { version }: RunConfig): ConfigError {
  return new ConfigError(
    `The run ${run} cannot be resumed: its settings are those of version ${version}. Ask again, or resume it with that version.`,
  );
}
