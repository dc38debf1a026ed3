/** @file From a question and what the user wishes to the request of a run. */
import { z } from "zod";
import { kindOf } from "../../agent/read-question.ts";
import { teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import { languageOf, type Task } from "../../core/task.ts";
import { budgetLimits } from "../../tools/budget.ts";
import { wire } from "../../tools/wire.ts";
import { knowledgePlanSchema } from "../knowledge/knowledge-plan.ts";
import { isTrainedPolicy } from "../models/trained-policy.ts";
import type { RunRequest } from "./run-request.ts";

export const MOST_SUBAGENTS = 1000;
export const MOST_DEPTH = 5;
const LONGEST_QUESTION = 16_000;

/** What a user may wish besides the question; the defaults are those of every face. */
export const wishesSchema = z.object({
  columns: z.array(z.string().trim().min(1)).min(1).readonly().optional(),
  answer: z.enum(["auto", "table", "short"]).default("auto"),
  language: z.enum(["auto", "en", "zh"]).default("auto"),
  models: z.object({ lead: z.string(), subagent: z.string() }),
  baseUrl: z.string().optional(),
  maxSubagents: z.int().min(0).max(MOST_SUBAGENTS).optional(),
  depth: z.int().min(1).max(MOST_DEPTH).optional(),
  wire: wire.optional(),
  knowledge: knowledgePlanSchema,
  budget: budgetLimits.optional(),
  deadlineMs: z.int().positive().optional(),
});

export type Wishes = z.input<typeof wishesSchema>;

/** Throws `ConfigError` for whatever cannot work. */
export function askRequest(question: string, wishes: Wishes): RunRequest {
  const { models, baseUrl, knowledge, ...rest } = wishesSchema.parse(wishes);
  const { maxSubagents, depth, wire, budget, deadlineMs } = rest;
  return {
    task: taskOf(question, rest),
    team: teamSettings.parse({
      maxSubagents,
      depth,
      wire,
      budget,
      deadlineMs,
      coverage: isTrainedPolicy(models.lead) ? "watch" : "tell",
    }),
    models,
    baseUrl,
    knowledge,
  };
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
