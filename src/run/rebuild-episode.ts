/** @file From the journal of a run back to its episode. */
import type { Episode, ToolResult, Trajectory, Turn } from "../core/episode.ts";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import type { ToolCall, ToolMessage } from "../core/message.ts";
import { type AgentRecord, type CallRecord, leadOf, readAgents, type TurnRecord } from "./agent-record.ts";

/**
 * The episode that `events` tell of. An agent whose end is not among them was killed: it is `aborted`, with the turns
 * it had, and a call that never ended has an error result. Throws `ConfigError` when the events break off before the
 * lead agent's start.
 */
export function rebuildEpisode(events: readonly RunEvent[]): Episode {
  const run = readAgents(events);
  const lead = leadOf(run);
  if (run.start === undefined || lead === undefined) {
    throw new ConfigError("The run was stopped before its lead agent began: it has no trace.");
  }
  const trajectory = rebuildTrajectory(lead);
  return {
    taskId: run.start.task.id,
    lead: trajectory,
    stop: run.end?.result.stop ?? trajectory.stop,
    elapsedMs: run.end?.result.elapsedMs ?? events.at(-1)?.at ?? 0,
  };
}

export function rebuildTrajectory({ start, turns, end }: AgentRecord): Trajectory {
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
  unended?.record.subagents.push(...unclaimed.subagents.splice(0));
  return { sample, results: begun.map(({ call, record }) => toResult(record, unendedMessage(call))) };
}

function toResult(record: CallRecord, unended: ToolMessage): ToolResult {
  return rebuildResult(record, record.message ?? unended);
}

/** `message` is what the model was told. */
export function rebuildResult({ pages, subagents, usage, at }: CallRecord, message: ToolMessage): ToolResult {
  return {
    message,
    pages,
    subagents: subagents.map(rebuildTrajectory),
    ...(usage !== undefined && { usage }),
    ...(at !== undefined && { at }),
  };
}

function unendedMessage(call: ToolCall): ToolMessage {
  const content = "The run was stopped before this call ended.";
  return { role: "tool", toolCallId: call.id, name: call.name, content, isError: true };
}
