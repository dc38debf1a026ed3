import { describe, expect, test } from "vitest";
import { addWay, findCounts, removeWay } from "./find-counts.ts";
import { likelyTotal } from "./likely-total.ts";

/** Chances that 0, 1, … ways find a row, over all patterns. */
function byEnumeration(odds: readonly number[]): readonly number[] {
  const chances = new Array<number>(odds.length + 1).fill(0);
  for (let pattern = 0; pattern < 2 ** odds.length; pattern += 1) {
    const hits = odds.map((_, way) => ((pattern >> way) & 1) === 1);
    const chance = hits.reduce(
      (product, hit, way) => product * ((hit ? odds[way]! : 1) / (1 + odds[way]!)),
      1,
    );
    chances[hits.filter(Boolean).length]! += chance;
  }
  return chances;
}

describe("the distribution of the number of finds", () => {
  const odds = [0.01, 0.5, 1, 3, 1e6];

  test("is the sum over all patterns", () => {
    const chances = findCounts(odds);

    for (const [count, chance] of byEnumeration(odds).entries())
      expect(chances[count]).toBeCloseTo(chance, 12);
  });

  test.each(odds)("without the way of odds %d is that of the others, and with it the same again", (odd) => {
    const chances = findCounts(odds);
    removeWay(chances, odds.length, odd);
    const others = byEnumeration(odds.filter((other) => other !== odd));

    for (const [count, chance] of others.entries()) expect(chances[count]).toBeCloseTo(chance, 12);
    addWay(chances, odds.length - 1, odd);
    for (const [count, chance] of byEnumeration(odds).entries())
      expect(chances[count]).toBeCloseTo(chance, 12);
  });
});

describe("the likely total", () => {
  test("of independent ways is near the one that Darroch's equation gives", () => {
    // 1 − found/N = Π (1 − nₜ/N) holds for N = 200 and three ways of 100 rows, of which 75, 75 and 25 are found once, twice, thrice
    const { best, low, high } = likelyTotal({ perWay: [100, 100, 100], foundBy: [0, 75, 75, 25] });

    expect(best).toBeGreaterThan(190);
    expect(best).toBeLessThan(215);
    expect(low).toBeLessThan(200);
    expect(high).toBeGreaterThan(200);
  });

  test("grows where rows differ more: more are found by one way and by all, for as many finds", () => {
    const spread = [0, 5, 10, 15].map((more) =>
      likelyTotal({ perWay: [100, 100, 100], foundBy: [0, 75 + more, 75 - 2 * more, 25 + more] }),
    );

    const best = spread.map((total) => total.best ?? 0);
    expect(best).toEqual([...best].sort((left, right) => left - right));
    expect(best.at(-1)).toBeGreaterThan(best[0]!);
  });

  test("is absent where it is out of all proportion", () => {
    const { best, high } = likelyTotal({ perWay: [100, 100, 100], foundBy: [0, 298, 1, 0] });

    expect([best, high]).toEqual([undefined, undefined]);
  });

  test("of forty ways is still a number", () => {
    const perWay = Array.from({ length: 40 }, () => 90);
    const foundBy = Array.from({ length: 41 }, (_, ways) => (ways === 36 ? 100 : 0));

    expect(likelyTotal({ perWay, foundBy })).toMatchObject({ best: 100, low: 100, high: 100 });
  });
});
