/** @file What the user wants of `ask`, read from the command line and checked before anything is opened. */
import { z } from "zod";
import { kindOf } from "../../agent/read-question.ts";
import { type TeamSettings, teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import { languageOf, type Task } from "../../core/task.ts";
import type { KnowledgePlan } from "../../service/knowledge/knowledge-plan.ts";
import type { ModelPlan } from "../../service/models/model-plan.ts";
import { parseColumns, parseDeadline, wholeNumber } from "../arguments/amounts.ts";
import { parseBudget } from "../arguments/budget.ts";
import { readFlags, text } from "../arguments/flags.ts";
import { knowledgeFlags, planKnowledge } from "../arguments/knowledge.ts";
import { modelFlags, planModels } from "../arguments/models.ts";
import { type OutputFormat, outputFormat } from "../output/write-result.ts";

const MOST_SUBAGENTS = 1000;
const MOST_DEPTH = 5;
const LONGEST_QUESTION = 16_000;

/** The options as commander hands them over; the values are read here. */
const askFlags = z.object({
  columns: text.transform(parseColumns).optional(),
  answer: z.enum(["auto", "table", "short"]).default("auto"),
  language: z.enum(["auto", "en", "zh"]).default("auto"),
  ...modelFlags,
  maxSubagents: text.transform(wholeNumber("--max-subagents", 0, MOST_SUBAGENTS)).optional(),
  depth: text.transform(wholeNumber("--depth", 1, MOST_DEPTH)).optional(),
  single: z.boolean().default(false),
  wire: z.enum(["paper", "published"]).optional(),
  ...knowledgeFlags,
  budget: text.transform(parseBudget).optional(),
  deadline: text.transform(parseDeadline).optional(),
  format: outputFormat.optional(),
  out: text.optional(),
  events: z.boolean().default(false),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
  runs: text.optional(),
});

type AskFlags = z.infer<typeof askFlags>;

export interface AskPlan extends ModelPlan {
  readonly task: Task;
  readonly team: TeamSettings;
  readonly knowledge: KnowledgePlan;
  /** Absent where neither `--format` nor the ending of the file names one. */
  readonly format: OutputFormat | undefined;
  /** A file for the table, in place of the standard output. */
  readonly out: string | undefined;
  readonly events: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly runs: string | undefined;
}

/** Throws `ConfigError` for whatever cannot work. `defaultModel` is used where the options name none. */
export function planAsk(question: string, flags: unknown, defaultModel: string | undefined): AskPlan {
  const options = readFlags(askFlags, flags);
  const { out, events, quiet, color, runs } = options;
  const format = options.format ?? (out === undefined ? undefined : formatOf(out));
  const task = planTask(question, options);
  if (task.kind === "deep" && format === "csv") {
    throw new ConfigError(
      "CSV is for tables, and this question asks for one short answer. Add --answer table.",
    );
  }
  return {
    task,
    team: planTeam(options),
    knowledge: planKnowledge(options),
    ...planModels(options, defaultModel),
    format,
    out,
    events,
    quiet,
    color,
    runs,
  };
}

function formatOf(path: string): OutputFormat | undefined {
  if (/\.csv$/i.test(path)) return "csv";
  return /\.json$/i.test(path) ? "json" : undefined;
}

function planTask(question: string, { columns, answer, language }: AskFlags): Task {
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

function planTeam({ single, maxSubagents, depth, wire, budget, deadline }: AskFlags): TeamSettings {
  return teamSettings.parse({
    maxSubagents: single ? 0 : maxSubagents,
    depth,
    wire,
    budget,
    deadlineMs: deadline,
  });
}
