import { describe, expect, test } from "vitest";
import type { Completeness } from "../../core/evidence.ts";
import { random } from "../../util/random.ts";
import { estimateCompleteness } from "./estimate-completeness.ts";
import { simulateFinds } from "./simulate.fixture.ts";

/** `{ ab: 20, a: 12 }`: 20 rows found by the ways a and b, 12 by a alone. */
function finds(counts: Readonly<Record<string, number>>): readonly ReadonlySet<string>[] {
  return Object.entries(counts).flatMap(([ways, count]) =>
    Array.from({ length: count }, () => new Set(ways)),
  );
}

const estimate = (counts: Readonly<Record<string, number>>) => estimateCompleteness(finds(counts));

describe("two ways", () => {
  test("are estimated as Chapman does: 32 and 25 rows with 20 in common are about 40", () => {
    const { estimate: total, ...rest } = estimate({ ab: 20, a: 12, b: 5 });

    expect(total).toBeCloseTo((33 * 26) / 21 - 1);
    expect(rest).toMatchObject({ found: 37, method: "chapman", occasions: 2, warning: undefined });
    expect(rest.low).toBeGreaterThanOrEqual(37);
    expect(rest.high).toBeGreaterThan(40);
    expect(rest.high).toBeLessThan(60);
  });

  test("that share more rows of as many leave less in doubt", () => {
    const ranges = [20, 30, 40].map((shared) => estimate({ ab: shared, a: 10, b: 10 }));

    const widths = ranges.map(({ found, high = Number.NaN }) => (high - found) / found);
    expect(widths).toEqual([...widths].sort((left, right) => right - left));
  });

  test("of which one found all that the other did, and more, may be complete", () => {
    const { found, low, high } = estimate({ ab: 20, a: 17 });

    expect([found, low]).toEqual([37, 37]);
    expect(high).toBeLessThanOrEqual(40);
  });

  test("that share nothing set no upper bound", () => {
    const result = estimate({ a: 20, b: 17 });

    expect(result).toMatchObject({ found: 37, low: 37, method: "none", occasions: 2 });
    expect(result.estimate).toBeUndefined();
    expect(result.high).toBeUndefined();
    expect(result.warning).toMatch(/^No row was found in two ways/);
  });

  test("that share one row in a hundred set no upper bound but a lower one", () => {
    const result = estimate({ ab: 1, a: 50, b: 50 });

    expect(result.high).toBeUndefined();
    expect(result.low).toBeGreaterThan(101);
    expect(result.warning).toMatch(/too few rows/);
  });
});

describe("three ways or more", () => {
  test("of which a list is complete are not misled by searches that find little", () => {
    const result = estimate({ abc: 3, ab: 7, ac: 7, a: 20 });

    expect(result).toMatchObject({ found: 37, low: 37, method: "log-linear", occasions: 3 });
    expect(result.estimate).toBeLessThanOrEqual(38);
  });

  test("that find the same rows again and again mean more rows than independent ways would", () => {
    const alike = estimate({ abc: 20, a: 10, b: 10, c: 10 });
    const independent = estimate({ abc: 4, ab: 8, ac: 8, bc: 8, a: 7, b: 7, c: 8 });

    expect(alike.found).toBe(independent.found);
    expect(alike.high! - alike.found).toBeGreaterThan(independent.high! - independent.found);
  });

  test("are named where two of them go together, or go apart", () => {
    expect(estimate({ abc: 15, ac: 1, bc: 1, c: 15, a: 3, b: 3 }).warning).toBe(
      "“a” and “b” share more rows than independent ways would: there may be more rows than estimated.",
    );
    expect(estimate({ abc: 1, ac: 15, bc: 15, c: 1, ab: 1, a: 3 }).warning).toBe(
      "“a” and “b” share fewer rows than independent ways would: there may be fewer rows than estimated.",
    );
  });
});

