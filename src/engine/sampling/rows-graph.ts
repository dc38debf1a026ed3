/** @file The decoder graph of sampling: logits of the next token from new tokens and the rows of keys and values before them. */
import { rotary } from "../graphs/rotary.ts";
import type { TransformerOps } from "../graphs/transformer.ts";
import { EMBEDDING, transformer } from "../graphs/transformer.ts";
import type { ModelConfig, Weights } from "../model-config.ts";
import { parameters } from "../model-config.ts";
import type { Value } from "../onnx/graph-builder.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";

/**
 * An ONNX model of the forward pass over new tokens of several rows. Inputs: `tokens` and `positions` int64 [rows, new], the
 * ids and where in its row each stands; `past.<layer>.key` and `.value` float32 [rows, keyValueHeads, 1, past, headSize];
 * `mask` float32 [rows, 1, 1, lines, past + new], added to the attention scores: 0 where a token is seen (itself too), a
 * huge negative number where not; `last` int64 [rows], the flat index row * new + i of the token whose successor is wanted.
 * Outputs: `logits` [rows, vocabularySize], their `max` [rows, 1], `exponentials` [rows, vocabularySize] of logit - max, and
 * `gained` [2 * layers * rows, keyValueHeads, new, headSize], the keys and values of the new tokens: those of all rows for
 * the keys of layer 0, then for its values, then for the keys of layer 1.
 *
 * The mask decides how queries meet keys. With `new` lines each query head is a product of its own, which is faster for one
 * new token; with `heads / keyValueHeads * new` lines the heads that share keys are one matrix, which is faster for many.
 *
 * The rows are only read: an output as long as they are is copied to where JavaScript sees it, which costs more than all
 * the rest. ONNX Runtime's GroupQueryAttention has such outputs, and is slower itself.
 */
export function rowsGraph(config: ModelConfig, weights: Weights): Uint8Array {
  const graph = new GraphBuilder();
  for (const { name, shape } of parameters(config)) {
    if (!CHANGED.test(name)) graph.initializer({ name, shape, values: valuesOf(weights, name) });
  }
  const gained: Value[] = [];
  const ops = rowOps(graph, config, { weights, gained });
  const logits = ops.linear(transformer(config, ops), EMBEDDING);
  const max = graph.op("ReduceMax", [logits, graph.integers([-1])], { keepdims: 1 });
  const exponentials = graph.op("Exp", [graph.op("Sub", [logits, max])]);
  const shape = ["rows", config.vocabularySize];
  graph.output(logits, { name: "logits", type: "float32", shape });
  graph.output(exponentials, { name: "exponentials", type: "float32", shape });
  graph.output(max, { name: "max", type: "float32", shape: ["rows", 1] });
  graph.output(graph.op("Concat", gained, { axis: 0 }), {
    name: "gained",
    type: "float32",
    shape: ["gained rows", config.keyValueHeads, "new", config.headSize],
  });
  return graph.bytes();
}

/** Weights that stand in the graph in another form: three as one, and one scaled. */
const CHANGED = /\.self_attn\.(?:[qkv]_proj|q_norm)/u;

interface RowGraph {
  readonly weights: Weights;
  /** Filled while the graph is built: keys and values of the new tokens, layer by layer. */
  readonly gained: Value[];
}

function rowOps(graph: GraphBuilder, config: ModelConfig, { weights, gained }: RowGraph): TransformerOps {
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
    attention: attentionOverRows(graph, config, { tokens, weights, gained, linear, rmsNorm }),
    pick: (x) => graph.op("Gather", [x, last], { axis: 0 }),
  };
}

interface RowAttention extends RowGraph, Pick<TransformerOps, "linear" | "rmsNorm"> {
  readonly tokens: Value;
}

