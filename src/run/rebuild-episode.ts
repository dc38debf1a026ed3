/** @file From the journal of a run back to its episode. */
import type { Episode, ToolResult, Trajectory, Turn } from "../core/episode.ts";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent, RunEventBody } from "../core/events.ts";
import type { Page } from "../core/knowledge-base.ts";
import type { ToolCall, ToolMessage } from "../core/message.ts";
import type { Sample } from "../core/sampler.ts";

type EventOf<Type extends RunEventBody["type"]> = Extract<RunEvent, { type: Type }>;

/** One agent, as far as the events have told of it. */
interface AgentRecord {
  readonly start: EventOf<"agent-start">;
  readonly turns: TurnRecord[];
  end: EventOf<"agent-end"> | undefined;
}

interface TurnRecord {
  readonly sample: Sample;
  /** The calls that were begun, by id. */
  readonly calls: Map<string, CallRecord>;
  /** What came through a call that its event does not name. */
  readonly unclaimed: CallRecord;
}

interface CallRecord {
  message?: ToolMessage;
  readonly pages: Page[];
  readonly subagents: AgentRecord[];
}

/**
 * The episode that `events` tell of. An agent whose end is not among them was killed: it is `aborted`, with the turns
 * it had, and a call that never ended has an error result. Throws `ConfigError` when the events break off before the
 * lead agent's start.
 */
export function rebuildEpisode(events: readonly RunEvent[]): Episode {
  const agents = new Map<string, AgentRecord>();
  for (const event of events) read(event, agents);
  const start = events.find((event) => event.type === "run-start");
  const lead = [...agents.values()].find((agent) => agent.start.caller === undefined);
  if (start === undefined || lead === undefined) {
    throw new ConfigError("The run was stopped before its lead agent began: it has no trace.");
  }
  const end = events.find((event) => event.type === "run-end");
  const trajectory = toTrajectory(lead);
  return {
    taskId: start.task.id,
    lead: trajectory,
    stop: end?.result.stop ?? trajectory.stop,
    elapsedMs: end?.result.elapsedMs ?? events.at(-1)?.at ?? 0,
  };
}

function read(event: RunEvent, agents: Map<string, AgentRecord>): void {
  if (event.type === "run-start" || event.type === "run-end") return;
  if (event.type === "agent-start") {
    startAgent(event, agents);
    return;
  }
  const agent = agents.get(event.agent);
  if (agent === undefined) throw new ConfigError(`The journal has no start of the agent ${event.agent}.`);
  if (event.type === "agent-end") agent.end = event;
  if (event.type === "sample-end") {
    agent.turns.push({ sample: event.sample, calls: new Map(), unclaimed: newCall() });
  }
  const turn = agent.turns.at(-1);
  if (turn === undefined) return;
  if (event.type === "tool-start") callOf(turn, event.call.id);
  if (event.type === "page-read") callOf(turn, event.call).pages.push(event.page);
  if (event.type === "tool-end") endCall(turn, event.message);
}

function startAgent(start: EventOf<"agent-start">, agents: Map<string, AgentRecord>): void {
  const agent: AgentRecord = { start, turns: [], end: undefined };
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

/** Pages come right before the end of their call, and a call ends only after all its subagents have. */
function endCall(turn: TurnRecord, message: ToolMessage): void {
  const call = callOf(turn, message.toolCallId);
  const { pages, subagents } = turn.unclaimed;
  call.message = message;
  call.pages.push(...pages.splice(0));
  if (subagents.every(({ end }) => end !== undefined)) call.subagents.push(...subagents.splice(0));
}

function newCall(): CallRecord {
  return { pages: [], subagents: [] };
}

function toTrajectory({ start, turns, end }: AgentRecord): Trajectory {
  return {
    agent: start.agent,
    role: start.role,
    subtask: start.subtask,
    turns: turns.map(toTurn),
    stop: end?.stop ?? "aborted",
    answer: end?.answer ?? "",
    partial: end?.partial ?? true,
    ...(end?.error !== undefined && { error: end.error }),
  };
}

function toTurn({ sample, calls, unclaimed }: TurnRecord): Turn {
  const begun = sample.message.toolCalls.flatMap((call) => {
    const record = calls.get(call.id);
    return record === undefined ? [] : [{ call, record }];
  });
  const unended = begun.find(({ record }) => record.message === undefined) ?? begun[0];
  unended?.record.subagents.push(...unclaimed.subagents);
  return { sample, results: begun.map(({ call, record }) => toResult(call, record)) };
}

function toResult(call: ToolCall, { message, pages, subagents }: CallRecord): ToolResult {
  return { message: message ?? unended(call), pages, subagents: subagents.map(toTrajectory) };
}

function unended(call: ToolCall): ToolMessage {
  const content = "The run was stopped before this call ended.";
  return { role: "tool", toolCallId: call.id, name: call.name, content, isError: true };
}
