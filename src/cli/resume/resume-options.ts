/** @file How a run that was broken off goes on: as it was asked, with what the command line raises. */
import { resolve } from "node:path";
import { z } from "zod";
import { formatOfFile } from "../../export/exported-run.ts";
import type { ListedRun } from "../../run/run-store.ts";
import { requestOf } from "../../service/runs/run-request.ts";
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
  otel: text.optional(),
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
export function planResume(listed: ListedRun, flags: ResumeFlags): ResumePlan {
  const request = requestOf(listed);
  const { out, format, events, quiet, color, runs, otel } = flags;
  return {
    ...request,
    team: raised(request.team, flags),
    format: format ?? (out === undefined ? undefined : formatOfFile(out)),
    out: out === undefined ? undefined : resolve(out),
    events,
    quiet,
    color,
    runs,
    otel,
  };
}

function raised(team: AskPlan["team"], { budget, deadline }: ResumeFlags): AskPlan["team"] {
  return { ...team, budget: { ...team.budget, ...budget }, deadlineMs: deadline ?? team.deadlineMs };
}
