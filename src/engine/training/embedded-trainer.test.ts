import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import type { Datum, Loss } from "../../core/trainer.ts";
import { initialWeights } from "../initial-weights.ts";
import type { Weights } from "../model-config.ts";
import { saveCheckpoint } from "../weights/checkpoint.ts";
import { type EmbeddedTrainer, openEmbeddedTrainer } from "./embedded-trainer.ts";
import { TrainerError } from "./trainer-error.ts";
import { ADAM, countingData, openTinyTrainer, TINY, type TinyTrainerOptions } from "./training.fixture.ts";

const crossEntropy: Loss = { kind: "cross-entropy" };
const policy: Loss = { kind: "policy", clipLow: 0.8, clipHigh: 1.28, dualClip: 3 };

const root = await mkdtemp(join(tmpdir(), "wideseek-trainer-"));
const start = join(root, "start");

/** Threads take a while to start, so tests with the same settings take turns with one trainer. */
const trainers = new Map<string, EmbeddedTrainer>();

beforeAll(async () => {
  const weights = initialWeights(TINY, 1, "normal");
  const zeros = new Map([...weights].map(([name, { length }]) => [name, new Float32Array(length)]));
  const optimizer = { step: 0, firstMoment: zeros, secondMoment: zeros };
  await saveCheckpoint(start, { config: TINY, weights, optimizer });
});

afterAll(async () => {
  for (const trainer of trainers.values()) await trainer.close();
  await rm(root, { recursive: true });
});

/** A trainer with the weights that all tests start from. */
async function open(options: TinyTrainerOptions = {}): Promise<EmbeddedTrainer> {
  const key = JSON.stringify(options);
  const trainer = trainers.get(key) ?? (await openTinyTrainer(options));
  trainers.set(key, trainer);
  await trainer.load(start);
  return trainer;
}

interface Trained {
  readonly losses: readonly number[];
  readonly norms: readonly number[];
  readonly weights: Weights;
}

/** Steps with other data each, of which the loss is the one that was asked for. */
async function train(trainer: EmbeddedTrainer, steps: number, loss: Loss = crossEntropy): Promise<Trained> {
  const losses: number[] = [];
  const norms: number[] = [];
  for (let step = 0; step < steps; step++) {
    losses.push((await trainer.forwardBackward(countingData(step, 12), loss)).loss);
    norms.push((await trainer.optimStep(ADAM)).gradientNorm);
  }
  return { losses, norms, weights: await trainer.weights() };
}

function largestDifference(a: Weights, b: Weights): number {
  let largest = 0;
  for (const [name, values] of a) {
    const others = b.get(name);
    for (const [i, value] of values.entries()) {
      largest = Math.max(largest, Math.abs(value - (others?.[i] ?? Number.NaN)));
    }
  }
  return largest;
}

describe("the embedded trainer", () => {
  it("learns to count", async () => {
    const trainer = await open();
    const { losses } = await train(trainer, 40);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.5);
  });

  it("gives the log-probability and entropy of each trained token in its place", async () => {
    const trainer = await open();
    const data = countingData(3, 5);
    const { loss, logprobs, entropies } = await trainer.forwardBackward(data, crossEntropy);
    let sum = 0;
    for (const [index, { weights }] of data.entries()) {
      expect(logprobs[index]?.map((value) => value !== 0)).toEqual(weights.map((weight) => weight !== 0));
      expect(entropies[index]?.map((value) => value !== 0)).toEqual(weights.map((weight) => weight !== 0));
      for (const [token, weight] of weights.entries()) sum -= weight * (logprobs[index]?.[token] ?? 0);
    }
    expect(loss).toBeCloseTo(sum, 5);
    expect(Math.max(...entropies.flat())).toBeLessThanOrEqual(Math.log(24) + 1e-4);
  });

  it.each([crossEntropy, policy])(
    "trains the same in one large or many small micro-batches, %o",
    async (loss) => {
      const large = await train(await open({ threads: 1, microBatchTokens: 4096 }), 3, loss);
      const small = await train(await open({ threads: 1, microBatchTokens: 64 }), 3, loss);
      for (const [step, value] of large.losses.entries()) expect(small.losses[step]).toBeCloseTo(value, 5);
      expect(largestDifference(large.weights, small.weights)).toBeLessThan(2e-4);
    },
  );

  it("trains the same with one thread and with two, and whatever the order of the data", async () => {
    const one = await train(await open({ threads: 1, microBatchTokens: 64 }), 3);
    const two = await train(await open({ microBatchTokens: 64 }), 3);
    for (const [step, value] of one.norms.entries()) expect(two.norms[step]).toBeCloseTo(value, 4);
    expect(largestDifference(one.weights, two.weights)).toBeLessThan(2e-4);

    const trainer = await open();
    const data = countingData(1, 12);
    const { logprobs } = await trainer.forwardBackward(data, crossEntropy);
    const turned = await trainer.forwardBackward(data.toReversed(), crossEntropy);
    for (const [i, row] of turned.logprobs.toReversed().entries()) {
      for (const [token, value] of row.entries()) expect(value).toBeCloseTo(logprobs[i]?.[token] ?? 0, 4);
    }
  });

  it("repeats a training bit for bit, also in another trainer", async () => {
    const first = await train(await open({ microBatchTokens: 64 }), 4, policy);
    const again = await train(await open({ microBatchTokens: 64 }), 4, policy);
    expect(again.norms).toEqual(first.norms);
    const other = await openTinyTrainer({ microBatchTokens: 64 });
    const second = await train(other, 4, policy);
    await other.close();
    expect(second.losses).toEqual(first.losses);
    expect(second.norms).toEqual(first.norms);
    expect(largestDifference(first.weights, second.weights)).toBe(0);
  });

  it("adds up the gradients of several calls", async () => {
    const data = countingData(2, 12);
    const whole = await open();
    await whole.forwardBackward(data, crossEntropy);
    const { gradientNorm } = await whole.optimStep(ADAM);
    const parts = await open();
    await parts.forwardBackward(data.slice(0, 5), crossEntropy);
    await parts.forwardBackward(data.slice(5), crossEntropy);
    expect((await parts.optimStep(ADAM)).gradientNorm).toBeCloseTo(gradientNorm, 5);
    expect((await parts.optimStep(ADAM)).gradientNorm).toBe(0);
  });

  it("takes data of which nothing is trained", async () => {
    const trainer = await open();
    const untrained: Datum = { tokens: [1, 2, 3], weights: [0, 0, 0] };
    const result = { loss: 0, logprobs: [[0, 0, 0]], entropies: [[0, 0, 0]] };
    expect(await trainer.forwardBackward([untrained], crossEntropy)).toEqual(result);
    expect(await trainer.forwardBackward([], crossEntropy)).toEqual({ loss: 0, logprobs: [], entropies: [] });
  });
});

