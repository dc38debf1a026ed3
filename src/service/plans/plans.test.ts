import { describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import type { Plan } from "../../core/plan.ts";
import type { ListedRun } from "../../run/run-store.ts";
import { random } from "../../util/random.ts";
import { askRequest, type Wishes } from "../runs/ask-request.ts";
import { configOf, type RunRequest } from "../runs/run-request.ts";
import { applyPlan } from "./apply-plan.ts";
import { EFFORTS } from "./efforts.ts";
import { estimateRun, estimateWhole, mostDollars } from "./estimate-run.ts";

const knowledge = { kb: ["seed"], web: false, network: true };

function request(wishes: Partial<Wishes> = {}, model = "openai/gpt-5-mini"): RunRequest {
  const models = { lead: model, subagent: model };
  return askRequest("Which lakes are there?", { models, knowledge, ...wishes });
}

const plan: Plan = {
  rows: "lakes",
  criteria: [],
  columns: [
    { name: "Lake", type: "text" },
    { name: "Area", type: "number" },
  ],
  uniqueColumns: ["Lake"],
  subtasks: [],
};

/** A run that took `perRow` tokens a row, and as many milliseconds. */
function earlierRun(
  rows: number,
  perRow: number,
  more: { model?: string; costUsd?: number } = {},
): ListedRun {
  const { model, costUsd } = more;
  const cell = { value: "x", state: "missing", sources: [], candidates: [] } as const;
  return {
    run: "r",
    config: configOf(request({}, model), {
      version: "1",
      directory: "/",
      knowledgeBase: "seed",
      startedAt: new Date(0),
    }),
    result: {
      question: "q",
      kind: "wide",
      answer: "",
      table: {
        columns: ["Lake", "Area"],
        uniqueColumns: ["Lake"],
        cells: Array.from({ length: rows }, () => [cell, cell]),
      },
      stop: "answered",
      usage: { promptTokens: (rows + 3) * perRow, sampledTokens: 0, costUsd },
      agents: 1,
      elapsedMs: (rows + 3) * perRow,
    },
  };
}

describe("a plan that is applied", () => {
  test("sets the columns of the task and is kept with the request", () => {
    const applied = applyPlan(request(), plan);

    expect(applied.task).toMatchObject({ columns: ["Lake", "Area"], uniqueColumns: ["Lake"] });
    expect(applied.plan).toEqual(plan);
  });

  test("keeps the limit of rows that the request had", () => {
    expect(applyPlan(request({ maxRows: 3 }), plan).plan?.maxRows).toBe(3);
    expect(request({ plan: { ...plan, maxRows: 9 }, maxRows: 3 }).plan?.maxRows).toBe(3);
    expect(request({ plan: { ...plan, maxRows: 9 } }).plan?.maxRows).toBe(9);
  });

  test("that only limits the rows leaves the task as it is", () => {
    expect(request({ maxRows: 3 }).task).toEqual(request().task);
  });

  test.each([
    [{ uniqueColumns: ["Name"] }, /names "Name", which is no column/],
    [{ columns: [...plan.columns, ...plan.columns] }, /Two columns of the plan are named "Lake"/],
    [{ columns: [{ name: " ", type: "text" } as const], uniqueColumns: [] }, /has no name/],
    [{ expectedRows: { low: 9, likely: 5, high: 6 } }, /must rise/],
  ])("is refused where no table can follow it: %j", (wrong, message) => {
    expect(() => applyPlan(request(), { ...plan, ...wrong })).toThrow(message);
  });

  test("is refused for a short answer", () => {
    expect(() => request({ answer: "short", maxRows: 3 })).toThrow(ConfigError);
  });
});

describe("an effort", () => {
  test("sets subagents, turns, deadline and budget, each more than the one before", () => {
    const teams = EFFORTS.map(({ name }) => request({ effort: name }).team);

    for (const [index, team] of teams.entries()) {
      const before = teams[index - 1];
      if (before === undefined) continue;
      expect(team.maxSubagents).toBeGreaterThan(before.maxSubagents);
      expect(team.lead.maxTurns).toBeGreaterThan(before.lead.maxTurns);
      expect(team.deadlineMs).toBeGreaterThan(before.deadlineMs);
      expect(team.budget.tokens).toBeGreaterThan(before.budget.tokens ?? 0);
    }
    expect(teams[0]).toMatchObject({ maxSubagents: 5, deadlineMs: 300_000, budget: { tokens: 200_000 } });
  });

  test("gives way to what is named, and its budget to any other budget", () => {
    const { team } = request({ effort: "low", maxSubagents: 40, deadlineMs: 1_000, budget: { costUsd: 2 } });

    expect(team).toMatchObject({ maxSubagents: 40, deadlineMs: 1_000 });
    expect(team.budget).toEqual({ costUsd: 2 });
    expect(team.lead.maxTurns).toBe(6);
  });

  test("of none leaves the defaults of a team", () => {
    expect(request().team).toMatchObject({ maxSubagents: 10, budget: {} });
  });
});

describe("an estimate", () => {
  test("without earlier runs is made of defaults and says so", () => {
    const estimate = estimateRun(request(), plan, []);

    expect(estimate.basis).toMatch(/^defaults/);
    expect(estimate.rows).toEqual({ low: 4, likely: 15, high: 60 });
    expect(estimate.costUsd?.likely).toBeGreaterThan(0);
  });

  test("rises from low over likely to high", () => {
    const estimate = estimateRun(request(), plan, [earlierRun(10, 1_000)]);

    for (const range of [estimate.rows, estimate.tokens, estimate.seconds, estimate.costUsd]) {
      expect(range?.low).toBeLessThanOrEqual(range?.likely ?? 0);
      expect(range?.likely).toBeLessThanOrEqual(range?.high ?? 0);
    }
  });

  test("has the rows of the plan, at most as many as may be", () => {
    const expectedRows = { low: 5, likely: 20, high: 80 };

    expect(estimateRun(request(), { ...plan, expectedRows }, []).rows).toEqual(expectedRows);
    expect(estimateRun(request(), { ...plan, expectedRows, maxRows: 10 }, []).rows).toEqual({
      low: 5,
      likely: 10,
      high: 10,
    });
  });

  test("follows what runs with the same models took", () => {
    const earlier = [
      earlierRun(10, 2_000, { costUsd: 0.13 }),
      earlierRun(20, 2_000, { costUsd: 0.23 }),
      earlierRun(20, 9_000_000, { model: "openai/gpt-5" }),
    ];
    const expectedRows = { low: 30, likely: 30, high: 30 };

    const { basis, tokens, costUsd } = estimateRun(request(), { ...plan, expectedRows }, earlier);

    expect(basis).toBe("2 earlier runs with this model");
    expect(tokens.likely).toBe(33 * 2_000);
    expect(costUsd?.likely).toBeCloseTo(0.33);
  });

  test("passes over runs that were cut short, and revisions", () => {
    const run = earlierRun(10, 2_000);
    const stopped = { ...run, result: { ...run.result!, stop: "budget" as const } };
    const revision = {
      ...run,
      config: { ...run.config, revision: { base: "b", change: { kind: "repair" as const } } },
    };

    expect(estimateRun(request(), plan, [stopped, revision]).basis).toMatch(/^defaults/);
  });

  test("has no price where none is known", () => {
    expect(estimateRun(request({}, "ollama/llama"), plan, []).costUsd).toBeUndefined();
    expect(estimateRun(request({ baseUrl: "http://h/v1" }), plan, []).costUsd).toBeUndefined();
  });

  test("the most that an effort's tokens cost is known where the model's price is", () => {
    const models = (name: string) => ({ models: { lead: name, subagent: name }, baseUrl: undefined });
    const low = mostDollars(200_000, models("openai/gpt-5-mini"));

    // no token costs less than the input or more than the output of the model
    expect(low).toBeGreaterThan(200_000 * 0.25e-6);
    expect(low).toBeLessThan(200_000 * 2e-6);
    expect(mostDollars(200_000, models("demonstrator"))).toBeUndefined();
    expect(mostDollars(1, { ...models("openai/gpt-5-mini"), baseUrl: "http://h/v1" })).toBeUndefined();
  });

  test("never waits longer than the deadline", () => {
    expect(estimateRun(request({ deadlineMs: 5_000 }), plan, []).seconds.high).toBe(5);
  });

  test("of the whole from a preview grows with the rows", () => {
    const asked = request({ plan: { ...plan, maxRows: 5 } });
    const whole = { low: 47, likely: 47, high: 47 };

    const estimate = estimateWhole(asked, whole, earlierRun(5, 2_000));

    expect(estimate.rows).toEqual(whole);
    expect(estimate.tokens.likely).toBe(50 * 2_000);
    expect(estimate.basis).toBe("what this preview took");
  });

  test("holds what a run then takes nine times in ten, where runs vary", () => {
    const next = random(5);
    const some = () => earlierRun(3 + Math.floor(next() * 20), 1_000 * (0.5 + 1.5 * next()));
    const earlier = Array.from({ length: 30 }, some);
    const { tokens } = estimateRun(request(), plan, earlier);

    const inside = Array.from({ length: 200 }, some).filter(({ result }) => {
      const used = result?.usage.promptTokens ?? 0;
      return used >= tokens.low && used <= tokens.high;
    });

    expect(inside.length).toBeGreaterThan(180);
  });
});
