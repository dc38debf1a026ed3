import { expect, test } from "vitest";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { type LimiterSettings, limiter } from "./limiter.ts";

const unlimited: LimiterSettings = {
  maxConcurrent: 1000,
  requestsPerMinute: Number.POSITIVE_INFINITY,
  tokensPerMinute: Number.POSITIVE_INFINITY,
};

/** When each of `count` calls of `tokens` tokens starts, in milliseconds. */
async function starts(settings: Partial<LimiterSettings>, count: number, tokens = 1, actual = tokens) {
  const clock = virtualClock();
  const limit = limiter({ ...unlimited, ...settings }, clock);
  const startedAt: number[] = [];
  const calls = Array.from({ length: count }, () =>
    limit.run(tokens, async (settle) => {
      startedAt.push(clock.now());
      await clock.sleep(100);
      settle(actual);
    }),
  );
  await Promise.all(calls);
  return startedAt;
}

test("no more calls run at once than allowed", async () => {
  expect(await starts({ maxConcurrent: 2 }, 6)).toEqual([0, 0, 100, 100, 200, 200]);
});

test("in no minute do more calls start than allowed", async () => {
  expect(await starts({ requestsPerMinute: 2 }, 5)).toEqual([0, 0, 60_000, 60_000, 120_000]);
});

test("in no minute are more tokens used than allowed, estimates corrected by what was counted", async () => {
  expect(await starts({ tokensPerMinute: 100 }, 4, 50)).toEqual([0, 0, 60_000, 60_000]);
  expect(await starts({ tokensPerMinute: 100, maxConcurrent: 1 }, 3, 50, 10)).toEqual([0, 100, 200]);
});

test("a call too large for any minute goes alone", async () => {
  expect(await starts({ tokensPerMinute: 100 }, 2, 500)).toEqual([0, 60_000]);
});

test("a pause holds every call that has not started", async () => {
  const clock = virtualClock();
  const limit = limiter(unlimited, clock);
  limit.pause(5000);

  expect(await limit.run(1, async () => clock.now())).toBe(5000);
});

test("a call that is aborted while it waits leaves its place to the next", async () => {
  const clock = virtualClock();
  const limit = limiter({ ...unlimited, maxConcurrent: 1 }, clock);
  const controller = new AbortController();
  const first = limit.run(1, () => clock.sleep(100));
  const second = limit.run(1, async () => "second", controller.signal);
  const third = limit.run(1, async () => clock.now());
  controller.abort(new Error("enough"));

  await expect(second).rejects.toThrow("enough");
  await first;
  expect(await third).toBe(100);
});
