import { describe, expect, test } from "vitest";
import { repeats } from "./repeats.ts";

describe("practice in copying", () => {
  test.each([1024, 96, 80, 16])(
    "fits a context of %i tokens, and learns only what is a repeat",
    (contextLength) => {
      const data = repeats({ vocabularySize: 300, contextLength }, 7);
      const total = data.reduce(
        (sum, { weights }) => sum + weights.reduce((one, weight) => one + weight, 0),
        0,
      );
      expect(total).toBeCloseTo(1);
      for (const { tokens, weights } of data) {
        expect(tokens.length).toBeLessThanOrEqual(contextLength);
        const period = weights.findIndex((weight) => weight > 0);
        expect(tokens.slice(period)).toEqual(tokens.slice(0, -period));
      }
    },
  );
});
