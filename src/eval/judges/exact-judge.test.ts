/** @file The judge that goes by rules alone. */
import { expect, test } from "vitest";
import { exactJudge } from "./exact-judge.ts";

test("values pair by rules: case, accents, numbers and units", async () => {
  const pairs = [
    { answer: "São Tomé", gold: "sao tome" },
    { answer: "1,200 km", gold: "1200 km" },
    { answer: "UK", gold: "United Kingdom" },
  ];
  expect(await exactJudge.grade({ pairs })).toEqual([1, 1, 0]);
});

test("a name goes to the very same reference, else the first that means the same", async () => {
  const matches = await exactJudge.align({
    values: ["PERU", "peru", "Utopia"],
    references: ["Peru", "peru"],
  });
  expect(matches).toEqual(
    new Map([
      ["PERU", "Peru"],
      ["peru", "peru"],
    ]),
  );
});
