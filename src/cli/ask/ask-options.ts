/** @file What the user wants of `ask`, read from the command line and checked before anything is opened. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { askRequest, MOST_DEPTH, MOST_SUBAGENTS } from "../../service/runs/ask-request.ts";
import type { RunRequest } from "../../service/runs/run-request.ts";
import { parseColumns, parseDeadline, wholeNumber } from "../arguments/amounts.ts";
import { parseBudget } from "../arguments/budget.ts";
import { readFlags, text } from "../arguments/flags.ts";
import { knowledgeFlags, planKnowledge } from "../arguments/knowledge.ts";
import { modelFlags, planModels } from "../arguments/models.ts";
import { type OutputFormat, outputFormat } from "../output/write-result.ts";

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

export interface AskPlan extends RunRequest {
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
  const { columns, answer, language, wire, single, maxSubagents, depth } = options;
  const request = askRequest(question, {
    columns,
    answer,
    language,
    wire,
    depth,
    ...planModels(options, defaultModel),
    knowledge: planKnowledge(options),
    maxSubagents: single ? 0 : maxSubagents,
    budget: options.budget,
    deadlineMs: options.deadline,
  });
  if (request.task.kind === "deep" && format === "csv") {
    throw new ConfigError(
      "CSV is for tables, and this question asks for one short answer. Add --answer table.",
    );
  }
  return {
    ...request,
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
