import { describe, expect, test } from "vitest";
import { Admission, type Admitted } from "./admission.ts";
import { Budget } from "./budget.ts";

const USED = { promptTokens: 90, sampledTokens: 10 };

/** Lets so many in and gives those that may work, as they come. */
function crowd(budget: Budget, size: number, firstTokens: number) {
  const admission = new Admission(budget);
  const inside: Admitted[] = [];
  for (let one = 0; one < size; one += 1) {
    admission.enter(firstTokens).then(
      (admitted) => inside.push(admitted),
      (error: unknown) => expect.fail(String(error)),
    );
  }
  return inside;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("subagents", () => {
  test("all begin at once where nothing binds", async () => {
    const inside = crowd(new Budget({}), 1_000, 1e9);
    await settled();

    expect(inside).toHaveLength(1_000);
  });

  test("begin only as many as the budget carries to their reports", async () => {
    const inside = crowd(new Budget({ tokens: 10_000 }), 10, 1_000);
    await settled();

    // four times its first prompt each, of nine tenths
    expect(inside).toHaveLength(2);
  });

  test("follow when another has ended, by what that one took", async () => {
    const budget = new Budget({ tokens: 10_000 });
    const inside = crowd(budget, 100, 1_000);
    await settled();

    inside[0]?.budget.startTurn("work", 100)?.settle(USED);
    inside[0]?.leave(true);
    await settled();

    // 100 of 9,000 are used, and each takes 100
    expect(inside).toHaveLength(1 + 89);
  });

  test("do not wait for room that an agent at work has used for itself already", async () => {
    const budget = new Budget({ tokens: 10_000 });
    const inside = crowd(budget, 3, 1_000);
    await settled();
    for (const { budget: own } of inside) own.startTurn("work", 4_000);

    inside[0]?.leave(false);
    await settled();

    expect(budget.used.tokens).toBe(8_000);
    expect(inside).toHaveLength(2);
  });

  test("begin one by one where nothing is left, so that each can say so", async () => {
    const budget = new Budget({ tokens: 100 });
    const inside = crowd(budget, 3, 1_000);
    for (let left = 0; left < 3; left += 1) {
      await settled();
      expect(inside).toHaveLength(left + 1);
      expect(inside[left]?.budget.startTurn("work", 1_000)).toBeUndefined();
      inside[left]?.leave(false);
    }
  });

  test("are carried by turns and calls too", async () => {
    const byTurns = crowd(new Budget({ turns: 20 }), 10, 1);
    const byCalls = crowd(new Budget({ toolCalls: 10 }), 10, 1);
    await settled();

    expect([byTurns.length, byCalls.length]).toEqual([6, 4]);
  });
});
