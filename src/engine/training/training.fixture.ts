/** @file A tiny model and tiny data to train it on. */
import type { AdamParams, Datum } from "../../core/trainer.ts";
import { random } from "../../util/random.ts";
import { initialWeights } from "../initial-weights.ts";
import { type ModelConfig, modelConfig } from "../model-config.ts";
import { type EmbeddedTrainer, openEmbeddedTrainer } from "./embedded-trainer.ts";

export const TINY: ModelConfig = modelConfig.parse({
  vocabularySize: 24,
  hiddenSize: 16,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  headSize: 8,
  feedForwardSize: 24,
  contextLength: 64,
});

export const ADAM: AdamParams = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradientNorm: 1,
};

export interface TinyTrainerOptions {
  readonly threads?: number;
  readonly microBatchTokens?: number;
}

export function openTinyTrainer(options: TinyTrainerOptions = {}): Promise<EmbeddedTrainer> {
  return openEmbeddedTrainer({
    ...options,
    config: TINY,
    weights: initialWeights(TINY, 1, "normal"),
    openSampler: () => Promise.reject(new Error("these tests sample nothing")),
  });
}

/** Counting upwards from a random number, with random weights on about half of the tokens and their logprobs. */
export function countingData(seed: number, count: number): readonly Datum[] {
  const uniform = random(seed);
  return Array.from({ length: count }, () => {
    const start = Math.floor(uniform() * 24);
    const length = 5 + Math.floor(uniform() * 50);
    const tokens = Array.from({ length }, (_, i) => (start + i) % 24);
    const weights = tokens.map((_, i) =>
      i > 0 && uniform() < 0.5 ? (0.5 + uniform()) / (count * length) : 0,
    );
    return { tokens, weights, logprobs: weights.map((weight) => (weight === 0 ? 0 : -3 + 0.2 * uniform())) };
  });
}
