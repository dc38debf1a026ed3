import { expect, test } from "vitest";
import { virtualClock } from "../../test/fixtures/virtual-clock.ts";
import { backoffMs, retry } from "./retry.ts";

test("an attempt is repeated after the wait its failure asks for", async () => {
  const clock = virtualClock();
  let attempts = 0;
  const attempt = async () => {
    attempts++;
    if (attempts < 3) throw new Error(`failure ${attempts}`);
    return "done";
  };

  expect(await retry(attempt, { clock, delayMs: (_error, number) => number * 10 })).toBe("done");
  expect(clock.slept).toEqual([10, 20]);
});

test("a failure not worth repeating is thrown as it is", async () => {
  const error = new Error("no");

  const retried = retry(() => Promise.reject(error), { clock: virtualClock(), delayMs: () => undefined });
  await expect(retried).rejects.toBe(error);
});

test("an abort ends the waiting with its reason", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const delayMs = () => {
    queueMicrotask(() => controller.abort(new Error("enough")));
    return 1000;
  };

  const retried = retry(() => Promise.reject(new Error("no")), { clock: virtualClock(), signal, delayMs });
  await expect(retried).rejects.toThrow("enough");
});

test("the wait doubles up to its limit, half of it by chance", () => {
  const limits = { baseMs: 100, maxMs: 1000 };

  expect([1, 2, 3, 9].map((attempt) => backoffMs(attempt, limits, 0))).toEqual([50, 100, 200, 500]);
  expect([1, 2, 3, 9].map((attempt) => backoffMs(attempt, limits, 1))).toEqual([100, 200, 400, 1000]);
});
