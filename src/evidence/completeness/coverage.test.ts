import { describe, expect, test } from "vitest";
import { estimateCompleteness } from "./estimate-completeness.ts";
import { type FindingPlan, simulateFinds } from "./simulate.fixture.ts";

const TOTALS = [5, 20, 60, 200];
const CHANCES = [0.3, 0.5, 0.7, 0.95];
const REPEATS = 14;

/** The share of runs over all totals and chances whose 95 % interval holds the true total. */
function coverage(world: Omit<FindingPlan, "total" | "chance">): number {
  const runs = TOTALS.flatMap((total) =>
    CHANCES.flatMap((chance) =>
      Array.from({ length: REPEATS }, (_, repeat) => {
        const finds = simulateFinds({ ...world, total, chance }, 31 * repeat + total);
        const { low, high = Number.POSITIVE_INFINITY, method } = estimateCompleteness(finds);
        return method === "none" ? [] : [low <= total && total <= high];
      }).flat(),
    ),
  );
  return runs.filter(Boolean).length / runs.length;
}

const ALIKE = Number.POSITIVE_INFINITY;

describe("the 95 % interval holds the true total in at least 90 % of runs", () => {
  test.each([2, 3, 4, 5])("with %i independent ways, whether rows are alike or differ", (ways) => {
    expect(coverage({ ways, concentration: ALIKE })).toBeGreaterThanOrEqual(0.9);
    expect(coverage({ ways, concentration: 20 })).toBeGreaterThanOrEqual(0.9);
    expect(coverage({ ways, concentration: 10 })).toBeGreaterThanOrEqual(0.9);
  });

  test.each([2, 3, 5])("with %i ways of which one takes over a tenth from another", (ways) => {
    expect(coverage({ ways, concentration: ALIKE, copying: 0.1 })).toBeGreaterThanOrEqual(0.9);
  });
});

test("with many ways of a fair chance the interval is narrow", () => {
  const rows = simulateFinds({ total: 100, ways: 5, chance: 0.5, concentration: ALIKE }, 5);

  const { low, high = Number.NaN } = estimateCompleteness(rows);

  expect(high - low).toBeLessThan(20);
});
