import { describe, expect, it } from "vitest";
import type { Datum } from "../core/trainer.ts";
import { random } from "../util/random.ts";
import { initialWeights } from "./initial-weights.ts";
import { modelConfig, parameters } from "./model-config.ts";
import { openEmbeddedTrainer } from "./training/embedded-trainer.ts";

const config = modelConfig.parse({
  vocabularySize: 256,
  hiddenSize: 64,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 16,
  feedForwardSize: 64,
  contextLength: 32,
});

describe.each(["normal", "induction"] as const)("the %s start", (start) => {
  it("has every weight of the model, the same for the same seed", () => {
    const weights = initialWeights(config, 3, start);
    expect([...weights].map(([name, values]) => ({ name, size: values.length }))).toEqual(
      parameters(config).map(({ name, shape }) => ({ name, size: shape.reduce((a, b) => a * b, 1) })),
    );
    expect(initialWeights(config, 3, start)).toEqual(weights);
    expect(initialWeights(config, 4, start)).not.toEqual(weights);
  });

  it.each([
    { heads: 5, keyValueHeads: 1 },
    { heads: 3, keyValueHeads: 3 },
  ])("works with $keyValueHeads key-value heads", ({ heads, keyValueHeads }) => {
    const weights = initialWeights({ ...config, heads, keyValueHeads, headSize: 2 }, 3, start);
    expect([...weights.values()].every((values) => values.every(Number.isFinite))).toBe(true);
  });
});

describe("the induction start", () => {
  it("makes the first head look at the token before", () => {
    const weights = initialWeights(config, 3, "induction");
    const { headSize, hiddenSize } = config;
    const half = headSize / 2;
    /** What the mean of all tokens becomes. */
    const ofMean = (name: string) => {
      const matrix = weights.get(`model.layers.0.self_attn.${name}.weight`)!;
      return Array.from({ length: headSize }, (_, row) =>
        matrix.subarray(row * hiddenSize, (row + 1) * hiddenSize).reduce((sum, value) => sum + value, 0),
      );
    };
    const [queries, keys] = [ofMean("q_proj"), ofMean("k_proj")];
    const scores = Array.from({ length: 50 }, (_, back) =>
      queries.reduce((score, query, row) => {
        const angle = -back * config.ropeBase ** (-(row % half) / half);
        const turned =
          row < half
            ? keys[row]! * Math.cos(angle) - keys[row + half]! * Math.sin(angle)
            : keys[row]! * Math.cos(angle) + keys[row - half]! * Math.sin(angle);
        return score + query * turned;
      }, 0),
    );
    expect(scores.indexOf(Math.max(...scores))).toBe(1);
  });

  it("learns to go on with what was said before in 100 steps, where the normal start does not", async () => {
    expect(await lossOnRepeats("induction", 100)).toBeLessThan(1);
    expect(await lossOnRepeats("normal", 100)).toBeGreaterThan(4);
  });
});

/** Nats a token after so many steps; guessing costs ln(256) = 5.5. */
async function lossOnRepeats(start: "normal" | "induction", steps: number): Promise<number> {
  const trainer = await openEmbeddedTrainer({
    config,
    weights: initialWeights(config, 7, start),
    openSampler: () => Promise.reject(new Error("nothing is sampled here")),
    threads: 1,
  });
  const uniform = random(99);
  let loss = Number.NaN;
  for (let step = 1; step <= steps; step++) {
    const data = Array.from({ length: 16 }, () => repeats(uniform));
    ({ loss } = await trainer.forwardBackward(data, { kind: "cross-entropy" }));
    await trainer.optimStep({
      learningRate: 6e-3 * Math.min(1, step / 20),
      beta1: 0.9,
      beta2: 0.98,
      epsilon: 1e-8,
      weightDecay: 0,
      maxGradientNorm: 1,
    });
  }
  await trainer.close();
  return loss;
}

/** Random tokens over and over, trained where they can be known; 16 of them weigh 1. */
function repeats(uniform: () => number): Datum {
  const { contextLength, vocabularySize } = config;
  const period = 4 + Math.floor(uniform() * 10);
  const tokens = Array.from({ length: period }, () => Math.floor(uniform() * vocabularySize));
  const count = contextLength - period - 1;
  return {
    tokens: Array.from({ length: contextLength }, (_, index) => tokens[index % period] ?? 0),
    weights: Array.from({ length: contextLength }, (_, index) => (index > period ? 1 / (16 * count) : 0)),
  };
}
