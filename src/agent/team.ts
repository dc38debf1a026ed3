/** @file The settings of a team: every limit and default of an episode, in one schema. */
import { z } from "zod";
import { budgetLimits } from "../tools/budget.ts";
import { wire } from "../tools/wire.ts";

const count = z.int().positive();
const milliseconds = z.int().positive();

/** Limits of one agent. The defaults of turns, context and calls are those of WideSeek-R1. */
function agentLimits(defaults: { maxTurns: number; maxCallsPerTurn: number; deadlineMs: number }) {
  return z
    .strictObject({
      maxTurns: count.default(defaults.maxTurns),
      maxCallsPerTurn: count
        .default(defaults.maxCallsPerTurn)
        .describe("further calls of a turn are refused"),
      maxContextTokens: count.default(32_000).describe("prompt and all turns together"),
      maxTurnTokens: count.default(8_192).describe("tokens the model may write in one turn"),
      deadlineMs: milliseconds.default(defaults.deadlineMs).describe("its last tenth is kept for the answer"),
    })
    .prefault({});
}

export type AgentLimits = z.infer<ReturnType<typeof agentLimits>>;

const MINUTE = 60_000;

export const teamSettings = z.strictObject({
  /** Subtasks that run at once; 0 makes it a single agent that searches and reads by itself. */
  maxSubagents: z.int().min(0).max(100_000).default(10),
  /** How far delegation goes: 1 = subagents do the work, 2 = they may call subagents of their own, … */
  depth: z.int().min(1).max(5).default(1),
  wire: wire.default("paper"),
  /** Whether the table is followed while it grows: not at all, in events, or so that the lead agent is told of it after each wave. */
  coverage: z.enum(["off", "watch", "tell"]).default("off"),
  lead: agentLimits({ maxTurns: 10, maxCallsPerTurn: 1, deadlineMs: 60 * MINUTE }),
  subagent: agentLimits({ maxTurns: 20, maxCallsPerTurn: 5, deadlineMs: 10 * MINUTE }),
  single: agentLimits({ maxTurns: 50, maxCallsPerTurn: 1, deadlineMs: 60 * MINUTE }),
  search: z
    .strictObject({
      passages: count.default(3),
      maxPassages: count.default(10),
      maxAllPassages: count.default(50),
      passageCharacters: count.default(5_000),
      maxQueries: count.default(5),
    })
    .prefault({}),
  access: z
    .strictObject({
      pageCharacters: count.default(25_000),
      condense: z.enum(["excerpt", "summary"]).default("excerpt"),
      maxUrls: count.default(5),
    })
    .prefault({}),
  budget: budgetLimits.prefault({}),
  /** Of the whole episode; its last tenth is kept for the answer. */
  deadlineMs: milliseconds.default(60 * MINUTE),
  temperature: z.number().min(0).max(2).default(1),
  seed: z.int().optional(),
});

export type TeamSettings = z.infer<typeof teamSettings>;
