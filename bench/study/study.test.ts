import { expect, test } from "vitest";
import { figure, ticksTo } from "./figure.ts";
import { needs } from "./jobs.ts";
import { JOBS } from "./plan.ts";
import { measurementOf, trainedOf, writeResult } from "./results.ts";

test("ticks begin at 0, reach over the highest value, and are at most seven", () => {
  expect(ticksTo(0.43).map(({ text }) => text)).toEqual(["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
  expect(ticksTo(376).map(({ text }) => text)).toEqual(["0", "100", "200", "300", "400"]);
  for (const highest of [0, 1e-3, 0.7, 1, 6, 60.1, 12_345]) {
    const ticks = ticksTo(highest);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.at(-1)?.value).toBeGreaterThanOrEqual(highest);
  }
});

test("a figure escapes its texts and has numbers only, also where a line has no points", () => {
  const lines = [{ name: "a < b", color: "#000", points: [] }];
  const svg = figure("T & U", [{ title: "t", xLabel: "x", yLabel: "y", lines }]);
  expect(svg).toContain("<title>T &amp; U</title>");
  expect(svg).toContain("a &lt; b");
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test("names of jobs are one of a kind, and what a job needs comes before it", () => {
  for (const kind of ["training", "measurement"]) {
    const names = JOBS.filter((job) => job.kind === kind).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
  for (const [place, job] of JOBS.entries()) {
    for (const other of needs(job)) expect(JOBS.indexOf(other)).toBeLessThan(place);
  }
});

test("tokens of a training add up over its episodes, without those that failed", () => {
  const step = { reward: 0.5, episodes: 4, failures: 1, sampledTokens: 10, promptTokens: 100 };
  const { sampledTokens, promptTokens, train, dev } = trainedOf("t", "c", [
    { step: 0, devReward: 0.1 },
    { step: 1, ...step },
    { step: 2, ...step },
    { step: 2, devReward: 0.2, devItemF1: 0.3 },
  ]);
  expect({ sampledTokens, promptTokens }).toEqual({ sampledTokens: 60, promptTokens: 600 });
  expect(train.map(({ tokens }) => tokens)).toEqual([30, 60]);
  expect(dev).toEqual([
    { step: 0, tokens: 0, reward: 0.1 },
    { step: 2, tokens: 60, reward: 0.2, itemF1: 0.3 },
  ]);
});

test("a result keeps no path of where it was measured", () => {
  const scores = {
    ...{ policy: "/somewhere/policy", width: 0, temperature: 1, episodes: 2, failures: 0, reward: 0.123456 },
    ...{ valid: 1, subagents: 0, turns: 1, sampledTokens: 3, promptTokens: 9 },
    ...{ secondsPerTask: 1, joulesPerTask: 2 },
  };
  const line = writeResult(measurementOf("m", "c", `a log line\n${JSON.stringify(scores)}\n`));
  expect(line).not.toContain("somewhere");
  expect(line).toContain('"reward":0.1235');
});