function attentionOverRows(
  graph: GraphBuilder,
  config: ModelConfig,
  { tokens, weights, gained, linear, rmsNorm }: RowAttention,
): TransformerOps["attention"] {
  const { hiddenSize, heads, keyValueHeads, headSize, contextLength: length } = config;
  const all = heads + 2 * keyValueHeads;
  const positions = graph.input("positions", "int64", ["rows", "new"]);
  const { cosines, sines } = rotary(graph, config, { name: "positions", length, scale: 1 });
  const attend = attentionToPastAndNew(graph, config, tokens);
  const perHead = graph.op("Concat", [graph.op("Shape", [tokens]), graph.integers([all, headSize])], {
    axis: 0,
  });
  return (layer, x, parts) => {
    const joined = graph.initializer({
      name: `projections.${layer}`,
      shape: [all * headSize, hiddenSize],
      values: join([parts.queries, parts.keys, parts.values].map((name) => valuesOf(weights, name))),
    });
    // the gain of the queries also divides the scores by sqrt(headSize)
    const gain = valuesOf(weights, parts.queryNorm).map((value) => value * headSize ** -0.5);
    const queryGain = graph.initializer({ name: `query gain.${layer}`, shape: [headSize], values: gain });
    // each [rows, heads, new, headSize]
    const byHead = graph.op("Transpose", [graph.op("Reshape", [linear(x, joined), perHead])], {
      perm: [0, 2, 1, 3],
    });
    const [ofQueries, ofKeys, values] = [graph.name(), graph.name(), graph.name()];
    graph.node({
      type: "Split",
      inputs: [byHead, graph.integers([heads, keyValueHeads, keyValueHeads])],
      outputs: [ofQueries, ofKeys, values],
      attributes: { axis: 1 },
    });
    const turn = (one: Value, gainOfOne: Value) =>
      graph.op("RotaryEmbedding", [rmsNorm(one, gainOfOne), positions, cosines, sines]);
    const queries = turn(ofQueries, queryGain);
    const keys = turn(ofKeys, parts.keyNorm);
    gained.push(keys, values);
    return attend(layer, { queries, keys, values });
  };
}

/** Of the new tokens, each [rows, heads or keyValueHeads, new, headSize]. */
interface NewTokens {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
}

/** Attention under one softmax over past and new tokens: [rows * new, heads * headSize]. */
function attentionToPastAndNew(
  graph: GraphBuilder,
  { heads, keyValueHeads, headSize }: ModelConfig,
  tokens: Value,
): (layer: number, fresh: NewTokens) => Value {
  const mask = graph.input("mask", "float32", ["rows", 1, 1, "lines", "seen"]);
  const sizeOfNew = graph.op("Shape", [tokens], { start: 1 });
  const sizeOfAll = graph.op("Shape", [mask], { start: 4 });
  const sizes = graph.op("Concat", [graph.op("Sub", [sizeOfAll, sizeOfNew]), sizeOfNew], { axis: 0 });
  const past = (name: string) =>
    graph.input(`past.${name}`, "float32", ["rows", keyValueHeads, 1, "past", headSize]);
  const linesOfMask = graph.op("Shape", [mask], { start: 3, end: 4 });
  const shape = [graph.integers([0, keyValueHeads, -1]), linesOfMask, graph.integers([headSize])];
  const byLines = graph.op("Concat", shape, { axis: 0 });
  const single = (x: Value) => graph.reshape(x, [0, keyValueHeads, 1, -1, headSize]);
  return (layer, { queries, keys, values }) => {
    const lines = graph.op("Reshape", [queries, byLines]);
    const score = (these: Value) =>
      graph.op("MatMul", [lines, graph.op("Transpose", [these], { perm: [0, 1, 2, 4, 3] })]);
    const scores = graph.op("Concat", [score(past(`${layer}.key`)), score(single(keys))], { axis: -1 });
    const shares = graph.op("Softmax", [graph.op("Add", [scores, mask])], { axis: -1 });
    const [ofPast, ofNew] = [graph.name(), graph.name()];
    graph.node({
      type: "Split",
      inputs: [shares, sizes],
      outputs: [ofPast, ofNew],
      attributes: { axis: -1 },
    });
    const sums = graph.op("Add", [
      graph.op("MatMul", [ofPast, past(`${layer}.value`)]),
      graph.op("MatMul", [ofNew, single(values)]),
    ]);
    const byHead = graph.reshape(sums, [0, heads, -1, headSize]);
    const perToken = graph.op("Transpose", [byHead], { perm: [0, 2, 1, 3] });
    return graph.reshape(perToken, [-1, heads * headSize]);
  };
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
