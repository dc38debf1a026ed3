/** @file All that one agent of a run has done, turn by turn. */
import type { RunEvent } from "../../../core/events.ts";
import { pageHash } from "../../../core/page-hash.ts";
import { addUsage, NO_USAGE } from "../../../core/sampler.ts";
import { type AgentRecord, readAgents, type TurnRecord } from "../../../run/agent-record.ts";

/** Also of one that is at work. `undefined`: the run has no such agent. */
export function agentTrace(events: readonly RunEvent[], agent: string) {
  const found = readAgents(events).agents.get(agent);
  if (found === undefined) return undefined;
  const { start, turns, end } = found;
  const took = timesOf(events, agent);
  return {
    agent,
    role: start.role,
    subtask: start.subtask,
    model: start.model,
    stop: end?.stop,
    turns: turns.map((turn, index) => turnTrace(turn, (call) => took.get(`${index + 1} ${call}`))),
    usage: usageOf(found),
  };
}

function turnTrace({ sample, calls }: TurnRecord, tookMs: (call: string) => number | undefined) {
  const { content, reasoning, toolCalls } = sample.message;
  return {
    content,
    reasoning,
    calls: toolCalls.map(({ id, name, arguments: written }) => {
      const call = calls.get(id);
      return {
        name,
        arguments: written,
        result: call?.message?.content,
        isError: call?.message?.isError,
        elapsedMs: tookMs(id),
        pages: (call?.pages ?? []).map((page) => ({
          url: page.url,
          title: page.title,
          hash: pageHash(page),
        })),
        subagents: (call?.subagents ?? []).map(({ start }) => start.agent),
      };
    }),
    usage: sample.usage,
  };
}

function usageOf({ turns }: AgentRecord) {
  return turns
    .flatMap(({ sample, calls }) => [
      sample.usage,
      ...[...calls.values()].map(({ usage }) => usage ?? NO_USAGE),
    ])
    .reduce(addUsage, NO_USAGE);
}

/** Of a call that was made twice, as a run that goes on may, how long it took the last time. */
function timesOf(events: readonly RunEvent[], agent: string): ReadonlyMap<string, number> {
  const times = events.flatMap((event): (readonly [string, number])[] =>
    event.type === "tool-end" && event.agent === agent
      ? [[`${event.turn} ${event.message.toolCallId}`, event.elapsedMs]]
      : [],
  );
  return new Map(times);
}
