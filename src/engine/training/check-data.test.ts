import { describe, expect, it } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import type { Datum, Loss } from "../../core/trainer.ts";
import { checkData } from "./check-data.ts";
import { TINY } from "./training.fixture.ts";

const crossEntropy: Loss = { kind: "cross-entropy" };
const policy: Loss = { kind: "policy", clipLow: 0.8, clipHigh: 1.28 };
const good: Datum = { tokens: [1, 2, 3], weights: [0, 1, 1], logprobs: [0, -1, -2] };

describe("checkData", () => {
  it("accepts data that fit the model", () => {
    checkData([good], crossEntropy, TINY);
    checkData([good], { ...policy, dualClip: 3 }, TINY);
  });

  const long = Array.from({ length: 65 }, () => 0);
  const cases: readonly (readonly [Datum, Loss, string])[] = [
    [{ tokens: [], weights: [] }, crossEntropy, "it has no tokens"],
    [{ tokens: long, weights: long }, crossEntropy, "65 tokens, but the model's context holds 64"],
    [{ tokens: [1, 2], weights: [0] }, crossEntropy, "2 tokens but 1 weights"],
    [{ ...good, logprobs: [0] }, policy, "3 tokens but 1 logprobs"],
    [{ tokens: [1, 2], weights: [0, 1] }, policy, "the policy loss needs its logprobs"],
    [{ ...good, tokens: [1, 24, 3] }, crossEntropy, "token 1 is 24, outside 0 to 23"],
    [{ ...good, tokens: [1, 2, 0.5] }, crossEntropy, "token 2 is 0.5, outside 0 to 23"],
    [{ ...good, weights: [1, 1, 1] }, crossEntropy, "nothing predicts it"],
    [{ ...good, weights: [0, Number.NaN, 1] }, crossEntropy, "weight 1 is NaN, not a finite number"],
    [{ ...good, weights: [0, 1, 1e39] }, crossEntropy, "weight 2 is 1e+39, not a finite number"],
    [{ ...good, logprobs: [0, Number.NEGATIVE_INFINITY, 0] }, policy, "logprob 1 is -Infinity"],
  ];

  it.each(cases)("refuses %o for %o", (datum, loss, message) => {
    const check = () => checkData([good, datum], loss, TINY);
    expect(check).toThrow(ConfigError);
    expect(check).toThrow("datum 1 of 2: ");
    expect(check).toThrow(message);
  });

  it("refuses clip bounds that do not hold 1 between them", () => {
    expect(() => checkData([], { ...policy, clipLow: 1.2 }, TINY)).toThrow("clip bounds 1.2 and 1.28");
    expect(() => checkData([], { ...policy, dualClip: 0.5 }, TINY)).toThrow("dualClip 0.5");
  });
});
