import { expect, test } from "vitest";
import { packTurns } from "./pack-turns.ts";

const first = { tokens: { prompt: [7, 8], sampled: [1, 2], logprobs: [-0.1, -0.2] }, weight: 0.5 };

test("a turn whose prompt begins with all tokens before it extends the datum", () => {
  const second = { tokens: { prompt: [7, 8, 1, 2, 9], sampled: [3], logprobs: [-0.3] }, weight: 0.25 };
  expect(packTurns([first, second])).toEqual([
    {
      tokens: [7, 8, 1, 2, 9, 3],
      weights: [0, 0, 0.5, 0.5, 0, 0.25],
      logprobs: [0, 0, -0.1, -0.2, 0, -0.3],
    },
  ]);
});

test("a turn whose prompt differs in one id, or is shorter, begins a new datum", () => {
  for (const prompt of [[7, 8, 1, 5, 9], [7, 8, 1], []]) {
    const second = { tokens: { prompt, sampled: [3], logprobs: [-0.3] }, weight: 0.25 };
    const datums = packTurns([first, second]);
    expect(datums.map(({ tokens }) => tokens)).toEqual([
      [7, 8, 1, 2],
      [...prompt, 3],
    ]);
  }
});

test("a turn that is not trained is context for the next, and by itself no datum", () => {
  const untrained = { ...first, weight: 0 };
  const second = { tokens: { prompt: [7, 8, 1, 2], sampled: [3], logprobs: [-0.3] }, weight: -1 };
  expect(packTurns([untrained, second])).toEqual([
    { tokens: [7, 8, 1, 2, 3], weights: [0, 0, 0, 0, -1], logprobs: [0, 0, 0, 0, -0.3] },
  ]);
  expect(packTurns([untrained])).toEqual([]);
});

test("a turn for which the prompt left no room is no datum, and does not lengthen one", () => {
  const full = { tokens: { prompt: [7, 8, 1, 2, 9, 9, 9], sampled: [], logprobs: [] }, weight: 0.5 };

  expect(packTurns([first, full])).toEqual(packTurns([first]));
  expect(packTurns([full])).toEqual([]);
});
