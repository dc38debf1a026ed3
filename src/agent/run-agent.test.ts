import { describe, expect, test, vi } from "vitest";
import { SamplerError } from "../core/errors.ts";
import type { KnowledgeBase } from "../core/knowledge-base.ts";
import type { Sampler } from "../core/sampler.ts";
import { type ScriptedReply, scripted } from "../llm/scripted.ts";
import { random } from "../util/random.ts";
import {
  access,
  delegate,
  knowledgeBase,
  lastText,
  NEVER,
  run,
  subtaskOf,
  TABLE,
  team,
  turnOf,
} from "./run-task.fixture.ts";

describe("what the model gets wrong", () => {
  const badCalls = [
    { name: "a tool that does not exist", call: { name: "google", arguments: {} }, says: "call_subagent" },
    {
      name: "arguments that are not JSON",
      call: { name: "call_subagent", arguments: "{oops" },
      says: "JSON",
    },
    {
      name: "arguments of another shape",
      call: { name: "call_subagent", arguments: { tasks: 1 } },
      says: "subtasks",
    },
    {
      name: "too many subtasks",
      call: { name: "call_subagent", arguments: { subtasks: Array(11).fill("x") } },
      says: "10",
    },
  ];
  test.each(badCalls)("$name comes back as an error that says what would work", async ({ call, says }) => {
    let complaint = "";
    const { result } = await run(
      scripted((request) => {
        if (turnOf(request) === 1) return { toolCalls: [call] };
        complaint = lastText(request);
        return TABLE;
      }),
    );

    expect(complaint).toMatch(/^Error: /);
    expect(complaint).toContain(says);
    expect(result.stop).toBe("answered");
  });

  test("calls beyond the limit of a turn are refused, the others carried out", async () => {
    let results: readonly string[] = [];
    await run(
      team({
        lead: (_, turn) => (turn === 1 ? delegate("Peru") : TABLE),
        subagent: (request, turn) => {
          if (turn > 1) {
            results = request.messages
              .filter((message) => message.role === "tool")
              .map(({ content }) => content);
            return "done";
          }
          return {
            toolCalls: ["Peru", "Lima", "x"].map((query) => ({ name: "search", arguments: { query } })),
          };
        },
      }),
      { settings: { subagent: { maxCallsPerTurn: 2 } } },
    );

    expect(results).toHaveLength(3);
    expect(results[1]).toContain("Search: Lima");
    expect(results[2]).toContain("At most 2 tool calls");
  });

  test("an empty message and an answer of the wrong form are sent back, the latter once", async () => {
    const replies = ["", "I think it is Lima.", "I said: Lima."];
    const { result, all } = await run(scripted(replies));

    expect(all[0]?.turns).toHaveLength(3);
    expect(result).toMatchObject({ stop: "answered", answer: "I said: Lima.", table: undefined });
  });

  test("ten thousand messages of nonsense never break the loop", async () => {
    const random = seededNonsense(7);
    let messages = 0;
    while (messages < 10_000) {
      const { all } = await run(
        scripted(() => random.reply()),
        { settings: { maxSubagents: 3 } },
      );
      messages += all.reduce((sum, trajectory) => sum + trajectory.turns.length, 0);
      expect(all.every((trajectory) => typeof trajectory.answer === "string")).toBe(true);
    }
  });
});

