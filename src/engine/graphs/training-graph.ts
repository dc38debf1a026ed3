/** @file The training graph: loss, log-probabilities, entropies, and the gradient of every weight. */
import type { ModelConfig } from "../model-config.ts";
import { parameters } from "../model-config.ts";
import type { Value } from "../onnx/graph-builder.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { causalAttention } from "./causal-attention.ts";
import { gatedSilu, linear, reshape, rmsNorm, takeRows } from "./differentiable.ts";
import { Tape } from "./tape.ts";
import { tokenLoss } from "./token-loss.ts";
import type { TransformerOps } from "./transformer.ts";
import { EMBEDDING, transformer } from "./transformer.ts";

/** Sizes that one graph is made for. */
export interface TrainingShape {
  /** Sequences. */
  readonly batch: number;
  /** Tokens of each sequence, padding included. */
  readonly length: number;
  /** Predictions that count, over all sequences. */
  readonly positions: number;
}

/**
 * An ONNX model of forward and backward pass. Inputs: every parameter by its name; `tokens` int64 [batch, length], padded
 * with 0 on the right; `rows` int64 [positions], the flat index `sequence * length + i` of the token that predicts;
 * `targets` int64 [positions], the token predicted; `weights` and `old_logprobs` float32 [positions]; and float32 [1]:
 * `is_policy` (1 for the policy loss, 0 for cross-entropy), `clip_low` and `clip_high` (bounds of the ratio), `dual_clip`
 * (finite; a huge number turns it off). Positions that are not used have row 0 and weight 0. Outputs: `loss` [1],
 * `logprobs` and `entropies` (nats) [positions], and `gradient.<name>` for each parameter.
 */
export function trainingGraph(config: ModelConfig, shape: TrainingShape): Uint8Array {
  const { positions } = shape;
  const graph = new GraphBuilder();
  const tape = new Tape(graph);
  for (const { name, shape } of parameters(config)) graph.input(name, "float32", shape);
  const hidden = transformer(config, trainingOps(tape, config, shape));
  const { loss, logprobs, entropies } = tokenLoss(tape, { hidden, embedding: EMBEDDING, positions });
  tape.backward();
  graph.output(loss, { name: "loss", type: "float32", shape: [1] });
  graph.output(logprobs, { name: "logprobs", type: "float32", shape: [positions] });
  graph.output(entropies, { name: "entropies", type: "float32", shape: [positions] });
  for (const { name, shape } of parameters(config)) {
    graph.output(tape.gradient(name), { name: `gradient.${name}`, type: "float32", shape });
  }
  return graph.bytes();
}

function trainingOps(tape: Tape, config: ModelConfig, shape: TrainingShape): TransformerOps {
  const { graph } = tape;
  const { hiddenSize, heads, keyValueHeads, headSize, normEpsilon: epsilon } = config;
  const tokenCount = shape.batch * shape.length;
  const attention = causalAttention(tape, config, shape);
  const indices = (input: Value) => graph.reshape(input, [-1, 1]);
  const tokens = indices(graph.input("tokens", "int64", [shape.batch, shape.length]));
  const rows = indices(graph.input("rows", "int64", [shape.positions]));
  const project = (x: Value, weight: Value) => linear(tape, x, { weight, residual: undefined });
  const headNorm = (x: Value, gain: Value, count: number) => {
    const perToken = [-1, count * headSize];
    const perHead = [-1, headSize];
    const split = reshape(tape, x, { from: perToken, to: perHead });
    const normal = rmsNorm(tape, split, { gain, epsilon, size: headSize });
    return reshape(tape, normal, { from: perHead, to: perToken });
  };
  return {
    parameter: (name) => name,
    embed: (table) =>
      takeRows(tape, table, { indices: tokens, rows: config.vocabularySize, size: hiddenSize }),
    linear: (x, weight, residual) => linear(tape, x, { weight, residual }),
    rmsNorm: (x, gain) => rmsNorm(tape, x, { gain, epsilon, size: hiddenSize }),
    gatedSilu: (gate, up) => gatedSilu(tape, gate, up),
    attention: (_layer, x, weights) =>
      attention({
        queries: headNorm(project(x, weights.queries), weights.queryNorm, heads),
        keys: headNorm(project(x, weights.keys), weights.keyNorm, keyValueHeads),
        values: project(x, weights.values),
      }),
    pick: (x, size) => takeRows(tape, x, { indices: rows, rows: tokenCount, size }),
  };
}
