/** @file A trial: one answer to one task, what it is worth, and what it took. One line of `trials.jsonl`. */
import { z } from "zod";

const count = z.int().min(0);

const precisionRecall = z.object({ precision: z.number(), recall: z.number(), f1: z.number() }).readonly();

/**
 * How one row of an answer stands to the gold table. With both numbers it is a matched row; without `answer` the row is
 * missing, without `gold` it is one too many. Row numbers count from 0.
 */
const rowMark = z
  .object({
    answer: count.optional(),
    gold: count.optional(),
    /** One letter a gold column: `s`ame, `w`rong, `m`issing, `u`nsupported and wrong. */
    cells: z.string().optional(),
  })
  .readonly();

const tableOutcome = z
  .object({
    kind: z.literal("table"),
    item: precisionRecall,
    row: precisionRecall,
    success: z.boolean(),
    /** Of matched, missing and extra rows; absent where no table could be compared. */
    rows: z.array(rowMark).readonly().optional(),
    /** Why nothing could be compared. */
    note: z.string().optional(),
  })
  .readonly();

const shortOutcome = z
  .object({
    kind: z.literal("short-answer"),
    /** By rules or, where they cannot tell, by the judge. */
    correct: z.boolean(),
    exact: z.boolean(),
    /** Token F1. */
    f1: z.number(),
  })
  .readonly();

const outcome = z.discriminatedUnion("kind", [
  tableOutcome,
  shortOutcome,
  /** The judge gave no verdict. */
  z.object({ kind: z.literal("unscored"), error: z.string() }).readonly(),
  /** The model could not be reached. */
  z.object({ kind: z.literal("failed"), error: z.string() }).readonly(),
]);

const cost = z
  .object({
    promptTokens: count,
    sampledTokens: count,
    /** Absent where no price is known. */
    usd: z.number().optional(),
    elapsedMs: z.number(),
    /** See `createMeter`. */
    criticalMs: z.number(),
    criticalTurns: count,
    subagents: count,
    turns: count,
    searches: count,
    accesses: count,
  })
  .readonly();

const agentTrace = z
  .object({
    agent: z.string(),
    subtask: z.string(),
    /** Absent where it was killed. */
    stop: z.string().optional(),
    turns: count,
    tokens: count,
    /** What it called, in order: the tool and what it was told in short. */
    calls: z.array(z.string()).readonly(),
    /** The beginning of what it handed back. */
    report: z.string(),
  })
  .readonly();

export const trialSchema = z
  .object({
    variant: z.string(),
    task: z.string(),
    /** Counts from 1. */
    trial: z.int().min(1),
    outcome,
    /** As it was scored: the agent's final text, or a table put together from what was found. */
    answer: z.string(),
    /** The share of filled cells that a page states; absent for answers without evidence. */
    supported: z.number().optional(),
    stop: z.string().optional(),
    /** The run that holds the whole episode. */
    run: z.string().optional(),
    cost: cost.optional(),
    agents: z.array(agentTrace).readonly().optional(),
  })
  .readonly();

export type Trial = z.infer<typeof trialSchema>;
export type Outcome = Trial["outcome"];
export type TableOutcome = z.infer<typeof tableOutcome>;
export type RowMark = z.infer<typeof rowMark>;
export type Cost = z.infer<typeof cost>;
export type AgentTrace = z.infer<typeof agentTrace>;
