import { expect, test } from "vitest";
import type { Episode, Role, Trajectory, Turn } from "../../core/episode.ts";
import { writeTakeover } from "../../llm/embedded/takeover.ts";
import { plainLine } from "../../tui/plain-lines.ts";
import { takeoverLines } from "./takeover-lines.ts";

const FULL = "the policy's context was full";

function turn(reasoning?: string, subagents: readonly Trajectory[] = []): Turn {
  const message = {
    role: "tool" as const,
    toolCallId: "c",
    name: "call_subagent",
    content: "",
    isError: false,
  };
  return {
    sample: {
      message: { role: "assistant", content: "", reasoning, toolCalls: [] },
      stop: "end",
      usage: { promptTokens: 1, sampledTokens: 1 },
    },
    results: subagents.length === 0 ? [] : [{ message, pages: [], subagents, at: 0 }],
  };
}

function agent(name: string, role: Role, turns: readonly Turn[]): Trajectory {
  return { agent: name, role, subtask: "", turns, stop: "answered", answer: "", partial: false };
}

function episode(lead: Trajectory): Episode {
  return { taskId: "1", lead, stop: "answered", elapsedMs: 1 };
}

const taken = (reason?: string) => turn(writeTakeover({ model: "demonstrator", reason, isAnew: false }));

test("an answer tells which agents a stand-in took over, and why", () => {
  const early = agent("lead.1", "subagent", [turn(), taken("the policy came to no end"), turn()]);
  const later = ["lead.2", "lead.3"].map((name) => agent(name, "subagent", [taken()]));
  const lead = agent("lead", "lead", [
    turn(undefined, [early]),
    { ...taken(FULL), results: turn(undefined, later).results },
  ]);

  expect(takeoverLines(episode(lead))).toEqual([
    `The demonstrator took over: ${FULL} (lead agent, 2 subagents).`,
    "The demonstrator took over: the policy came to no end (1 subagent).",
  ]);
  expect(takeoverLines(episode(agent("lead", "lead", [turn("I think.")])))).toEqual([]);
});

test("a log has a line for an agent that is taken over, and none for those that follow it", () => {
  const event = (reason?: string) =>
    ({ type: "sample-end", agent: "lead", turn: 1, sample: taken(reason).sample, at: 1_200 }) as const;

  expect(plainLine(event(FULL))).toBe(`[1.2 s] lead is taken over by the demonstrator: ${FULL}`);
  expect(plainLine(event())).toBeUndefined();
});
