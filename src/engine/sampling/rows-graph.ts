/** @file The decoder graph of sampling: logits of the next token from new tokens and the rows of keys and values before them. */
import { rotary } from "../graphs/rotary.ts";
import type { AttentionWeights, TransformerOps } from "../graphs/transformer.ts";
import { transformer } from "../graphs/transformer.ts";
import type { ModelConfig, Weights } from "../model-config.ts";
import { parameters } from "../model-config.ts";
import type { Value } from "../onnx/graph-builder.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";

/**
 * An ONNX model of the forward pass over new tokens of several rows. Inputs: `tokens` and `positions` int64 [rows, new], the
 * ids and where in its row each stands; `past.<layer>.key` and `.value` float32 [rows, keyValueHeads, 1, room, headSize];
 * `slots` int64 [rows, keyValueHeads, new, 4], the indices (row, head, 0, position) at which a new token's keys and values
 * are stored; `mask` float32 [rows, 1, 1, new, room], added to the attention scores: 0 where a token is seen (itself too), a
 * huge negative number where not; `last` int64 [rows], the flat index row * new + i of the token whose successor is wanted.
 * Outputs: `logits` [rows, vocabularySize], their `max` [rows, 1], `exponentials` [rows, vocabularySize] of logit - max, and
 * `present.<layer>.key` and `.value`: the rows with the new tokens in them.
 *
 * Give `present` the memory of `past`: the new tokens are then written in place and nothing else is copied. ONNX Runtime's
 * GroupQueryAttention would take the place of many operators, but is many times slower on a processor.
 */
export function rowsGraph(config: ModelConfig, weights: Weights): Uint8Array {
  const graph = new GraphBuilder();
  for (const { name, shape } of parameters(config)) {
    if (!JOINED.test(name)) graph.initializer({ name, shape, values: valuesOf(weights, name) });
  }
  const logits = transformer(config, rowOps(graph, config, weights));
  const max = graph.op("ReduceMax", [logits, graph.integers([-1])], { keepdims: 1 });
  const exponentials = graph.op("Exp", [graph.op("Sub", [logits, max])]);
  const shape = ["rows", config.vocabularySize];
  graph.output(logits, { name: "logits", type: "float32", shape });
  graph.output(exponentials, { name: "exponentials", type: "float32", shape });
  graph.output(max, { name: "max", type: "float32", shape: ["rows", 1] });
  return graph.bytes();
}

/** Weights that stand in the graph together, as one tensor a layer. */
const JOINED = /\.self_attn\.[qkv]_/u;

function rowOps(graph: GraphBuilder, config: ModelConfig, weights: Weights): TransformerOps {
  const { hiddenSize, vocabularySize, normEpsilon } = config;
  const tokens = graph.input("tokens", "int64", ["rows", "new"]);
  const last = graph.input("last", "int64", ["rows"]);
  const rmsNorm = (x: Value, gain: Value) =>
    graph.op("SimplifiedLayerNormalization", [x, gain], {
      axis: -1,
      epsilon: { float: normEpsilon },
      stash_type: 1,
    });
  const linear = (x: Value, weight: Value, residual?: Value) =>
    graph.op("Gemm", residual === undefined ? [x, weight] : [x, weight, residual], { transB: 1 });
  return {
    parameter: (name) => name,
    embed: (table) => {
      // a copy of its own: ONNX Runtime lays a matrix out for products beforehand only where nothing else reads it
      const shape = [vocabularySize, hiddenSize];
      const rows = graph.initializer({ name: "token rows", shape, values: valuesOf(weights, table) });
      return graph.op("Gather", [rows, graph.reshape(tokens, [-1])], { axis: 0 });
    },
    linear,
    rmsNorm,
    gatedSilu: (gate, up) => graph.op("Mul", [graph.op("Mul", [gate, graph.op("Sigmoid", [gate])]), up]),
    attention: attentionOverRows(graph, config, { tokens, weights, linear, rmsNorm }),
    pick: (x) => graph.op("Gather", [x, last], { axis: 0 }),
  };
}

interface RowAttention extends Pick<TransformerOps, "linear" | "rmsNorm"> {
  readonly tokens: Value;
  readonly weights: Weights;
}

