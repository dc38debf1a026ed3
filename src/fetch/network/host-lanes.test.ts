import { describe, expect, test } from "vitest";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { hostLanes } from "./host-lanes.ts";

const settings = { requestsPerHost: 2, maxPauseMs: 60_000 };

function open() {
  const clock = virtualClock();
  const lanes = hostLanes(settings, clock);
  const starts: [string, number][] = [];
  const { signal } = new AbortController();
  const ask = (host: string, delayMs = 100) =>
    lanes.run(host, async () => void starts.push([host, clock.now()]), { delayMs, signal });
  return { clock, lanes, starts, ask };
}

test("requests to one host start at least so long after one another, in the order they came", async () => {
  const { starts, ask } = open();
  await Promise.all(["a", "a", "a", "a"].map((host) => ask(host)));
  expect(starts.map(([, at]) => at)).toEqual([0, 100, 200, 300]);
});

test("hosts do not wait for each other", async () => {
  const { starts, ask } = open();
  await Promise.all(["a", "b", "c"].map((host) => ask(host)));
  expect(starts.map(([, at]) => at)).toEqual([0, 0, 0]);
});

test("no more run at once than may", async () => {
  const { lanes } = open();
  const { signal } = new AbortController();
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
  };
  await Promise.all(Array.from({ length: 9 }, () => lanes.run("a", task, { delayMs: 0, signal })));
  expect(most).toBe(2);
});

test("a host that wants a pause gets it, also from those who wait already", async () => {
  const { lanes, starts, ask } = open();
  const first = ask("a", 50);
  const second = ask("a", 50);
  await first;
  lanes.pause("a", 5000);
  await second;
  await ask("b");
  expect(starts).toEqual([
    ["a", 0],
    ["a", 5000],
    ["b", 5000],
  ]);
});

test("a shorter pause does not end a longer one", async () => {
  const { lanes, starts, ask } = open();
  lanes.pause("a", 5000);
  lanes.pause("a", 10);
  await ask("a");
  expect(starts).toEqual([["a", 5000]]);
});

test("a host that wants too long a pause is refused, until it is over", async () => {
  const { clock, lanes, starts, ask } = open();
  lanes.pause("a", 61_000);
  await expect(ask("a")).rejects.toMatchObject({ reason: "busy", message: expect.stringContaining("61 s") });
  await clock.sleep(30_000);
  await ask("a");
  expect(starts).toEqual([["a", 61_000]]);
});

describe("an abort", () => {
  test("ends the waiting with its reason, and the next one goes on", async () => {
    const { lanes, starts, ask } = open();
    const controller = new AbortController();
    await ask("a", 100);
    const waiting = lanes.run("a", async () => {}, { delayMs: 0, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await ask("a");
    expect(starts).toHaveLength(2);
  });
});

test("thousands of hosts leave nothing behind", async () => {
  const { starts, ask } = open();
  for (let count = 0; count < 2500; count++) await ask(`host-${count}`, 0);
  expect(starts).toHaveLength(2500);
});
