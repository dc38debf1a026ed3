import { expect, test } from "vitest";
import { advantages } from "./advantages.ts";

test("advantages are rewards less their mean, over the deviation with n - 1", () => {
  const [low = 0, middle = 0, high = 0] = advantages([0, 1, 2]) ?? [];
  expect(low).toBeCloseTo(-1, 5);
  expect(middle).toBe(0);
  expect(high).toBeCloseTo(1, 5);
  expect(advantages([0, 1])?.[1]).toBeCloseTo(Math.SQRT1_2, 5);
});

test("rewards that differ by rounding alone give none", () => {
  expect(advantages([0.3, 0.1 + 0.2, 0.3])).toBeUndefined();
  expect(advantages([0.7, 0.7, 0.7])).toBeUndefined();
});

test("fewer than two rewards give none", () => {
  expect(advantages([1])).toBeUndefined();
  expect(advantages([])).toBeUndefined();
});
