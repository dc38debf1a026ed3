import { beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import type { Loss } from "../../core/trainer.ts";
import { random } from "../../util/random.ts";
import { modelConfig, parameters } from "../model-config.ts";
import type { Batch, LossAndGradients } from "./jax-model.fixture.ts";
import { jaxLoss, startJax } from "./jax-model.fixture.ts";
import { TrainingSession, unevenWeights } from "./training-session.fixture.ts";

const config = modelConfig.parse({
  vocabularySize: 11,
  hiddenSize: 8,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 4,
  feedForwardSize: 12,
  contextLength: 256,
});

const policy: Loss = { kind: "policy", clipLow: 0.8, clipHigh: 1.28, dualClip: 3 };

/** Padded to 5 tokens and, in the graph, to 7 predictions. */
const batch: Batch = {
  tokens: [
    [1, 4, 4, 2, 9],
    [3, 10, 4, 0, 0],
  ],
  predictions: [
    { row: 0, target: 4, weight: 0.5, oldLogprob: -2.5 },
    { row: 1, target: 4, weight: -0.4, oldLogprob: -2.4 },
    { row: 2, target: 2, weight: 1.5, oldLogprob: -6 },
    { row: 3, target: 9, weight: -1, oldLogprob: -7 },
    { row: 5, target: 10, weight: 0.7, oldLogprob: -0.5 },
    { row: 6, target: 4, weight: -0.3, oldLogprob: -0.1 },
  ],
};
const shape = { batch: 2, length: 5, positions: 7 };

describe("a training graph", () => {
  let session: TrainingSession;
  const weights = unevenWeights(config, 3);

  beforeAll(async () => {
    session = await TrainingSession.open(config, shape);
    await startJax();
  });

  it.each<Loss>([{ kind: "cross-entropy" }, policy])("gives the slope of the $kind loss", async (loss) => {
    const { gradients } = await session.run(weights, batch, loss);
    for (const { name } of parameters(config)) {
      const values = weights.get(name)!;
      const gradient = gradients.get(name)!;
      const largest = Math.max(...gradient.map(Math.abs));
      for (let probe = 0; probe < 4; probe++) {
        const at = (probe * 37 + 5) % values.length;
        const before = values[at]!;
        const lossAt = async (value: number) => {
          values[at] = value;
          return (await session.run(weights, batch, loss)).loss;
        };
        const step = 2e-3;
        const slope = ((await lossAt(before + step)) - (await lossAt(before - step))) / (2 * step);
        values[at] = before;
        expect(Math.abs(slope - gradient[at]!), `${name}[${at}]`).toBeLessThan(0.01 * Math.max(0.1, largest));
      }
    }
  });

  it("clips the ratio on both sides, and twice where an advantage is negative", async () => {
    const { logprobs } = await session.run(weights, batch, policy);
    const ratios = batch.predictions.map(({ oldLogprob }, index) => Math.exp(logprobs[index]! - oldLogprob));
    const cases = batch.predictions.map(({ weight }, index) => {
      const ratio = ratios[index]!;
      if (weight > 0) return ratio > 1.28 ? "high" : "free";
      if (ratio > 3) return "dual";
      return ratio < 0.8 ? "low" : "free";
    });
    expect(new Set(cases)).toEqual(new Set(["free", "low", "high", "dual"]));
    const expected = batch.predictions.map(({ weight }, index) => {
      const ratio = ratios[index]!;
      const clipped = Math.min(Math.max(ratio, 0.8), 1.28);
      const own = -Math.min(ratio * weight, clipped * weight);
      return weight < 0 ? Math.min(own, -3 * weight) : own;
    });
    const total = expected.reduce((sum, one) => sum + one, 0);
    expect((await session.run(weights, batch, policy)).loss).toBeCloseTo(total, 4);
  });

  it("leaves a token without gradient where its ratio is clipped", async () => {
    for (const { weight, oldLogprob } of [
      { weight: 1, oldLogprob: -20 },
      { weight: -1, oldLogprob: 0 },
      { weight: -1, oldLogprob: -20 },
    ]) {
      const one = { ...batch, predictions: [{ row: 1, target: 4, weight, oldLogprob }] };
      const { gradients } = await session.run(weights, one, policy);
      expect([...gradients.values()].every((values) => values.every((slope) => slope === 0))).toBe(true);
    }
  });

  it("holds a ratio that would overflow", async () => {
    const one = { ...batch, predictions: [{ row: 1, target: 4, weight: -1, oldLogprob: -1000 }] };
    const unbounded: Loss = { kind: "policy", clipLow: 0.8, clipHigh: 1.28 };
    expect((await session.run(weights, one, unbounded)).loss / Math.exp(20)).toBeCloseTo(1, 4);
  });

  it("gives the entropy of each prediction", async () => {
    let entropy = 0;
    let reported: number | undefined;
    for (let target = 0; target < config.vocabularySize; target++) {
      const one = { ...batch, predictions: [{ row: 3, target, weight: 0, oldLogprob: 0 }] };
      const { logprobs, entropies } = await session.run(weights, one, policy);
      entropy -= Math.exp(logprobs[0]!) * logprobs[0]!;
      reported = entropies[0];
    }
    expect(reported).toBeCloseTo(entropy, 5);
  });

  it.each<Loss>([{ kind: "cross-entropy" }, policy])(
    "trains with the $kind loss as jax-js does",
    async (loss) => {
      const ours = unevenWeights(config, 4);
      const theirs = unevenWeights(config, 4);
      for (let step = 0; step < 5; step++) {
        const own = await session.run(ours, batch, loss);
        const other = jaxLoss(config, theirs, batch, loss);
        expect(own.loss).toBeCloseTo(other.loss, 4);
        descend(ours, own.gradients);
        descend(theirs, other.gradients);
      }
    },
  );

  describe("on sequences that are longer than a block of queries", () => {
    const uniform = random(8);
    const long = { batch: 1, length: 150, positions: 30 };
    const longBatch: Batch = {
      tokens: [Array.from({ length: long.length }, () => Math.floor(uniform() * 11))],
      predictions: Array.from({ length: long.positions }, (_, index) => ({
        row: index * 5,
        target: Math.floor(uniform() * 11),
        weight: uniform() - 0.5,
        oldLogprob: -2,
      })),
    };

    it("agrees with jax-js where the predictions, too, are more than a block", async () => {
      const wide = { batch: 2, length: 300, positions: 600 };
      const tokens = Array.from({ length: wide.batch }, () =>
        Array.from({ length: wide.length }, () => Math.floor(uniform() * 11)),
      );
      const predictions = Array.from({ length: wide.positions }, (_, row) => ({
        row,
        target: Math.floor(uniform() * 11),
        weight: (uniform() - 0.5) / 20,
        oldLogprob: -2,
      }));
      const own = await TrainingSession.open(config, wide);
      const wideBatch = { tokens, predictions };
      expectSame(await own.run(weights, wideBatch, policy), jaxLoss(config, weights, wideBatch, policy));
    });

    it("agrees with jax-js", async () => {
      const own = await (await TrainingSession.open(config, long)).run(weights, longBatch, policy);
      expectSame(own, jaxLoss(config, weights, longBatch, policy));
    });

    it("gives on a GPU, where there is one, what it gives on the processor", async ({ skip }) => {
      const opened = TrainingSession.open(config, long, "webgpu");
      const gpu = await opened.catch((error: unknown) => {
        if (error instanceof ConfigError) return undefined;
        throw error;
      });
      if (gpu === undefined) return skip("no WebGPU adapter");
      const cpu = await TrainingSession.open(config, long);
      expectSame(await gpu.run(weights, longBatch, policy), await cpu.run(weights, longBatch, policy));
    });
  });
});

function expectSame(one: LossAndGradients, other: LossAndGradients): void {
  expect(one.loss).toBeCloseTo(other.loss, 4);
  for (const [name, gradient] of one.gradients) {
    const expected = other.gradients.get(name)!;
    const furthest = Math.max(...gradient.map((slope, index) => Math.abs(slope - expected[index]!)));
    expect(furthest, name).toBeLessThan(5e-4);
  }
}

function descend(weights: Map<string, Float32Array>, gradients: ReadonlyMap<string, Float32Array>): void {
  for (const [name, values] of weights) {
    const gradient = gradients.get(name)!;
    values.set(values.map((value, index) => value - 0.02 * gradient[index]!));
  }
}
