/** @file The shapes of runs, as requests and replies have them. */
import { z } from "zod";
import { storedEventSchema, taskSchema } from "../../../run/event-schema.ts";
import { budgetLimits } from "../../../tools/budget.ts";
import { changeShape, list, planShape, resultShape, stopShape, tableShape, usageShape } from "./evidence.ts";

/** As the store makes them; no name of another form is ever looked up. */
const RUN_NAME = /^\d{4}-\d{2}-\d{2}-\d{6}(?:-[\p{L}\p{N}]+)+$/u;

export const runName = z.string().max(200).regex(RUN_NAME, "this is no name of a run");
export const runParams = z.strictObject({ run: runName });
export const runReply = z.object({ run: z.string() });

const name = z.string().min(1).max(200);
const question = z.string().min(1).max(16_000).regex(/\S/u, "write a question");
const columns = z.array(name).min(1).max(50).readonly();
const effort = z.enum(["low", "medium", "high", "max"]);
const kb = z.array(name).min(1).max(20).readonly().describe("names of knowledge bases");
const language = z.enum(["auto", "en", "zh"]);
const maxRows = z.int().positive().max(100_000).describe("a preview");
const day = 24 * 60 * 60 * 1_000;

export const limitsShape = {
  budget: budgetLimits.optional(),
  deadlineMs: z.int().positive().max(day).optional(),
};

export const planRequest = z.strictObject({
  question,
  columns: columns.optional(),
  effort: effort.optional(),
  model: name.optional(),
  kb: kb.optional(),
  language: language.optional(),
  maxRows: maxRows.optional(),
});

export const startRequest = z.strictObject({
  question,
  columns: columns.optional(),
  answer: z.enum(["auto", "table", "short"]).optional(),
  language: language.optional(),
  plan: planShape.optional(),
  effort: effort.optional(),
  model: name.optional(),
  leadModel: name.optional(),
  subagentModel: name.optional(),
  kb: kb.optional(),
  ...limitsShape,
  maxRows: maxRows.optional(),
  table: tableShape.optional().describe("a table to go on from"),
  change: changeShape
    .optional()
    .describe("of that table; without it, it is extended by what the question asks"),
});

const runState = z.enum(["running", "ended", "broken-off"]);

export const runSummary = z
  .object({
    run: z.string(),
    question: z.string(),
    startedAt: z.string().describe("ISO 8601, UTC"),
    state: runState,
    stop: stopShape.optional(),
    rows: z.int().optional(),
    agents: z.int().optional(),
    costUsd: z.number().optional(),
    tokens: z.number().optional(),
    elapsedMs: z.number().optional(),
    model: z.string(),
    base: z.string().optional(),
  })
  .meta({ id: "RunSummary" });

export const runDetail = z
  .object({
    run: z.string(),
    state: runState,
    config: z.object({
      task: taskSchema,
      models: z.object({ lead: z.string(), subagent: z.string() }).readonly(),
      knowledgeBase: z.string(),
      startedAt: z.string().describe("ISO 8601, UTC"),
      budget: budgetLimits,
      deadlineMs: z.number(),
      plan: planShape.optional(),
      revision: z.object({ base: z.string(), change: changeShape }).readonly().optional(),
    }),
    result: resultShape.optional().describe("with what the user decided; absent while the run goes on"),
    line: z.string().optional().describe("how complete the table is"),
    revisions: list(z.string()).describe("runs that are based on this one"),
  })
  .meta({ id: "RunDetail" });

const wirePageRead = z.object({
  at: z.number(),
  type: z.literal("page-read"),
  agent: z.string(),
  call: z.string().optional(),
  page: z.object({
    hash: z.string(),
    url: z.string(),
    title: z.string(),
    excerpt: z.literal(true).optional().describe("only a piece of the page was read"),
  }),
});

/** What stands behind `data:` in a stream of events. */
export const eventShape = z.union([wirePageRead, storedEventSchema]).meta({ id: "RunEvent" });

const namedPage = z.object({ url: z.string(), title: z.string(), hash: z.string() });

export const agentTrace = z
  .object({
    agent: z.string(),
    role: z.enum(["lead", "subagent", "single"]),
    subtask: z.string(),
    model: z.string(),
    stop: stopShape.optional().describe("absent while it works"),
    turns: list(
      z.object({
        content: z.string(),
        reasoning: z.string().optional(),
        calls: list(
          z.object({
            name: z.string(),
            arguments: z.string().describe("as the model wrote them: JSON, unchecked"),
            result: z.string().optional().describe("absent while it is under way"),
            isError: z.boolean().optional(),
            elapsedMs: z.number().optional(),
            pages: list(namedPage),
            subagents: list(z.string()),
          }),
        ),
        usage: usageShape,
      }),
    ),
    usage: usageShape,
  })
  .meta({ id: "AgentTrace" });
