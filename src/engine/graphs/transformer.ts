/** @file The Qwen3 transformer, told once; what computes it (with or without a backward pass) is passed in. */
import type { ModelConfig } from "../model-config.ts";
import type { Value } from "../onnx/graph-builder.ts";

/** Queries [tokens, heads * headSize]; keys and values [tokens, keyValueHeads * headSize]; not rotated yet. */
export interface AttentionInputs {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
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
  /** RMSNorm of each of the `heads` parts of a row on its own. `gain` has the size of a head. */
  headNorm(x: Value, gain: Value, heads: number): Value;
  /** `silu(gate) * up`. */
  gatedSilu(gate: Value, up: Value): Value;
  /** Rotary positions and causal attention: [tokens, heads * headSize]. */
  attention(layer: number, inputs: AttentionInputs): Value;
  /** The rows whose logits are wanted, of x with `size` numbers a row. */
  pick(x: Value, size: number): Value;
}

/**
 * Logits [picked rows, vocabulary]. The rows are picked in the last layer as soon as its attention has read all of them,
 * since what follows works on each row alone.
 */
export function transformer(config: ModelConfig, ops: TransformerOps): Value {
  const embedding = ops.parameter("model.embed_tokens.weight");
  let hidden = ops.embed(embedding);
  for (let layer = 0; layer < config.layers; layer++) {
    let attended = attend(config, ops, { layer, hidden });
    if (layer === config.layers - 1) {
      attended = ops.pick(attended, config.heads * config.headSize);
      hidden = ops.pick(hidden, config.hiddenSize);
    }
    hidden = feedForward(ops, { layer, hidden, attended });
  }
  return ops.linear(ops.rmsNorm(hidden, ops.parameter("model.norm.weight")), embedding);
}

interface LayerInput {
  readonly layer: number;
  readonly hidden: Value;
}

function attend(config: ModelConfig, ops: TransformerOps, { layer, hidden }: LayerInput): Value {
  const weight = (name: string) => ops.parameter(`model.layers.${layer}.self_attn.${name}.weight`);
  const x = ops.rmsNorm(hidden, ops.parameter(`model.layers.${layer}.input_layernorm.weight`));
  const { heads, keyValueHeads } = config;
  return ops.attention(layer, {
    queries: ops.headNorm(ops.linear(x, weight("q_proj")), weight("q_norm"), heads),
    keys: ops.headNorm(ops.linear(x, weight("k_proj")), weight("k_norm"), keyValueHeads),
    values: ops.linear(x, weight("v_proj")),
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