describe("an interrupted trainer", () => {
  it("rejects an aborted call with the signal's reason and keeps only what earlier calls gathered", async () => {
    const earlier = countingData(8, 6);
    const trainer = await open({ microBatchTokens: 64 });
    await trainer.forwardBackward(earlier, crossEntropy);
    await trainer.optimStep(ADAM);
    const expected = await trainer.weights();

    await trainer.load(start);
    await trainer.forwardBackward(earlier, crossEntropy);
    const controller = new AbortController();
    const aborted = trainer.forwardBackward(countingData(9, 50), crossEntropy, controller.signal);
    const reason = new Error("enough");
    setImmediate(() => controller.abort(reason));
    await expect(aborted).rejects.toBe(reason);
    await trainer.optimStep(ADAM);
    expect(largestDifference(expected, await trainer.weights())).toBe(0);
  });

  it("does not begin where the signal is aborted already", async () => {
    const trainer = await open();
    const reason = new Error("never");
    const call = trainer.forwardBackward(countingData(1, 2), crossEntropy, AbortSignal.abort(reason));
    await expect(call).rejects.toBe(reason);
  });

  it("leaves the weights alone where the gradient is not a number", async () => {
    const trainer = await open();
    const before = await trainer.weights();
    const huge: Datum = { tokens: [1, 2, 3], weights: [0, 3e38, 3e38] };
    await trainer.forwardBackward([huge, huge], crossEntropy);
    await expect(trainer.optimStep(ADAM)).rejects.toThrow(TrainerError);
    expect(largestDifference(before, await trainer.weights())).toBe(0);
    expect((await trainer.optimStep(ADAM)).gradientNorm).toBe(0);
  });

  it("refuses settings and data that cannot work before it starts", async () => {
    const trainer = await open();
    await expect(trainer.optimStep({ ...ADAM, beta1: 1 })).rejects.toThrow(ConfigError);
    await expect(trainer.forwardBackward([{ tokens: [99], weights: [0] }], crossEntropy)).rejects.toThrow(
      ConfigError,
    );
    await expect(openTinyTrainer({ threads: 0 })).rejects.toThrow("threads");
    const weights = new Map([["model.norm.weight", new Float32Array(16)]]);
    const lacking = openEmbeddedTrainer({ config: TINY, weights, openSampler: () => Promise.reject() });
    await expect(lacking).rejects.toThrow("weights lack the parameter model.embed_tokens.weight");
  });
});

describe("the trainer's checkpoints", () => {
  it("continue a training as if it had not been interrupted", async () => {
    const trainer = await open();
    await train(trainer, 3);
    await trainer.save(join(root, "third"));
    const uninterrupted = await train(trainer, 3);

    await trainer.forwardBackward(countingData(7, 3), crossEntropy);
    await trainer.load(join(root, "third"));
    const continued = await train(trainer, 3);
    expect(continued.losses).toEqual(uninterrupted.losses);
    expect(largestDifference(continued.weights, uninterrupted.weights)).toBe(0);
  });

  it("leave the trainer as it was where they cannot be loaded", async () => {
    const trainer = await open();
    await train(trainer, 1);
    await trainer.save(join(root, "broken"));
    const before = await trainer.weights();
    await truncate(join(root, "broken", "optimizer.safetensors"), 9000);
    await expect(trainer.load(join(root, "broken"))).rejects.toThrow(ConfigError);
    await expect(trainer.load(join(root, "none"))).rejects.toThrow("config.json: there is no such file");
    expect(largestDifference(before, await trainer.weights())).toBe(0);
  });
});

describe("a long training", () => {
  it("does not grow in memory", async () => {
    const trainer = await open({ threads: 1 });
    const data = countingData(1, 4);
    const run = async (steps: number) => {
      for (let step = 0; step < steps; step++) {
        await trainer.forwardBackward(data, crossEntropy);
        await trainer.optimStep(ADAM);
      }
      return process.memoryUsage().rss;
    };
    const before = await run(100);
    const after = await run(500);
    expect((after - before) / 2 ** 20, "growth in MiB").toBeLessThan(40);
  }, 60_000);
});
