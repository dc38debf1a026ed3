/** @file What an episode took, read off its events: tokens, time, turns, and who did what. */
import type { RunEvent } from "../../core/events.ts";
import type { ToolCall } from "../../core/message.ts";
import type { AgentTrace, Cost } from "../trial.ts";

export interface Meter {
  /** Takes the events of one run, in order. */
  read(event: RunEvent): void;
  cost(): Cost;
  /** The first agent, then the others in the order they began. */
  agents(): readonly AgentTrace[];
}

interface AgentReading {
  readonly agent: string;
  readonly subtask: string;
  readonly isSubagent: boolean;
  readonly turns: TurnReading[];
  readonly calls: ToolCall[];
  end: Extract<RunEvent, { type: "agent-end" }> | undefined;
}

interface TurnReading {
  readonly startedAt: number;
  modelMs: number;
  readonly called: AgentReading[];
}

const MAX_CALL_LENGTH = 160;
const MAX_REPORT_LENGTH = 600;

/**
 * The critical path is the longest chain of model calls that had to wait for each other: over the turns of the first
 * agent, the time of its own model call, plus the longest critical path among the subagents it called in that turn.
 * `criticalMs` is that chain's time in model calls, waits for the model's limits included, tools excluded;
 * `criticalTurns` is the greatest number of model calls in such a chain.
 */
export function createMeter(): Meter {
  const agents = new Map<string, AgentReading>();
  let elapsedMs = 0;
  return {
    read(event) {
      elapsedMs = event.at;
      readEvent(event, agents);
    },
    cost: () => costOf([...agents.values()], elapsedMs),
    agents: () => [...agents.values()].map(traceOf),
  };
}

function readEvent(event: RunEvent, agents: Map<string, AgentReading>): void {
  if (event.type === "agent-start") {
    const { agent, caller, subtask } = event;
    const isSubagent = caller !== undefined;
    const reading: AgentReading = { agent, subtask, isSubagent, turns: [], calls: [], end: undefined };
    agents.set(agent, reading);
    if (isSubagent) agents.get(caller)?.turns.at(-1)?.called.push(reading);
    return;
  }
  const agent = "agent" in event ? agents.get(event.agent) : undefined;
  if (agent === undefined) return;
  if (event.type === "turn-start") agent.turns.push({ startedAt: event.at, modelMs: 0, called: [] });
  if (event.type === "tool-start") agent.calls.push(event.call);
  if (event.type === "agent-end") agent.end = event;
  const turn = agent.turns.at(-1);
  if (event.type === "sample-end" && turn !== undefined) turn.modelMs = event.at - turn.startedAt;
}

function costOf(agents: readonly AgentReading[], elapsedMs: number): Cost {
  const usages = agents.flatMap(({ end }) => end?.usage ?? []);
  const prices = usages.flatMap(({ costUsd }) => costUsd ?? []);
  const calls = agents.flatMap((agent) => agent.calls);
  const [first] = agents;
  return {
    promptTokens: sum(usages.map(({ promptTokens }) => promptTokens)),
    sampledTokens: sum(usages.map(({ sampledTokens }) => sampledTokens)),
    ...(prices.length > 0 && { usd: sum(prices) }),
    elapsedMs,
    criticalMs: first === undefined ? 0 : criticalPath(first, (turn) => turn.modelMs),
    criticalTurns: first === undefined ? 0 : criticalPath(first, () => 1),
    subagents: agents.filter(({ isSubagent }) => isSubagent).length,
    turns: sum(agents.map(({ turns }) => turns.length)),
    searches: calls.filter(({ name }) => name === "search").length,
    accesses: calls.filter(({ name }) => name === "access").length,
  };
}

function criticalPath(agent: AgentReading, lengthOf: (turn: TurnReading) => number): number {
  return sum(
    agent.turns.map(
      (turn) => lengthOf(turn) + Math.max(0, ...turn.called.map((called) => criticalPath(called, lengthOf))),
    ),
  );
}

function traceOf({ agent, subtask, turns, calls, end }: AgentReading): AgentTrace {
  return {
    agent,
    subtask,
    ...(end !== undefined && { stop: end.stop }),
    turns: turns.length,
    tokens: (end?.usage.promptTokens ?? 0) + (end?.usage.sampledTokens ?? 0),
    calls: calls.map(({ name, arguments: written }) => `${name} ${written}`.slice(0, MAX_CALL_LENGTH)),
    report: (end?.answer ?? "").slice(0, MAX_REPORT_LENGTH),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