describe("without two independent ways", () => {
  test.each([
    ["nothing found", {}, 0],
    ["one way", { a: 12 }, 1],
    ["rows found by no way", { "": 3 }, 0],
  ])("there is no estimate: %s", (_, counts: Record<string, number>, occasions) => {
    const result = estimate(counts);

    expect(result).toMatchObject({ method: "none", occasions, low: result.found });
    expect(result.estimate).toBeUndefined();
    expect(result.high).toBeUndefined();
    expect(result.warning).toMatch(/two or more independent ways/);
  });

  test("a row that no way found counts as found and says nothing about the total", () => {
    expect(estimate({ ab: 10, a: 5, b: 5, "": 2 })).toEqual({
      ...estimate({ ab: 10, a: 5, b: 5 }),
      found: 22,
      low: Math.max(22, estimate({ ab: 10, a: 5, b: 5 }).low),
      estimate: Math.max(22, estimate({ ab: 10, a: 5, b: 5 }).estimate!),
    });
  });
});

describe("copies", () => {
  test("of one another count once", () => {
    const once = estimate({ ac: 10, a: 5, c: 5 });
    const twice = estimate({ abc: 10, ab: 5, c: 5 });

    expect(twice).toEqual({
      ...once,
      warning: expect.stringMatching(/^“a” and “b” found exactly the same rows and count as one/),
    });
  });

  test("are all there is: five rows or more that every way found are taken for all, with a warning", () => {
    expect(estimate({ abc: 37 })).toEqual({
      found: 37,
      estimate: 37,
      low: 37,
      high: 37,
      method: "identical",
      occasions: 3,
      warning:
        "“a”, “b” and “c” found exactly the same rows. If one is a copy of another, this says nothing about the total.",
    });
  });

  test("of very few rows prove little", () => {
    expect(estimate({ ab: 1 })).toMatchObject({ found: 1, low: 1, high: undefined });
    expect(estimate({ ab: 2 }).high).toBeGreaterThan(2);
  });

  test("with long names are named in short", () => {
    const ways = ["x".repeat(500), `${"😀".repeat(300)}`, "c", "d", "e", "f"];

    const { warning } = estimateCompleteness(Array.from({ length: 6 }, () => new Set(ways)));

    expect(warning).toMatch(/^“c”, “d”, “e”, “f” and 2 more found/);
    expect(estimateCompleteness([new Set(ways.slice(0, 2))]).warning).toMatch(
      /^“x{59}…” and “(?:😀){59}…” found/u,
    );
  });
});

describe("always", () => {
  const random9 = random(9);
  const cases = Array.from({ length: 40 }, (_, seed) =>
    simulateFinds(
      {
        total: 1 + Math.floor(60 * random9()),
        ways: 2 + Math.floor(4 * random9()),
        chance: 0.1 + 0.85 * random9(),
        concentration: 5,
      },
      seed,
    ),
  );

  test("the interval holds the estimate and is not below what was found", () => {
    for (const result of cases.map(estimateCompleteness)) {
      const { found, low, estimate: total = low, high = Number.POSITIVE_INFINITY } = result;
      expect(found).toBeLessThanOrEqual(low);
      expect(low).toBeLessThanOrEqual(total);
      expect(total).toBeLessThanOrEqual(high);
      expect([low, found].every(Number.isInteger)).toBe(true);
    }
  });

  test("the order of rows and ways changes nothing, nor do the names of the ways", () => {
    for (const rows of cases) {
      const turned = [...rows].reverse().map((ways) => new Set([...ways].reverse()));
      const renamed = rows.map((ways) => new Set([...ways].map((way) => `z${9 - Number(way.slice(4))}`)));
      const numbers = ({ warning: _, ...result }: Completeness) => result;

      expect(estimateCompleteness(turned)).toEqual(estimateCompleteness(rows));
      expect(numbers(estimateCompleteness(renamed))).toEqual(numbers(estimateCompleteness(rows)));
    }
  });

  test("thirty ways and two thousand rows take seconds at most", () => {
    const rows = simulateFinds({ total: 2_000, ways: 30, chance: 0.1, concentration: 20 }, 3);
    const startedAt = process.cpuUsage();

    const { low, high } = estimateCompleteness(rows);

    expect(low).toBeLessThanOrEqual(2_000);
    expect(high).toBeGreaterThanOrEqual(2_000);
    expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(5);
  });
});
