import { describe, expect, test } from "vitest";
import { random } from "../util/random.ts";
import { Budget } from "./budget.ts";

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

describe("an inherited budget", () => {
  test("is a share of what is left, and what it spends is spent in both", () => {
    const budget = new Budget({ toolCalls: 100 });
    const child = budget.inherit(0.5);

    const taken = Array.from({ length: 100 }, () => child.takeToolCall()).filter(Boolean);

    expect(taken).toHaveLength(40);
    expect(budget.used.toolCalls).toBe(40);
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
