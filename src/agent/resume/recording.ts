/** @file What stands in a run's journal already: what its agents need not do again when the run goes on. */
import type { StopReason, ToolResult, Trajectory } from "../../core/episode.ts";
import type { RunEvent, RunEventBody } from "../../core/events.ts";
import type { Sample } from "../../core/sampler.ts";
import { type RunRecord, readAgents, reopen, type TurnRecord } from "../../run/agent-record.ts";
import { rebuildResult, rebuildTrajectory } from "../../run/rebuild-episode.ts";

export interface RecordedTurn {
  readonly sample: Sample;
  /** What ran out, where the agent could only answer in this turn. */
  readonly forcedBy: StopReason | undefined;
  /** What the user said that it heard in this turn. */
  readonly told: readonly string[];
}

/** Agents are named by their ids and turns count from 1. */
export interface Recording {
  /** Milliseconds that the run had worked. */
  readonly elapsedMs: number;
  /** What the user said that no agent has heard yet. */
  readonly unheard: readonly string[];
  /** Milliseconds that the agent had worked. */
  workedMs(agent: string): number;
  /** The whole trajectory of an agent that had come to its end. */
  ended(agent: string): Trajectory | undefined;
  /** A turn whose sample was there. */
  turn(agent: string, turn: number): RecordedTurn | undefined;
  /** The result of a call that had ended. */
  result(agent: string, turn: number, callId: string): ToolResult | undefined;
  /** Whether the journal tells of that already; not asked of calls and ends, which happen once. */
  has(event: RunEventBody): boolean;
}

/** Of a run that begins. */
export const NOTHING_RECORDED: Recording = {
  elapsedMs: 0,
  unheard: [],
  workedMs: () => 0,
  ended: () => undefined,
  turn: () => undefined,
  result: () => undefined,
  has: () => false,
};

/**
 * Of a run that was broken off, from its events. Of one that ended, what its end made of its agents is taken back: the answer that
 * it forced, and the calls that it cut short.
 */
export function recordingOf(events: readonly RunEvent[]): Recording {
  const run = readAgents(events);
  if (run.end !== undefined) reopen(run);
  const { agents } = run;
  const elapsedMs = events.at(-1)?.at ?? 0;
  return {
    elapsedMs,
    unheard: unheard(run),
    workedMs: (agent) => elapsedMs - (agents.get(agent)?.start.at ?? elapsedMs),
    ended: (name) => {
      const agent = agents.get(name);
      return agent?.end === undefined ? undefined : rebuildTrajectory(agent);
    },
    turn: (agent, turn) => turnOf(run, agent, turn),
    result: (agent, turn, callId) => {
      const call = turnOf(run, agent, turn)?.calls.get(callId);
      return call?.message === undefined ? undefined : rebuildResult(call, call.message);
    },
    has: (event) => isRecorded(run, event),
  };
}

/** Whatever is said is heard in the order in which it was said. */
function unheard({ said, agents }: RunRecord): readonly string[] {
  const heard = [...agents.values()].flatMap(({ turns }) => turns.flatMap(({ told }) => told));
  return said.slice(heard.length);
}

function isRecorded(run: RunRecord, event: RunEventBody): boolean {
  switch (event.type) {
    case "run-start":
      return run.start !== undefined;
    case "agent-start":
      return run.agents.has(event.agent);
    case "turn-start":
    case "sample-end":
      return turnOf(run, event.agent, event.turn) !== undefined;
    case "turn-end":
      return turnOf(run, event.agent, event.turn)?.isEnded === true;
    default:
      return false;
  }
}

function turnOf({ agents }: RunRecord, agent: string, turn: number): TurnRecord | undefined {
  return agents.get(agent)?.turns[turn - 1];
}
