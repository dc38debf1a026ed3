/** @file What the user wants of `ask`, read from the command line and checked before anything is opened. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { Plan } from "../../core/plan.ts";
import { formatOfFile } from "../../export/exported-run.ts";
import { EFFORT_NAMES } from "../../service/plans/efforts.ts";
import { askRequest, MOST_DEPTH, MOST_SUBAGENTS } from "../../service/runs/ask-request.ts";
import type { RunRequest } from "../../service/runs/run-request.ts";
import { parseColumns, parseDeadline, wholeNumber } from "../arguments/amounts.ts";
import { parseBudget } from "../arguments/budget.ts";
import { flag, readFlags, text } from "../arguments/flags.ts";
import { knowledgeFlags, planKnowledge } from "../arguments/knowledge.ts";
import { modelFlags, planModels } from "../arguments/models.ts";
import { type OutputFormat, outputFormat } from "../output/write-result.ts";

const MOST_PREVIEWED = 1_000;

/** The options as commander hands them over; the values are read here. */
const askFlags = z.object({
  columns: text.transform(parseColumns).optional(),
  answer: z.enum(["auto", "table", "short"]).default("auto"),
  language: z.enum(["auto", "en", "zh"]).default("auto"),
  ...modelFlags,
  plan: flag,
  from: text.optional(),
  preview: text.transform(wholeNumber("--preview", 1, MOST_PREVIEWED)).optional(),
  effort: z.enum(EFFORT_NAMES).optional(),
  maxSubagents: text.transform(wholeNumber("--max-subagents", 0, MOST_SUBAGENTS)).optional(),
  depth: text.transform(wholeNumber("--depth", 1, MOST_DEPTH)).optional(),
  single: z.boolean().default(false),
  wire: z.enum(["paper", "published"]).optional(),
  ...knowledgeFlags,
  budget: text.transform(parseBudget).optional(),
  deadline: text.transform(parseDeadline).optional(),
  format: outputFormat.optional(),
  out: text.optional(),
  strict: flag,
  otel: text.optional(),
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
  /** The plan is shown before it is run. */
  readonly isPlanned?: boolean | undefined;
  /** The file that the plan came from. */
  readonly from?: string | undefined;
  /** Cells that no page states are left empty. */
  readonly strict?: boolean | undefined;
  /** The collector that traces are sent to; without it the environment says. */
  readonly otel?: string | undefined;
  /** The command for the whole table, where this is a preview. */
  readonly whole?: string | undefined;
}

/**
 * Throws `ConfigError` for whatever cannot work. `defaultModel` is used where the options name none, `plan` is that of the file of
 * `--from`.
 */
export function planAsk(
  question: string,
  flags: unknown,
  defaultModel: string | undefined,
  plan?: Plan,
): AskPlan {
  const options = readFlags(askFlags, flags);
  const { out, events, quiet, color, runs, strict, from, otel } = options;
  const format = options.format ?? (out === undefined ? undefined : formatOfFile(out));
  const { columns, answer, language, wire, single, maxSubagents, depth } = options;
  const request = askRequest(question, {
    columns,
    answer,
    language,
    wire,
    depth,
    ...planModels(options, defaultModel),
    knowledge: planKnowledge(options),
    plan,
    maxRows: options.preview,
    effort: options.effort,
    maxSubagents: single ? 0 : maxSubagents,
    budget: options.budget,
    deadlineMs: options.deadline,
  });
  if (request.task.kind === "deep" && (format === "csv" || format === "csv-sources")) {
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
    strict,
    isPlanned: options.plan,
    from,
    otel,
  };
}

/** The value of `--from`, which has to be read before the rest makes sense. */
export function fromOf(flags: unknown): string | undefined {
  return readFlags(z.object({ from: text.optional() }), flags).from;
}
