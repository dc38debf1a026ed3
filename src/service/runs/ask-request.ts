/** @file From a question and what the user wishes to the request of a run. */
import { z } from "zod";
import { kindOf } from "../../agent/read-question.ts";
import { type TeamSettings, teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import { languageOf, type Task } from "../../core/task.ts";
import { planSchema } from "../../run/run-config.ts";
import { budgetLimits } from "../../tools/budget.ts";
import { wire } from "../../tools/wire.ts";
import { knowledgePlanSchema } from "../knowledge/knowledge-plan.ts";
import { isTrainedPolicy } from "../models/trained-policy.ts";
import { applyPlan, rowLimit } from "../plans/apply-plan.ts";
import { EFFORT_NAMES, effortSettings } from "../plans/efforts.ts";
import type { RunRequest } from "./run-request.ts";

export const MOST_SUBAGENTS = 1000;
export const MOST_DEPTH = 5;
const LONGEST_QUESTION = 16_000;

/** What a user may wish besides the question; the defaults are those of every face. */
const wishesSchema = z.object({
  columns: z.array(z.string().trim().min(1)).min(1).readonly().optional(),
  answer: z.enum(["auto", "table", "short"]).default("auto"),
  language: z.enum(["auto", "en", "zh"]).default("auto"),
  models: z.object({ lead: z.string(), subagent: z.string() }),
  baseUrl: z.string().optional(),
  /** Sets the limits of the team that nothing else sets. */
  effort: z.enum(EFFORT_NAMES).optional(),
  maxSubagents: z.int().min(0).max(MOST_SUBAGENTS).optional(),
  depth: z.int().min(1).max(MOST_DEPTH).optional(),
  wire: wire.optional(),
  knowledge: knowledgePlanSchema,
  budget: budgetLimits.optional(),
  deadlineMs: z.int().positive().optional(),
  /** As the user approved it; its columns come before `columns`. */
  plan: planSchema.optional(),
  /** A preview: at most so many rows. */
  maxRows: z.int().positive().optional(),
});

export type Wishes = z.input<typeof wishesSchema>;

/** Throws `ConfigError` for whatever cannot work. */
export function askRequest(question: string, wishes: Wishes): RunRequest {
  const { models, baseUrl, knowledge, plan, maxRows, ...rest } = wishesSchema.parse(wishes);
  const team = teamOf(rest, isTrainedPolicy(models.lead) ? "watch" : "tell");
  const request = { task: taskOf(question, rest), team, models, baseUrl, knowledge };
  const wanted = plan ?? (maxRows === undefined ? undefined : rowLimit(maxRows));
  if (wanted === undefined) return request;
  return applyPlan(request, { ...wanted, maxRows: maxRows ?? wanted.maxRows });
}

type Limits = Pick<
  z.output<typeof wishesSchema>,
  "effort" | "maxSubagents" | "depth" | "wire" | "budget" | "deadlineMs"
>;

/** What is wished for by name comes before the effort; a budget replaces the effort's whole budget. */
function teamOf(limits: Limits, coverage: TeamSettings["coverage"]): TeamSettings {
  const { effort, maxSubagents, depth, wire, budget, deadlineMs } = limits;
  return teamSettings.parse({
    ...effortSettings(effort),
    depth,
    wire,
    coverage,
    ...(maxSubagents !== undefined && { maxSubagents }),
    ...(budget !== undefined && { budget }),
    ...(deadlineMs !== undefined && { deadlineMs }),
  });
}

type Form = Pick<z.output<typeof wishesSchema>, "columns" | "answer" | "language">;

function taskOf(question: string, { columns, answer, language }: Form): Task {
  const trimmed = question.trim();
  if (trimmed === "")
    throw new ConfigError('The question is empty. Example: wideseek ask "Which countries …?"');
  if (trimmed.length > LONGEST_QUESTION) {
    throw new ConfigError(
      `The question has ${trimmed.length} characters; at most ${LONGEST_QUESTION} are possible.`,
    );
  }
  if (columns !== undefined && answer === "short") {
    throw new ConfigError("--columns are for tables, so --answer cannot be short.");
  }
  const base = {
    id: "ask",
    question: trimmed,
    language: language === "auto" ? languageOf(trimmed) : language,
  };
  if (columns !== undefined) return { ...base, kind: "wide", columns };
  const forms = { auto: kindOf(trimmed), table: "wide", short: "deep" } as const;
  return { ...base, kind: forms[answer] };
}
