import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../core/plan.ts";
import { askRequest } from "../../../service/runs/ask-request.ts";
import { configOf } from "../../../service/runs/run-request.ts";
import { plainPalette } from "../../../tui/palette.ts";
import { askWhether } from "./ask-whether.ts";
import { planCard } from "./plan-card.ts";
import { parsePlan, writePlan } from "./plan-file.ts";
import { previewLines, wholeCommand } from "./preview.ts";

const plan: Plan = {
  rows: "lakes of Finland",
  criteria: ["area above 500 km²"],
  columns: [
    { name: "Lake", type: "text" },
    { name: "Area", type: "number", note: "km²" },
  ],
  uniqueColumns: ["Lake"],
  subtasks: ["Find all lakes.\u001b[2J", "Find the areas."],
};

const estimate = {
  rows: { low: 5, likely: 8, high: 12 },
  tokens: { low: 20_000, likely: 45_000, high: 90_000 },
  costUsd: { low: 0.05, likely: 0.12, high: 0.3 },
  seconds: { low: 50, likely: 125, high: 370 },
  basis: "12 earlier runs with this model",
};

function request(more: Readonly<Record<string, unknown>> = {}) {
  return askRequest("Which lakes are there?", {
    models: { lead: "demonstrator", subagent: "demonstrator" },
    knowledge: { kb: ["seed"], web: false, network: true },
    ...more,
  });
}

describe("the card", () => {
  const look = { columns: 100, palette: plainPalette };

  test("tells rows, columns, subtasks, price and limits", () => {
    const limits = request({ budget: { tokens: 200_000 } }).team;
    const planning = { promptTokens: 400, sampledTokens: 12, costUsd: 0.0004 };

    expect(planCard({ plan, estimate, limits, planning }, look).join("\n")).toBe(
      `Plan
  Rows      lakes of Finland, about 8 (5–12)
  Must be   area above 500 km²
  Columns   Lake *  text
            Area    number, km²
            * tells rows apart
  Subtasks  1. Find all lakes. [2J
            2. Find the areas.
  Estimate  about 45.0k tokens (20.0k–90.0k) · $0.12 ($0.0500–$0.30) · 2 min (50 s–6 min)
            from 12 earlier runs with this model
  Limits    200.0k tokens · 1 h 00 min · 10 subagents at once
Making this plan took 412 tokens, $0.0004.`,
    );
  });

  test("says when the plan is likely to take more than the budget", () => {
    const limits = request({ budget: { costUsd: 0.1 } }).team;

    expect(planCard({ plan, estimate, limits }, look).join("\n")).toContain("This is more than the budget");
  });
});

describe("a plan in a file", () => {
  test("comes back as it was written", () => {
    const planned = { question: "Which lakes?", plan: { ...plan, maxRows: 3 } };

    expect(parsePlan(writePlan(planned, estimate), "plan.json")).toEqual(planned);
  });

  test.each([
    ["", "plan.json is not JSON."],
    ["[]", "plan.json, the whole: "],
    ['{"question": " ", "plan": {}}', "plan.json, question: "],
    ['{"question": "x", "plan": {"rows": "x", "maxRows": 0}}', "plan.json, plan."],
  ])("that is none is refused with the place: %s", (text, message) => {
    expect(() => parsePlan(text, "plan.json")).toThrow(message);
  });
});

describe("the command for the whole", () => {
  test("is the one that was given, without what made it a preview", () => {
    const flags = {
      preview: "10",
      plan: true,
      model: "openai/gpt-5",
      kb: ["seed", "my docs"],
      color: true,
      web: false,
    };

    expect(wholeCommand(["Which", "lakes?"], flags)).toBe(
      'wideseek ask "Which lakes?" --model openai/gpt-5 --kb seed --kb "my docs" --no-web',
    );
  });

  test("survives a shell", () => {
    expect(wholeCommand(['the "big" $HOME ones\' names'], {})).toBe(
      `wideseek ask 'the "big" $HOME ones'\\'' names'`,
    );
  });
});

describe("a preview", () => {
  const cell = { value: "x", state: "missing", sources: [], candidates: [] } as const;

  function lines(rows: number, report: string, more: Partial<Plan> = {}) {
    const asked = request({ plan: { ...plan, maxRows: 3, ...more } });
    const place = { version: "1", directory: "/", knowledgeBase: "seed", startedAt: new Date(0) };
    const table = {
      columns: ["Lake", "Area"],
      uniqueColumns: ["Lake"],
      cells: Array.from({ length: rows }, () => [cell, cell]),
    };
    const usage = { promptTokens: 6_000, sampledTokens: 0 };
    const result = {
      question: "q",
      kind: "wide",
      answer: report,
      table,
      stop: "answered",
      usage,
      agents: 4,
      elapsedMs: 2_000,
    } as const;
    const lead = {
      agent: "lead",
      role: "lead",
      subtask: "q",
      turns: [],
      stop: "answered",
      partial: false,
    } as const;
    return previewLines({
      request: asked,
      listed: { run: "r", config: configOf(asked, place), result },
      episode: { taskId: "t", stop: "answered", elapsedMs: 2_000, lead: { ...lead, answer: report } },
      command: "wideseek ask q",
    });
  }

  const list = Array.from({ length: 30 }, (_, index) => `- Lake ${index}`).join("\n");

  test("counts the rows of the longest list that was found", () => {
    expect(lines(3, list)).toEqual([
      expect.stringMatching(/^Preview: 3 of about 30 rows\. All of them: about 33\.0k tokens \(.+\) · .+\.$/),
      "The whole: wideseek ask q",
    ]);
  });

  test("takes what the plan expects where no list was found", () => {
    const expectedRows = { low: 2, likely: 20, high: 40 };

    expect(lines(3, "none", { expectedRows })[0]).toMatch(/^Preview: 3 of about 20 \(3–40\) rows\./);
  });

  test("says when it does not know, and when it has all", () => {
    expect(lines(3, "none")[0]).toBe("Preview: 3 rows. How many there are in all is not known.");
    expect(lines(2, list)).toEqual(["This is the whole table: there are fewer than 3 rows."]);
    expect(lines(0, list)).toEqual([]);
  });
});

describe("a question at the terminal", () => {
  function answer(typed: string) {
    const stdin = new PassThrough();
    const choice = askWhether("Run it? ", { stdin, stderr: new PassThrough() });
    stdin.end(typed);
    return choice;
  }

  test.each([
    ["\n", "yes"],
    ["Y\n", "yes"],
    ["edit\n", "edit"],
    ["maybe\nn\n", "no"],
    ["", "no"],
    ["\u0003", "interrupted"],
  ])("%j means %s", async (typed, choice) => {
    expect(await answer(typed)).toBe(choice);
  });
});
