/** @file The shape of a Qwen3 transformer: its sizes, and the names and shapes of its weights as Hugging Face writes them. */
import { z } from "zod";

const count = z.int().positive();

/**
 * Qwen3: RMSNorm before attention and feed-forward, RMSNorm of each head's queries and keys, rotary positions,
 * grouped-query attention, SwiGLU, output projection tied to the embedding, no biases.
 */
export const modelConfig = z
  .strictObject({
    vocabularySize: count,
    hiddenSize: count,
    layers: count,
    heads: count.describe("query heads"),
    keyValueHeads: count.describe("each serves heads / keyValueHeads query heads"),
    headSize: count.multipleOf(2),
    feedForwardSize: count,
    ropeBase: z.number().positive().default(10_000),
    normEpsilon: z.number().positive().default(1e-6),
    contextLength: count.describe("the most tokens of one sequence"),
  })
  .refine((config) => config.heads % config.keyValueHeads === 0, {
    message: "heads must be a multiple of keyValueHeads",
    path: ["heads"],
  });

export type ModelConfig = z.infer<typeof modelConfig>;

/** A weight: its Hugging Face name, and its shape. A matrix is [out, in], row by row. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Float32 values by parameter name, each in the order of its shape. */
export type Weights = ReadonlyMap<string, Float32Array>;

/** Every weight of a model, in a fixed order. */
export function parameters(config: ModelConfig): readonly Parameter[] {
  const { hiddenSize, vocabularySize } = config;
  return [
    { name: "model.embed_tokens.weight", shape: [vocabularySize, hiddenSize] },
    ...Array.from({ length: config.layers }, (_, layer) => layerParameters(config, layer)).flat(),
    { name: "model.norm.weight", shape: [hiddenSize] },
  ];
}

function layerParameters(config: ModelConfig, layer: number): readonly Parameter[] {
  const { hiddenSize, heads, keyValueHeads, headSize, feedForwardSize } = config;
  const prefix = `model.layers.${layer}`;
  return [
    { name: `${prefix}.input_layernorm.weight`, shape: [hiddenSize] },
    { name: `${prefix}.self_attn.q_proj.weight`, shape: [heads * headSize, hiddenSize] },
    { name: `${prefix}.self_attn.k_proj.weight`, shape: [keyValueHeads * headSize, hiddenSize] },
    { name: `${prefix}.self_attn.v_proj.weight`, shape: [keyValueHeads * headSize, hiddenSize] },
    { name: `${prefix}.self_attn.o_proj.weight`, shape: [hiddenSize, heads * headSize] },
    { name: `${prefix}.self_attn.q_norm.weight`, shape: [headSize] },
    { name: `${prefix}.self_attn.k_norm.weight`, shape: [headSize] },
    { name: `${prefix}.post_attention_layernorm.weight`, shape: [hiddenSize] },
    { name: `${prefix}.mlp.gate_proj.weight`, shape: [feedForwardSize, hiddenSize] },
    { name: `${prefix}.mlp.up_proj.weight`, shape: [feedForwardSize, hiddenSize] },
    { name: `${prefix}.mlp.down_proj.weight`, shape: [hiddenSize, feedForwardSize] },
  ];
}

/** How many numbers a model of this shape has. */
export function parameterCount(config: ModelConfig): number {
  return parameters(config).reduce((sum, { shape }) => sum + shape.reduce((size, one) => size * one, 1), 0);
}
