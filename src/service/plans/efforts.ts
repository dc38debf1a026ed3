/** @file How much effort a run takes: one dial that sets the limits of a team where nothing else sets them. */
import type { TeamSettings } from "../../agent/team.ts";

export const EFFORT_NAMES = ["low", "medium", "high", "max"] as const;

export type EffortName = (typeof EFFORT_NAMES)[number];

export interface Effort {
  readonly name: EffortName;
  /** Subtasks at once. */
  readonly maxSubagents: number;
  /** Turns of the lead agent, and of each subagent. */
  readonly leadTurns: number;
  readonly subagentTurns: number;
  /** The deadline. */
  readonly minutes: number;
  /** The budget, of all agents together. */
  readonly tokens: number;
}

/** From the least to the most. */
export const EFFORTS: readonly Effort[] = [
  { name: "low", maxSubagents: 5, leadTurns: 6, subagentTurns: 8, minutes: 5, tokens: 200_000 },
  { name: "medium", maxSubagents: 10, leadTurns: 10, subagentTurns: 20, minutes: 20, tokens: 1_000_000 },
  { name: "high", maxSubagents: 20, leadTurns: 20, subagentTurns: 30, minutes: 60, tokens: 5_000_000 },
  { name: "max", maxSubagents: 100, leadTurns: 40, subagentTurns: 50, minutes: 240, tokens: 50_000_000 },
];

const MINUTE = 60_000;

/** The settings of a team that an effort stands for; nothing without one. */
export function effortSettings(name: EffortName | undefined) {
  const effort = EFFORTS.find((one) => one.name === name);
  if (effort === undefined) return {};
  const { maxSubagents, leadTurns, subagentTurns, minutes, tokens } = effort;
  const deadlineMs = minutes * MINUTE;
  return {
    maxSubagents,
    deadlineMs,
    budget: { tokens },
    lead: { maxTurns: leadTurns, deadlineMs },
    subagent: { maxTurns: subagentTurns },
    // alone it does the turns of all
    single: { maxTurns: leadTurns + 2 * subagentTurns, deadlineMs },
  } satisfies Partial<{ [Name in keyof TeamSettings]: Partial<TeamSettings[Name]> | TeamSettings[Name] }>;
}
