/** @file A model of a few thousand random numbers, and what our own forward pass says of a text: to compare others with. */
import { Tensor } from "onnxruntime-node";
import { random } from "../../util/random.ts";
import { trainingGraph } from "../graphs/training-graph.ts";
import { type ModelConfig, modelConfig, parameters, type Weights } from "../model-config.ts";
import { openSession } from "../onnx/open-session.ts";

export const tinyConfig = modelConfig.parse({
  vocabularySize: 448,
  hiddenSize: 64,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 32,
  feedForwardSize: 96,
  contextLength: 2048,
});

/** Random weights whose predictions are far from even. */
export function lopsidedWeights(config: ModelConfig, seed: number): Weights {
  const uniform = random(seed);
  return new Map(
    parameters(config).map(({ name, shape }) => {
      const length = shape.reduce((size, one) => size * one, 1);
      const [offset, scale] = shape.length === 1 ? [1, 0.2] : [0, 1 / Math.sqrt(shape.at(-1) ?? 1)];
      return [name, Float32Array.from({ length }, () => offset + 4 * scale * (uniform() - 0.5))];
    }),
  );
}

/** The natural log-probability of each token but the first. */
export async function ownLogprobs(
  config: ModelConfig,
  weights: Weights,
  tokens: readonly number[],
): Promise<readonly number[]> {
  const positions = tokens.length - 1;
  const shape = { batch: 1, length: tokens.length, positions };
  const session = await openSession(trainingGraph(config, shape), { provider: "cpu", threads: 1 });
  const int64 = (values: readonly number[], dims: readonly number[]) =>
    new Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  const floats = (values: readonly number[]) =>
    new Tensor("float32", Float32Array.from(values), [values.length]);
  const zeros = tokens.slice(1).map(() => 0);
  const named = parameters(config).map(({ name, shape: dims }) => [
    name,
    new Tensor("float32", weights.get(name) ?? new Float32Array(), dims),
  ]);
  const outputs = await session.run(
    {
      ...Object.fromEntries(named),
      tokens: int64(tokens, [1, tokens.length]),
      rows: int64([...zeros.keys()], [positions]),
      targets: int64(tokens.slice(1), [positions]),
      weights: floats(zeros),
      old_logprobs: floats(zeros),
      is_policy: floats([0]),
      clip_low: floats([0.8]),
      clip_high: floats([1.28]),
      dual_clip: floats([1e9]),
    },
    ["logprobs"],
  );
  await session.release();
  return Array.from(outputs["logprobs"]?.data ?? [], Number);
}
