/** @file The Qwen3 transformer, told once; what computes it (with or without a backward pass) is passed in. */
import type { ModelConfig } from "../model-config.ts";
import type { Value } from "../onnx/graph-builder.ts";

/** The weight that tokens are read by and predicted with. */
export const EMBEDDING = "model.embed_tokens.weight";

/** The projections [out, hiddenSize] of attention, and the gains [headSize] of the norms of each head. */
interface AttentionWeights {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
  readonly queryNorm: Value;
  readonly keyNorm: Value;
}

/** The operations of a transformer, over hidden states [tokens, size]. */
export interface TransformerOps {
  /** A weight by its name. */
  parameter(name: string): Value;
  /** The rows of `embedding` that belong to the tokens. */
  embed(embedding: Value): Value;
  /** `x · weightᵀ`, plus `residual` where it is given. */
  linear(x: Value, weight: Value, residual?: Value): Value;
  rmsNorm(x: Value, gain: Value): Value;
  /** `silu(gate) * up`. */
  gatedSilu(gate: Value, up: Value): Value;
  /**
   * Queries, keys and values of x; RMSNorm of each head of the first two, and their rotation by position; and causal
   * attention: [tokens, heads * headSize].
   */
  attention(layer: number, x: Value, weights: AttentionWeights): Value;
  /** The rows whose logits are wanted, of x with `size` numbers a row. */
  pick(x: Value, size: number): Value;
}

/**
 * The last hidden states [picked rows, hiddenSize]: times the embedding they are the logits. The rows are picked in the last
 * layer as soon as its attention has read all of them, since what follows works on each row alone.
 */
export function transformer(config: ModelConfig, ops: TransformerOps): Value {
  let hidden = ops.embed(ops.parameter(EMBEDDING));
  for (let layer = 0; layer < config.layers; layer++) {
    let attended = attend(ops, { layer, hidden });
    if (layer === config.layers - 1) {
      attended = ops.pick(attended, config.heads * config.headSize);
      hidden = ops.pick(hidden, config.hiddenSize);
    }
    hidden = feedForward(ops, { layer, hidden, attended });
  }
  return ops.rmsNorm(hidden, ops.parameter("model.norm.weight"));
}

interface LayerInput {
  readonly layer: number;
  readonly hidden: Value;
}

function attend(ops: TransformerOps, { layer, hidden }: LayerInput): Value {
  const weight = (name: string) => ops.parameter(`model.layers.${layer}.self_attn.${name}.weight`);
  const x = ops.rmsNorm(hidden, ops.parameter(`model.layers.${layer}.input_layernorm.weight`));
  return ops.attention(layer, x, {
    queries: weight("q_proj"),
    keys: weight("k_proj"),
    values: weight("v_proj"),
    queryNorm: weight("q_norm"),
    keyNorm: weight("k_norm"),
  });
}

function feedForward(
  ops: TransformerOps,
  { layer, hidden, attended }: LayerInput & { readonly attended: Value },
): Value {
  const weight = (name: string) => ops.parameter(`model.layers.${layer}.${name}.weight`);
  const sum = ops.linear(attended, weight("self_attn.o_proj"), hidden);
  const x = ops.rmsNorm(sum, weight("post_attention_layernorm"));
  const gated = ops.gatedSilu(ops.linear(x, weight("mlp.gate_proj")), ops.linear(x, weight("mlp.up_proj")));
  return ops.linear(gated, weight("mlp.down_proj"), sum);
}