function attentionOverRows(
  graph: GraphBuilder,
  config: ModelConfig,
  { tokens, weights, linear, rmsNorm }: RowAttention,
): TransformerOps["attention"] {
  const { hiddenSize, heads, keyValueHeads, headSize, contextLength: length } = config;
  const all = heads + 2 * keyValueHeads;
  const positions = graph.input("positions", "int64", ["rows", "new"]);
  const { cosines, sines } = rotary(graph, config, { name: "positions", length, scale: 1 });
  const attend = attentionToRows(graph, config);
  const perHead = graph.op("Concat", [graph.op("Shape", [tokens]), graph.integers([all, headSize])], {
    axis: 0,
  });
  return (layer, x, parts) => {
    const joined = graph.initializer({
      name: `projections.${layer}`,
      shape: [all * headSize, hiddenSize],
      values: join([parts.queries, parts.keys, parts.values].map((name) => valuesOf(weights, name))),
    });
    const gains = graph.initializer({
      name: `gains.${layer}`,
      shape: [heads + keyValueHeads, 1, headSize],
      values: headGains(config, weights, parts),
    });
    // each [rows, heads, new, headSize], the heads of queries before those of keys before those of values
    const byHead = graph.op("Transpose", [graph.op("Reshape", [linear(x, joined), perHead])], {
      perm: [0, 2, 1, 3],
    });
    const [queriesAndKeys, values] = cut(graph, byHead, [heads + keyValueHeads, keyValueHeads]);
    const turned = graph.op("RotaryEmbedding", [rmsNorm(queriesAndKeys, gains), positions, cosines, sines]);
    const [queries, keys] = cut(graph, turned, [heads, keyValueHeads]);
    return attend(layer, { queries, keys, values });
  };
}

/** The gain of each head of queries and keys; that of the queries also divides the scores by sqrt(headSize). */
function headGains(config: ModelConfig, weights: Weights, parts: AttentionWeights): Float32Array {
  const scale = config.headSize ** -0.5;
  const ofQueries = valuesOf(weights, parts.queryNorm).map((gain) => gain * scale);
  const ofKeys = valuesOf(weights, parts.keyNorm);
  return join([
    ...Array.from({ length: config.heads }, () => ofQueries),
    ...Array.from({ length: config.keyValueHeads }, () => ofKeys),
  ]);
}

/** Of the new tokens, each [rows, heads or keyValueHeads, new, headSize]. */
interface NewTokens {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
}

/** Stores keys and values in the rows and attends to these: [rows * new, heads * headSize]. */
function attentionToRows(
  graph: GraphBuilder,
  { heads, keyValueHeads, headSize }: ModelConfig,
): (layer: number, tokens: NewTokens) => Value {
  const slots = graph.input("slots", "int64", ["rows", keyValueHeads, "new", 4]);
  const mask = graph.input("mask", "float32", ["rows", 1, 1, "new", "room"]);
  const store = (name: string, gained: Value): Value => {
    const shape = ["rows", keyValueHeads, 1, "room", headSize];
    const past = graph.input(`past.${name}`, "float32", shape);
    const present = `present.${name}`;
    graph.node({ type: "ScatterND", inputs: [past, slots, gained], outputs: [present], attributes: {} });
    graph.output(present, { name: present, type: "float32", shape });
    return present;
  };
  return (layer, { queries, keys, values }) => {
    const allKeys = store(`${layer}.key`, keys);
    const allValues = store(`${layer}.value`, values);
    // one vector a product where one token is new, which needs no copy of the keys in another layout
    const group = heads / keyValueHeads;
    const lines = graph.reshape(queries, [0, keyValueHeads, group, -1, headSize]);
    const columns = graph.op("Transpose", [allKeys], { perm: [0, 1, 2, 4, 3] });
    const scores = graph.op("Add", [graph.op("MatMul", [lines, columns]), mask]);
    const sums = graph.op("MatMul", [graph.op("Softmax", [scores], { axis: -1 }), allValues]);
    const perToken = graph.op("Transpose", [sums], { perm: [0, 3, 1, 2, 4] });
    return graph.reshape(perToken, [-1, heads * headSize]);
  };
}

/** Two parts of x [rows, heads, new, headSize], of so many heads. */
function cut(graph: GraphBuilder, x: Value, sizes: readonly [number, number]): readonly [Value, Value] {
  const parts = [graph.name(), graph.name()] satisfies [Value, Value];
  graph.node({ type: "Split", inputs: [x, graph.integers(sizes)], outputs: parts, attributes: { axis: 1 } });
  return parts;
}

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function valuesOf(weights: Weights, name: string): Float32Array {
  const values = weights.get(name);
  if (values === undefined) throw new Error(`no weights for ${name}`);
  return values;
}
