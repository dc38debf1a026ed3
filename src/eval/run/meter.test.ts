/** @file What an episode took, read off events written by hand. */
import { expect, test } from "vitest";
import type { RunEvent, RunEventBody } from "../../core/events.ts";
import { createMeter } from "./meter.ts";

const usage = { promptTokens: 10, sampledTokens: 1 };
const message = { role: "assistant", content: "", toolCalls: [] } as const;

function start(at: number, agent: string, caller?: string): RunEvent {
  const role = caller === undefined ? "lead" : "subagent";
  return { type: "agent-start", at, agent, role, caller, subtask: `do ${agent}`, model: "m" };
}

/** A model call. */
function turn(agent: string, from: number, to: number): readonly RunEvent[] {
  const sample = { message, stop: "end", usage } as const;
  return [
    { type: "turn-start", at: from, agent, turn: 1 },
    { type: "sample-end", at: to, agent, turn: 1, sample },
  ];
}

function call(at: number, agent: string, name: string, argument: string): RunEvent {
  return { type: "tool-start", at, agent, turn: 1, call: { id: "c", name, arguments: argument } };
}

function end(
  at: number,
  agent: string,
  more: Partial<Extract<RunEventBody, { type: "agent-end" }>> = {},
): RunEvent {
  return {
    type: "agent-end",
    at,
    agent,
    stop: "answered",
    partial: false,
    answer: `${agent} done`,
    usage,
    ...more,
  };
}

const EVENTS: readonly RunEvent[] = [
  start(0, "lead"),
  ...turn("lead", 0, 100),
  call(100, "lead", "call_subagent", "{}"),
  start(100, "lead.1", "lead"),
  start(100, "lead.2", "lead"),
  ...turn("lead.1", 100, 400),
  call(400, "lead.1", "search", '{"query":"a"}'),
  ...turn("lead.2", 110, 160),
  end(160, "lead.2", { usage: { ...usage, costUsd: 0.5 } }),
  // 600 ms of searching are no model call
  ...turn("lead.1", 1_000, 1_050),
  end(1_050, "lead.1"),
  ...turn("lead", 1_050, 1_060),
  end(1_060, "lead"),
];

test("the critical path is the longest chain of model calls, without tools", () => {
  const meter = createMeter();
  for (const event of EVENTS) meter.read(event);
  expect(meter.cost()).toEqual({
    promptTokens: 30,
    sampledTokens: 3,
    usd: 0.5,
    elapsedMs: 1_060,
    criticalMs: 100 + 300 + 50 + 10,
    criticalTurns: 4,
    subagents: 2,
    turns: 5,
    searches: 1,
    accesses: 0,
  });
});

test("each agent is told of with what it called and handed back", () => {
  const meter = createMeter();
  for (const event of EVENTS) meter.read(event);
  expect(meter.agents()[1]).toEqual({
    agent: "lead.1",
    subtask: "do lead.1",
    stop: "answered",
    turns: 2,
    tokens: 11,
    calls: ['search {"query":"a"}'],
    report: "lead.1 done",
  });
});

test("an agent that was killed has no end", () => {
  const meter = createMeter();
  for (const event of EVENTS.slice(0, 5)) meter.read(event);
  expect(meter.agents()[1]).toMatchObject({ agent: "lead.1", turns: 0, report: "" });
  expect(meter.agents()[1]).not.toHaveProperty("stop");
});
