import { describe, expect, test } from "vitest";
import { scripted } from "../llm/scripted.ts";
import { random } from "../util/random.ts";
import { Budget } from "./budget.ts";
import { withinBudget } from "./within-budget.ts";

const USED = { promptTokens: 90, sampledTokens: 10, costUsd: 0.01 };

describe("a budget", () => {
  test("without limits never says no", () => {
    const budget = new Budget({});

    expect(Array.from({ length: 1_000 }, () => budget.startTurn("work", 1e9)).every(Boolean)).toBe(true);
    expect(budget.takeToolCall()).toBe(true);
  });

  test("keeps its last tenth of turns for answers", () => {
    const budget = new Budget({ turns: 10 });

    const work = Array.from({ length: 20 }, () => budget.startTurn("work", 1)).filter(Boolean);
    const answers = Array.from({ length: 20 }, () => budget.startTurn("answer", 1)).filter(Boolean);

    expect([work.length, answers.length]).toEqual([9, 1]);
  });

  test("counts turns in flight, so that many agents at once cannot exceed it", () => {
    const budget = new Budget({ tokens: 1_000 });

    const started = Array.from({ length: 50 }, () => budget.startTurn("work", 100)).filter(Boolean);

    expect(started).toHaveLength(9);
  });

  test("replaces an estimate by what was really used", () => {
    const budget = new Budget({});

    budget.startTurn("work", 5_000)?.settle(USED);

    expect(budget.used).toEqual({ turns: 1, toolCalls: 0, tokens: 100, costUsd: 0.01 });
  });

  test("estimates money by what tokens have cost so far", () => {
    const budget = new Budget({ costUsd: 0.03 });

    budget.startTurn("work", 100)?.settle(USED);
    budget.startTurn("work", 100)?.settle(USED);

    expect(budget.startTurn("work", 100)).toBeUndefined();
    expect(budget.startTurn("answer", 100)).toBeDefined();
  });

  test("refuses tool calls beyond its limit", () => {
    const budget = new Budget({ toolCalls: 10 });

    expect(Array.from({ length: 12 }, () => budget.takeToolCall()).filter(Boolean)).toHaveLength(9);
  });
});

describe("what a model does not tell", () => {
  test("is held to be what was estimated", () => {
    const budget = new Budget({ tokens: 1_000 });

    for (let turn = 0; turn < 9; turn += 1) {
      budget.startTurn("work", 100)?.settle({ promptTokens: 0, sampledTokens: 0 });
    }

    expect(budget.used.tokens).toBe(900);
    expect(budget.startTurn("work", 100)).toBeUndefined();
  });
});

describe("a model that a tool calls", () => {
  const request = { messages: [], tools: [], toolChoice: "none", maxTokens: 10 } as const;
  const long = { ...request, messages: [{ role: "user", content: "x".repeat(1_600) }] } as const;

  test("is asked only while something is left for work, also when many calls begin at once", async () => {
    const budget = new Budget({ tokens: 1_000 });
    let asked = 0;
    const model = withinBudget(
      scripted(() => {
        asked += 1;
        return "summary";
      }),
      budget,
    );

    const calls = await Promise.allSettled(Array.from({ length: 5 }, () => model.sample(long)));

    expect(asked).toBe(2);
    expect(calls.filter(({ status }) => status === "rejected")).toHaveLength(3);
    expect(budget.used.tokens).toBe(0);
  });

  test("leaves nothing reserved when it fails", async () => {
    const budget = new Budget({ tokens: 1_000 });

    await expect(withinBudget(scripted([]), budget).sample(long)).rejects.toThrow(/script has 0 replies/);

    expect(budget.used.tokens).toBe(0);
  });
});

describe("an inherited budget", () => {
  test("is a share of what is left, and what it spends is spent in both", () => {
    const budget = new Budget({ toolCalls: 100 });
    const child = budget.inherit(0.5);

    const taken = Array.from({ length: 100 }, () => child.takeToolCall()).filter(Boolean);

    expect(taken).toHaveLength(45);
    expect(budget.used.toolCalls).toBe(45);
  });

  test("of less than a turn is a turn, as long as the whole allows it", () => {
    const budget = new Budget({ turns: 4 });
    const children = Array.from({ length: 10 }, () => budget.inherit(0.1));

    const turns = children.map((child) => child.startTurn("work", 1)).filter(Boolean);

    expect(turns).toHaveLength(3);
  });

  test("knows what tokens cost from all that were used, not from its own", () => {
    const budget = new Budget({ costUsd: 0.1 });
    budget.startTurn("work", 100)?.settle({ promptTokens: 90, sampledTokens: 10, costUsd: 0.08 });

    expect(budget.inherit(0.5).startTurn("work", 100)).toBeUndefined();
    expect(new Budget({}, budget).startTurn("work", 100)).toBeUndefined();
  });

  test("whatever the order of spending, no limit is exceeded anywhere in the tree", () => {
    const next = random(11);
    for (let trial = 0; trial < 50; trial += 1) {
      const budget = new Budget({ turns: 40, toolCalls: 30 });
      const children = Array.from({ length: 4 }, () => budget.inherit(0.25 + next()));
      const all = [budget, ...children, ...children.map((child) => child.inherit(next()))];
      for (let step = 0; step < 300; step += 1) {
        const one = all[Math.floor(next() * all.length)]!;
        if (next() < 0.5) one.takeToolCall();
        else one.startTurn(next() < 0.2 ? "answer" : "work", 10)?.settle(USED);
      }

      expect(budget.used.turns).toBeLessThanOrEqual(40);
      expect(budget.used.toolCalls).toBeLessThanOrEqual(27);
    }
  });
});