describe("limits", () => {
  test("a subagent out of turns hands back what it has found, marked partial", async () => {
    let report = "";
    const { all } = await run(
      team({
        lead: (request, turn) => {
          report = lastText(request);
          return turn === 1 ? delegate("Peru") : TABLE;
        },
        subagent: () => access("Peru"),
      }),
      { settings: { subagent: { maxTurns: 2 } } },
    );

    expect(all[1]).toMatchObject({ stop: "turn-limit", partial: true });
    expect(report).toContain("Result (partial, turn-limit): Peru (seed://country/Peru)\nPeru is a country.");
  });

  test("the last turn asks for an answer without tools", async () => {
    const choices: string[] = [];
    await run(
      scripted((request) => {
        choices.push(request.toolChoice);
        return request.toolChoice === "none" ? TABLE : delegate("x");
      }),
      { settings: { lead: { maxTurns: 3 }, subagent: { maxTurns: 1 } } },
    );

    expect(choices.filter((_, index) => index !== 1 && index !== 3)).toEqual(["auto", "auto", "none"]);
  });

  test("tool results never overflow the context: they are cut, and the agent then answers", async () => {
    const long: KnowledgeBase = {
      ...knowledgeBase,
      access: async (url) => ({ url, title: "Long", text: "word ".repeat(20_000) }),
    };
    const sizes: number[] = [];
    const { result } = await run(
      scripted((request) => {
        sizes.push(request.messages.reduce((sum, message) => sum + message.content.length / 4, 0));
        return request.toolChoice === "none" ? TABLE : access("Peru");
      }),
      {
        knowledgeBase: long,
        settings: { maxSubagents: 0, single: { maxContextTokens: 4_000 } },
      },
    );

    expect(Math.max(...sizes)).toBeLessThan(4_000);
    expect(result.stop).toBe("token-limit");
    expect(result.table?.cells).toHaveLength(2);
  });

  test("a reply cut off at its length ends the agent at the token limit", async () => {
    const { result } = await run(scripted(["word ".repeat(1_000)]), {
      settings: { lead: { maxTurnTokens: 10 } },
    });

    expect(result.stop).toBe("token-limit");
  });

  test("the budget keeps its last tenth for the answer", async () => {
    const { all, result } = await run(
      team({
        lead: (request) => (request.toolChoice === "none" ? TABLE : delegate("a", "b")),
        subagent: () => ({ toolCalls: [{ name: "search", arguments: { query: "Peru" } }] }),
      }),
      { settings: { budget: { turns: 20 } } },
    );

    const turns = all.reduce((sum, trajectory) => sum + trajectory.turns.length, 0);
    expect(turns).toBe(19);
    expect(result).toMatchObject({ stop: "budget" });
    expect(result.table?.cells).toHaveLength(2);
    expect(all.slice(1).every(({ stop }) => stop === "budget")).toBe(true);
  });

  test("money is a limit where a price is known", async () => {
    const priced: Sampler = {
      model: "priced",
      sample: async (request) => {
        const sample = await team({
          lead: (_, turn) => (_.toolChoice === "none" ? TABLE : delegate(`subtask ${turn}`)),
          subagent: () => "done",
        }).sample(request);
        return { ...sample, usage: { ...sample.usage, costUsd: 0.1 } };
      },
    };

    const { result } = await run(priced, { settings: { budget: { costUsd: 0.5 } } });

    expect(result.stop).toBe("budget");
    expect(result.usage.costUsd).toBeCloseTo(0.5);
    expect(result.table?.cells).toHaveLength(2);
  });

  test("at the end of the time for work subagents are cut short and the lead agent still answers", async () => {
    vi.useFakeTimers();
    try {
      const running = run(
        team({
          lead: (request) => (request.toolChoice === "none" ? TABLE : delegate("Peru", "endless")),
          subagent: (request, turn) => {
            if (subtaskOf(request) === "endless" && turn === 2) return NEVER;
            return turn === 1 ? access("Peru") : "done";
          },
        }),
        { settings: { deadlineMs: 1_000 } },
      );
      await vi.advanceTimersByTimeAsync(900);
      const { result, all } = await running;

      expect(all.map(({ stop }) => stop)).toEqual(["deadline", "answered", "deadline"]);
      expect(all[2]?.answer).toContain("Its capital is Lima.");
      expect(result.table?.cells[0]?.[1]?.sources).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a subagent past its own deadline does not hold up the others", async () => {
    vi.useFakeTimers();
    try {
      const running = run(
        team({
          lead: (_, turn) => (turn === 1 ? delegate("endless", "quick") : TABLE),
          subagent: (request) => (subtaskOf(request) === "endless" ? NEVER : "done"),
        }),
        { settings: { subagent: { deadlineMs: 500 } } },
      );
      await vi.advanceTimersByTimeAsync(500);
      const { all } = await running;

      expect(all.map(({ stop }) => stop)).toEqual(["answered", "deadline", "answered"]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("what goes wrong outside", () => {
  test("a model that cannot be reached ends the run with what its subagents had found", async () => {
    const { result, all } = await run(
      team({
        lead: (_, turn) => (turn === 1 ? delegate("Peru") : new SamplerError("the endpoint is down")),
        subagent: (_, turn) => (turn === 1 ? access("Peru") : "Peru\ncapital: Lima"),
      }),
    );

    expect(result).toMatchObject({ stop: "failed", error: "the endpoint is down" });
    expect(result.table?.columns).toEqual(["Country", "Capital"]);
    expect(result.table?.cells[0]?.map(({ value }) => value)).toEqual(["Peru", "Lima"]);
    expect(result.table?.cells[0]?.[1]?.sources).toHaveLength(1);
    expect(all).toHaveLength(2);
  });

  test("a subagent whose model fails is reported to the lead agent, which goes on", async () => {
    let report = "";
    const { result, all } = await run(
      team({
        lead: (request, turn) => {
          report = lastText(request);
          return turn === 1 ? delegate("Peru") : TABLE;
        },
        subagent: () => new SamplerError("rate limited"),
      }),
    );

    expect(report).toContain("Result (partial, failed: rate limited)");
    expect(all[1]?.stop).toBe("failed");
    expect(result.stop).toBe("answered");
  });

  test("aborting stops every agent at once and keeps what was found", async () => {
    const controller = new AbortController();
    const { result, all } = await run(
      team({
        lead: (_, turn) => (turn === 1 ? delegate("Peru", "endless") : TABLE),
        subagent: (request, turn) => {
          if (subtaskOf(request) === "endless") {
            controller.abort();
            return NEVER;
          }
          return turn === 1 ? access("Peru") : "Peru\ncapital: Lima";
        },
      }),
      { signal: controller.signal },
    );

    expect(result.stop).toBe("aborted");
    expect(all.map(({ agent }) => agent)).toEqual(["lead", "lead.1", "lead.2"]);
  });

  test("a run aborted before it began ends at once", async () => {
    const { result } = await run(scripted([TABLE]), { signal: AbortSignal.abort() });

    expect(result).toMatchObject({ stop: "aborted", table: undefined });
  });
});

/** Replies that no sensible model would write, the same ones for the same seed. */
function seededNonsense(seed: number): { reply(): ScriptedReply } {
  const nextRandom = random(seed);
  const next = (below: number) => Math.floor(nextRandom() * below);
  const pick = <T>(items: readonly T[]): T => items[next(items.length)]!;
  const text = () =>
    Array.from({ length: next(40) }, () =>
      pick(["|", "```", "\\boxed{", "a", "\n", "漢", "\u0000", "}", "---"]),
    ).join("");
  const argument = () =>
    pick<unknown>([
      "",
      "{",
      "null",
      "[]",
      { subtasks: [text()] },
      { subtasks: [] },
      { subtasks: text() },
      { query: text(), count: next(30) - 5 },
      { url: text() },
      { query: { deep: [null] } },
      text(),
    ]);
  const names = ["call_subagent", "search", "access", "create_sub_agents", "", "constructor", "__proto__"];
  return {
    reply: () => ({
      content: text(),
      toolCalls: Array.from({ length: next(4) }, () => ({ name: pick(names), arguments: argument() })),
    }),
  };
}
