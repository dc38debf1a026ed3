import { expect, test } from "vitest";
import { policyMetrics } from "./policy-metrics.ts";

const loss = { kind: "policy", clipLow: 0.8, clipHigh: 1.28 } as const;

function metricsOf(
  ratios: readonly number[],
  weights: readonly number[],
  settings: typeof loss & { dualClip?: number } = loss,
) {
  const datum = {
    tokens: [5, ...ratios.map(() => 6)],
    weights: [0, ...weights],
    logprobs: [0, ...ratios.map(() => -2)],
  };
  const logprobs = [[0, ...ratios.map((ratio) => -2 + Math.log(ratio))]];
  return policyMetrics([datum], { logprobs, entropies: [[0, ...ratios.map((_, index) => index)]] }, settings);
}

test("means go over trained tokens alone", () => {
  const metrics = metricsOf([2, 1, 0.5], [1, 0, 1]);
  expect(metrics?.tokens).toBe(2);
  expect(metrics?.meanRatio).toBeCloseTo(1.25, 12);
  expect(metrics?.meanLogprobGap).toBeCloseTo(Math.LN2, 12);
  expect(metrics?.maxLogprobGap).toBeCloseTo(Math.LN2, 12);
  expect(metrics?.entropy).toBe(1);
});

test("a token is clipped when its ratio has gone past the bound its weight pushes it to", () => {
  expect(metricsOf([1.3, 1.3, 0.7, 0.7], [1, -1, 1, -1])?.clipShare).toBe(0.5);
  expect(metricsOf([1.27, 0.81], [1, -1])?.clipShare).toBe(0);
});

test("the dual clip stops tokens of negative weight that have become far likelier", () => {
  expect(metricsOf([11, 11], [-1, 1])?.clipShare).toBe(0.5);
  expect(metricsOf([11, 11], [-1, 1], { ...loss, dualClip: 10 })?.clipShare).toBe(1);
});

test("without trained tokens there is nothing to say", () => {
  expect(metricsOf([1], [0])).toBeUndefined();
  expect(policyMetrics([], { logprobs: [], entropies: [] }, loss)).toBeUndefined();
});
