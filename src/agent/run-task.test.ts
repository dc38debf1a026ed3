import { describe, expect, test } from "vitest";
import type { Task } from "../core/task.ts";
import { scripted } from "../llm/scripted.ts";
import { access, delegate, lastText, run, subtaskOf, TABLE, task, team, turnOf } from "./run-task.fixture.ts";

describe("a team", () => {
  test("answers with a table whose cells cite the pages its subagents read", async () => {
    const { result, all } = await run(
      team({
        lead: (_, turn) => (turn === 1 ? delegate("Peru", "Chile") : TABLE),
        subagent: (request, turn) => (turn === 1 ? access(subtaskOf(request)) : `read ${subtaskOf(request)}`),
      }),
    );

    expect(result.stop).toBe("answered");
    expect(all.map((trajectory) => trajectory.agent)).toEqual(["lead", "lead.1", "lead.2"]);
    expect(result.table?.cells[0]?.[1]).toMatchObject({
      value: "Lima",
      sources: [{ url: "seed://country/Peru", title: "Peru", quote: "Its capital is Lima." }],
    });
  });

  test("leaves a cell without a source where no page that was read states it", async () => {
    const { result } = await run(
      team({
        lead: (_, turn) => (turn === 1 ? delegate("Peru") : TABLE),
        subagent: (request, turn) => (turn === 1 ? access(subtaskOf(request)) : "done"),
      }),
    );

    expect(result.table?.cells[1]?.[1]).toMatchObject({
      value: "Santiago",
      state: "unsupported",
      sources: [],
    });
  });

  test("starts all subtasks of a call at once and keeps the order of the subtasks", async () => {
    let running = 0;
    let most = 0;
    let reports = "";
    const waiting: (() => void)[] = [];
    const { all } = await run(
      team({
        lead: (request, turn) => {
          if (turn > 1) reports = lastText(request);
          return turn === 1 ? delegate("a", "b", "c") : TABLE;
        },
        subagent: async (request) => {
          running += 1;
          most = Math.max(most, running);
          if (running === 3) for (const go of waiting.reverse()) go();
          else await new Promise<void>((resolve) => waiting.push(resolve));
          return `report on ${subtaskOf(request)}`;
        },
      }),
    );

    expect(most).toBe(3);
    expect(all.slice(1).map(({ answer }) => answer)).toEqual(["report on a", "report on b", "report on c"]);
    expect(reports).toMatch(/^Subtask 1: a\nResult: report on a\n\nSubtask 2: b\n/);
  });

  test("keeps contexts apart: a subagent sees the question and its own subtask only", async () => {
    const seen: string[] = [];
    await run(
      team({
        lead: (_, turn) => (turn === 1 ? delegate("first", "second") : TABLE),
        subagent: (request) => {
          seen.push(request.messages.map((message) => message.content).join("\n"));
          return "done";
        },
      }),
    );

    expect(seen[0]).toContain("Main task: Capitals of Peru");
    expect(seen[0]).toContain("Subtask: first");
    expect(seen[0]).not.toContain("second");
    expect(seen[0]).not.toContain("I split the work.");
  });

  test("may use one model for the lead agent and another for its subagents", async () => {
    const lead = scripted([delegate("Peru"), TABLE], { model: "large" });
    const subagent = scripted(["done"], { model: "small" });

    const { events } = await run(lead, { subagent });

    const models = events.flatMap((event) => (event.type === "agent-start" ? [event.model] : []));
    expect(models).toEqual(["large", "small"]);
  });

  test("speaks the published wire form when told to", async () => {
    const sampler = scripted((request) => {
      const [first] = request.tools;
      if (turnOf(request) > 1) return TABLE;
      return first?.name === "create_sub_agents"
        ? { toolCalls: [{ name: first.name, arguments: { sub_agents: [{ prompt: "Peru" }] } }] }
        : {
            toolCalls: [
              { name: "search", arguments: { queries: [{ query: "Lima", count: 2 }] } },
              {
                name: "access",
                arguments: { urls: [{ url: "seed://country/Peru", info_to_extract: "capital" }] },
              },
            ],
          };
    });

    const { result } = await run(sampler, { settings: { wire: "published" } });

    expect(result.table?.cells[0]?.[1]?.sources).toHaveLength(1);
  });

  test("asked in Chinese, is spoken to in Chinese", async () => {
    let system = "";
    const sampler = scripted((request) => {
      system = request.messages[0]?.content ?? "";
      return TABLE;
    });

    await run(sampler, { task: { ...task, language: "zh", question: "列出首都" } });

    expect(system).toContain("主智能体");
  });

  test("without subagents is a single agent that searches by itself", async () => {
    const { result, all } = await run(
      scripted((request) => (turnOf(request) === 1 ? access("Peru") : TABLE)),
      { settings: { maxSubagents: 0 } },
    );

    expect(all.map(({ role }) => role)).toEqual(["single"]);
    expect(result.table?.cells[0]?.[1]?.sources).toHaveLength(1);
  });

  test("boxes the answer of a deep task and cites it", async () => {
    const deep: Task = { id: "d", kind: "deep", question: "What is the capital of Peru?", language: "en" };
    const { result } = await run(
      scripted((request) => (turnOf(request) === 1 ? access("Peru") : "It is \\boxed{Lima}.")),
      { task: deep, settings: { maxSubagents: 0 } },
    );

    expect(result.answer).toBe("Lima");
    expect(result.sources?.[0]?.quote).toBe("Its capital is Lima.");
  });
});

describe("deeper delegation", () => {
  test("lets a subagent call subagents of its own, but not further than its depth", async () => {
    const sampler = scripted((request) => {
      const mayDelegate = request.tools.some((tool) => tool.name === "call_subagent");
      if (!mayDelegate) return "leaf";
      return turnOf(request) === 1 ? delegate("deeper") : TABLE;
    });

    const { all } = await run(sampler, { settings: { depth: 2 } });

    expect(all.map(({ agent }) => agent)).toEqual(["lead", "lead.1", "lead.1.1"]);
  });

  test("spends no more than the share of the budget that the subagent inherits", async () => {
    const sampler = scripted((request) => {
      const role = request.tools.map((tool) => tool.name);
      if (role.length === 1) return turnOf(request) === 1 ? delegate("greedy", "modest") : TABLE;
      if (role.includes("call_subagent") && subtaskOf(request) === "modest") return "modest report";
      return { toolCalls: [{ name: "search", arguments: { query: "Peru" } }] };
    });

    const { all } = await run(sampler, { settings: { depth: 2, budget: { turns: 21 } } });

    const turns = Object.fromEntries(all.map((trajectory) => [trajectory.agent, trajectory.turns.length]));
    expect(turns).toEqual({ lead: 2, "lead.1": 9, "lead.2": 1 });
    expect(all[1]?.stop).toBe("budget");
    expect(all[0]?.stop).toBe("answered");
  });
});

describe("events", () => {
  test("tell the whole story in order, each start with its end", async () => {
    const { events } = await run(
      team({
        lead: (_, turn) => (turn === 1 ? delegate("Peru") : TABLE),
        subagent: (request, turn) => (turn === 1 ? access(subtaskOf(request)) : "done"),
      }),
    );

    expect(events.map((event) => event.type).join(" ")).toBe(
      "run-start agent-start turn-start sample-end tool-start " +
        "agent-start turn-start sample-end tool-start page-read tool-end turn-end turn-start sample-end turn-end agent-end " +
        "tool-end turn-end turn-start sample-end turn-end agent-end run-end",
    );
  });
});
