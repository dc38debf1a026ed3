import { expect, test } from "vitest";
import { random } from "./random.ts";

test("the same seed gives the same numbers, another seed gives others", () => {
  const numbers = (seed: number) => Array.from({ length: 5 }, random(seed));

  expect(numbers(1)).toEqual(numbers(1));
  expect(numbers(1)).not.toEqual(numbers(2));
});

test("numbers are spread evenly over [0, 1)", () => {
  const next = random(3);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let count = 0; count < 10_000; count++) {
    const tenth = Math.floor(next() * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }

  expect(tenths.length).toBe(10);
  expect(tenths.filter((count) => count < 900 || count > 1100)).toEqual([]);
});
