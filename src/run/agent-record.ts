/** @file What the events of a run tell of its agents, agent by agent. */
import type { StopReason } from "../core/episode.ts";
import { ConfigError } from "../core/errors.ts";
import type { AgentEventBody, RunEvent, RunEventBody } from "../core/events.ts";
import type { Page } from "../core/knowledge-base.ts";
import type { ToolMessage } from "../core/message.ts";
import type { Sample, Usage } from "../core/sampler.ts";

type EventOf<Type extends RunEventBody["type"]> = Extract<RunEvent, { type: Type }>;

/** What a model is told of a call that the end of the run, or of its budget, kept from being carried out. */
export const CUT_SHORT = "Stopped before it was done.";
export const NO_CALLS_LEFT = "The budget of tool calls is used up. Answer now.";

export interface RunRecord {
  start: EventOf<"run-start"> | undefined;
  /** What the user said while it went on. */
  readonly said: string[];
  /** In the order in which they began. */
  readonly agents: Map<string, AgentRecord>;
  /** Absent while the run goes on, or where it was broken off. */
  end: EventOf<"run-end"> | undefined;
}

/** One agent, as far as the events have told of it. */
export interface AgentRecord {
  readonly start: EventOf<"agent-start">;
  readonly turns: TurnRecord[];
  /** What forces it to answer in the turn that began last. */
  forcedBy: StopReason | undefined;
  /** What the user said that it heard in the turn that began last. */
  told: readonly string[];
  end: EventOf<"agent-end"> | undefined;
}

export interface TurnRecord {
  readonly sample: Sample;
  readonly forcedBy: StopReason | undefined;
  /** What the user said that it heard in this turn. */
  readonly told: readonly string[];
  /** The calls that were begun, by id. */
  readonly calls: Map<string, CallRecord>;
  /** What came through a call that its event does not name. */
  readonly unclaimed: CallRecord;
  isEnded: boolean;
}

export interface CallRecord {
  message?: ToolMessage | undefined;
  readonly pages: Page[];
  readonly subagents: AgentRecord[];
  usage?: Usage | undefined;
  at?: number | undefined;
}

/**
 * A run that ended and went on later is read as one: what only its first end had brought about is left out, and a call or a turn
 * that was begun twice counts as it was the last time.
 */
export function readAgents(events: readonly RunEvent[]): RunRecord {
  const run: RunRecord = { start: undefined, said: [], agents: new Map(), end: undefined };
  for (const event of events) {
    if (run.end !== undefined) reopen(run);
    if (event.type === "run-start") run.start = event;
    else if (event.type === "run-end") run.end = event;
    else if (event.type === "steer") run.said.push(event.text);
    else if (event.type !== "coverage") read(event, run.agents);
  }
  return run;
}

export function leadOf({ agents }: RunRecord): AgentRecord | undefined {
  return [...agents.values()].find((agent) => agent.start.caller === undefined);
}

/** Takes back the end of the run: every agent that it stopped stands again where it was when it had to stop. */
export function reopen(run: RunRecord): void {
  const lead = leadOf(run);
  const stop = run.end?.result.stop;
  run.end = undefined;
  if (lead !== undefined && stop !== undefined) reopenAgent(lead, stop);
}

function reopenAgent(agent: AgentRecord, stop: StopReason): void {
  agent.end = undefined;
  // only the last turn of an agent is forced
  if (agent.turns.at(-1)?.forcedBy !== undefined) agent.turns.pop();
  const turn = agent.turns.at(-1);
  for (const call of turn?.calls.values() ?? []) {
    const stopped = call.subagents.filter(({ end }) => end?.stop === stop);
    if (turn === undefined || (stopped.length === 0 && !isUndone(call.message))) continue;
    for (const subagent of stopped) reopenAgent(subagent, stop);
    turn.isEnded = false;
    beginCall(call);
  }
}

function isUndone(message: ToolMessage | undefined): boolean {
  return [CUT_SHORT, NO_CALLS_LEFT].some((why) => message?.isError && message.content === `Error: ${why}`);
}

type AgentEvent = AgentEventBody & Pick<RunEvent, "at">;

function read(event: AgentEvent, agents: Map<string, AgentRecord>): void {
  if (event.type === "agent-start") {
    startAgent(event, agents);
    return;
  }
  const agent = agents.get(event.agent);
  if (agent === undefined) throw new ConfigError(`The journal has no start of the agent ${event.agent}.`);
  if (event.type === "agent-end") agent.end = event;
  if (event.type === "turn-start") {
    agent.forcedBy = event.forcedBy;
    agent.told = event.told ?? [];
  }
  if (event.type === "sample-end") takeSample(agent, event);
  const turn = agent.turns.at(-1);
  if (turn !== undefined) readWithin(turn, event);
}

function readWithin(turn: TurnRecord, event: AgentEvent): void {
  if (event.type === "tool-start") beginCall(callOf(turn, event.call.id));
  if (event.type === "page-read") callOf(turn, event.call).pages.push(event.page);
  if (event.type === "tool-end") endCall(turn, event);
  if (event.type === "turn-end") turn.isEnded = true;
}

function takeSample(agent: AgentRecord, { turn, sample }: EventOf<"sample-end">): void {
  agent.turns.splice(turn - 1);
  const { forcedBy, told } = agent;
  agent.turns.push({ sample, forcedBy, told, calls: new Map(), unclaimed: newCall(), isEnded: false });
}

function startAgent(start: EventOf<"agent-start">, agents: Map<string, AgentRecord>): void {
  const agent: AgentRecord = { start, turns: [], forcedBy: undefined, told: [], end: undefined };
  agents.set(start.agent, agent);
  const caller = start.caller === undefined ? undefined : agents.get(start.caller);
  const turn = caller?.turns.at(-1);
  if (turn !== undefined) callOf(turn, start.call).subagents.push(agent);
}

function callOf(turn: TurnRecord, id: string | undefined): CallRecord {
  if (id === undefined) return turn.unclaimed;
  const call = turn.calls.get(id) ?? newCall();
  turn.calls.set(id, call);
  return call;
}

/** A call that is made again reads its pages again; its subagents go on. */
function beginCall(call: CallRecord): void {
  call.message = undefined;
  call.usage = undefined;
  call.pages.splice(0);
}

/** Pages come right before the end of their call, and a call ends only after all its subagents have. */
function endCall(turn: TurnRecord, { message, usage, at }: EventOf<"tool-end">): void {
  const call = callOf(turn, message.toolCallId);
  const { pages, subagents } = turn.unclaimed;
  call.message = message;
  call.usage = usage;
  call.at = at;
  call.pages.push(...pages.splice(0));
  if (subagents.every(({ end }) => end !== undefined)) call.subagents.push(...subagents.splice(0));
}

function newCall(): CallRecord {
  return { pages: [], subagents: [] };
}
