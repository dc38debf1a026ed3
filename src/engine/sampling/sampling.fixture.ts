/** @file A tiny model for the tests of sampling, with weights that make its predictions uneven. */
import type { TokenRequest } from "../../core/token-sampler.ts";
import { random } from "../../util/random.ts";
import { initialWeights } from "../initial-weights.ts";
import { modelConfig, type Weights } from "../model-config.ts";
import { ContinuousBatch, type ContinuousBatchOptions } from "./continuous-batch.ts";
import { openDecoder } from "./decoder.ts";
import { rowsGraph } from "./rows-graph.ts";

export const tinyConfig = modelConfig.parse({
  vocabularySize: 61,
  hiddenSize: 32,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 16,
  feedForwardSize: 48,
  contextLength: 160,
});

export const tinyWeights: Weights = new Map(
  [...initialWeights(tinyConfig, 5, "normal")].map(([name, values]) => [
    name,
    name.includes("norm") ? values : values.map((value) => value * 12),
  ]),
);

/** A batch on this thread. */
export async function tinyBatch(options: Partial<ContinuousBatchOptions> = {}): Promise<ContinuousBatch> {
  const decoder = await openDecoder(tinyConfig, rowsGraph(tinyConfig, tinyWeights), "cpu");
  return new ContinuousBatch(decoder, {
    vocabularySize: tinyConfig.vocabularySize,
    contextLength: tinyConfig.contextLength,
    maxBatch: 8,
    cacheTokens: 10_000,
    ...options,
  });
}

/** Requests of all sizes; some share the start of their prompt, some are equal but for the seed. */
export function raggedRequests(count: number, seed: number): readonly TokenRequest[] {
  const uniform = random(seed);
  const integer = (from: number, to: number) => from + Math.floor(uniform() * (to - from));
  const tokens = (length: number) => Array.from({ length }, () => integer(0, tinyConfig.vocabularySize));
  const starts = [[], tokens(20), tokens(70)];
  return Array.from({ length: count }, (_, index) => ({
    prompt: [...(starts[index % 3] ?? []), ...(index % 5 === 0 ? [1] : tokens(integer(1, 50)))],
    maxTokens: integer(1, 60),
    stop: [7, 8],
    temperature: [1, 1, 0, 0.7][index % 4] ?? 1,
    seed: index,
  }));
}
