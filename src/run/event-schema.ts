/** @file The schemas of what a run directory holds: tasks, events and results as they are read back from disk. */
import { z } from "zod";
import type { StopReason } from "../core/episode.ts";
import type { RunEventBody, RunResult } from "../core/events.ts";
import type { Cell, CellState } from "../core/evidence.ts";
import type { Page } from "../core/knowledge-base.ts";
import type { Sample } from "../core/sampler.ts";
import type { Task } from "../core/task.ts";

const table = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) });

const taskBase = { id: z.string(), question: z.string(), language: z.enum(["en", "zh"]) };

export const taskSchema: z.ZodType<Task> = z.discriminatedUnion("kind", [
  z.object({
    ...taskBase,
    kind: z.literal("wide"),
    columns: z.array(z.string()).optional(),
    uniqueColumns: z.array(z.string()).optional(),
    gold: table.optional(),
  }),
  z.object({ ...taskBase, kind: z.literal("deep"), gold: z.array(z.string()).optional() }),
]);

export const stop: z.ZodType<StopReason> = z.enum([
  "answered",
  "turn-limit",
  "token-limit",
  "budget",
  "deadline",
  "aborted",
  "failed",
]);

export const usage = z.object({
  promptTokens: z.number(),
  sampledTokens: z.number(),
  costUsd: z.number().optional(),
});

const toolCall = z.object({ id: z.string(), name: z.string(), arguments: z.string() });

const toolMessage = z.object({
  role: z.literal("tool"),
  toolCallId: z.string(),
  name: z.string(),
  content: z.string(),
  isError: z.boolean(),
});

export const sampleSchema: z.ZodType<Sample> = z.object({
  message: z.object({
    role: z.literal("assistant"),
    content: z.string(),
    reasoning: z.string().optional(),
    toolCalls: z.array(toolCall),
  }),
  stop: z.enum(["end", "tool-calls", "length"]),
  usage,
  tokens: z
    .object({ prompt: z.array(z.number()), sampled: z.array(z.number()), logprobs: z.array(z.number()) })
    .optional(),
});

export const source = z.object({
  url: z.string(),
  title: z.string(),
  quote: z.string(),
  place: z.string().optional(),
  page: z.string().optional(),
  start: z.number().optional(),
});

const cellStates = ["supported", "conflicting", "unsupported", "missing", "absent"] as const;
export const cellState: z.ZodType<CellState> = z.enum(cellStates);

export const cell: z.ZodType<Cell> = z.object({
  value: z.string(),
  state: cellState,
  sources: z.array(source),
  candidates: z.array(
    z.object({
      value: z.string(),
      source,
      agent: z.string(),
      at: z.number(),
      confidence: z.number(),
      why: z.string(),
    }),
  ),
  reason: z.string().optional(),
});

const sourcedTable = z.object({
  columns: z.array(z.string()),
  uniqueColumns: z.array(z.string()),
  cells: z.array(z.array(cell)),
});

const merge = z.object({ row: z.number(), merged: z.array(z.array(cell)), because: z.string() });

const coverage = z.object({
  states: z.record(z.enum(cellStates), z.number()),
  end: z.enum(["complete", "no-progress", "ended"]),
});

const completeness = z.object({
  found: z.number(),
  estimate: z.number().optional(),
  low: z.number(),
  high: z.number().optional(),
  method: z.enum(["none", "identical", "chapman", "log-linear"]),
  occasions: z.number(),
  warning: z.string().optional(),
});

export const runResultSchema: z.ZodType<RunResult> = z.object({
  question: z.string(),
  kind: z.enum(["wide", "deep"]),
  answer: z.string(),
  table: sourcedTable.optional(),
  merges: z.array(merge).optional(),
  coverage: coverage.optional(),
  completeness: completeness.optional(),
  sources: z.array(source).optional(),
  stop,
  usage,
  agents: z.number(),
  elapsedMs: z.number(),
  error: z.string().optional(),
});

/** A page as it stands in `pages.jsonl`, once for each text it had in the run. */
export interface StoredPage extends Page {
  readonly hash: string;
}

export const storedPageSchema: z.ZodType<StoredPage> = z.object({
  hash: z.string(),
  url: z.string(),
  title: z.string(),
  text: z.string(),
  excerpt: z.literal(true).optional(),
  places: z.array(z.object({ start: z.number(), name: z.string() })).optional(),
  fetched: z.object({ at: z.string(), by: z.string() }).optional(),
});

type PageRead = Extract<RunEventBody, { type: "page-read" }>;

/** An event as it stands in `events.jsonl`: a page that was read is named by its hash in `pages.jsonl`. */
export type StoredEvent = (Exclude<RunEventBody, PageRead> | StoredPageRead) & { readonly at: number };

type StoredPageRead = Omit<PageRead, "page"> & {
  readonly page: Pick<StoredPage, "hash" | "url" | "title">;
};

const at = z.number();
const agent = z.string();
const turn = z.number();

export const storedEventSchema: z.ZodType<StoredEvent> = z.discriminatedUnion("type", [
  z.object({
    at,
    type: z.literal("run-start"),
    run: z.string(),
    task: taskSchema,
    model: z.string(),
    knowledgeBase: z.string(),
  }),
  z.object({
    at,
    type: z.literal("agent-start"),
    agent,
    role: z.enum(["lead", "subagent", "single"]),
    caller: z.string().optional(),
    call: z.string().optional(),
    subtask: z.string(),
    model: z.string(),
  }),
  z.object({
    at,
    type: z.literal("turn-start"),
    agent,
    turn,
    forcedBy: stop.optional(),
    told: z.array(z.string()).optional(),
  }),
  z.object({ at, type: z.literal("steer"), text: z.string() }),
  z.object({
    at,
    type: z.literal("coverage"),
    columns: z.array(z.string()),
    rows: z.array(
      z.object({
        key: z.string(),
        cells: z.array(z.object({ value: z.string(), state: z.enum([...cellStates, "reported"]) })),
      }),
    ),
    dropped: z.array(z.string()).optional(),
  }),
  z.object({ at, type: z.literal("sample-end"), agent, turn, sample: sampleSchema }),
  z.object({ at, type: z.literal("tool-start"), agent, turn, call: toolCall }),
  z.object({
    at,
    type: z.literal("page-read"),
    agent,
    call: z.string().optional(),
    page: z.object({ hash: z.string(), url: z.string(), title: z.string() }),
  }),
  z.object({
    at,
    type: z.literal("tool-end"),
    agent,
    turn,
    message: toolMessage,
    usage: usage.optional(),
    elapsedMs: z.number(),
  }),
  z.object({ at, type: z.literal("turn-end"), agent, turn }),
  z.object({
    at,
    type: z.literal("agent-end"),
    agent,
    stop,
    partial: z.boolean(),
    answer: z.string(),
    usage,
    error: z.string().optional(),
  }),
  z.object({ at, type: z.literal("run-end"), result: runResultSchema }),
]);
