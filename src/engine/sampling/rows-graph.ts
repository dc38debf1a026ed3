/** @file The decoder graph of sampling: logits of the next token from new tokens and the rows of keys and values before them. */
import { rotary } from "../graphs/rotary.ts";
import type { TransformerOps } from "../graphs/transformer.ts";
import { transformer } from "../graphs/transformer.ts";
import type { ModelConfig, Weights } from "../model-config.ts";
import { parameters } from "../model-config.ts";
import type { Value } from "../onnx/graph-builder.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";

/**
 * An ONNX model of the forward pass over new tokens of several rows. Inputs: `tokens` and `positions` int64 [rows, new], the
 * ids and where in its row each stands; `past.<layer>.key` and `.value` float32 [rows, keyValueHeads, past, headSize];
 * `past_mask` float32 [rows, 1, 1, past] and `new_mask` float32 [1, 1, heads / keyValueHeads * new, new], added to the
 * attention scores (query q of new token s is line q * new + s): 0 where a token is seen, a huge negative number where not;
 * `last` int64 [rows], the flat index row * new + i of the token whose successor is wanted. Outputs: `logits` [rows,
 * vocabularySize], their `max` [rows, 1], `exponentials` [rows, vocabularySize] of logit - max, and what the rows gain, `new.<layer>.key` and `.value` float32 [rows, new, keyValueHeads * headSize].
 *
 * The rows are only read. ONNX Runtime's GroupQueryAttention gives back all of them with the new tokens appended, which it
 * clears and copies at each step: three times the cost of this at 32 rows of 220 tokens.
 */
export function rowsGraph(config: ModelConfig, weights: Weights): Uint8Array {
  const graph = new GraphBuilder();
  for (const { name, shape } of parameters(config)) {
    const values = weights.get(name);
    if (values === undefined) throw new Error(`no weights for ${name}`);
    graph.initializer({ name, shape, values });
  }
  const logits = transformer(config, rowOps(graph, config));
  const max = graph.op("ReduceMax", [logits, graph.integers([-1])], { keepdims: 1 });
  const exponentials = graph.op("Exp", [graph.op("Sub", [logits, max])]);
  const shape = ["rows", config.vocabularySize];
  graph.output(logits, { name: "logits", type: "float32", shape });
  graph.output(exponentials, { name: "exponentials", type: "float32", shape });
  graph.output(max, { name: "max", type: "float32", shape: ["rows", 1] });
  return graph.bytes();
}

function rowOps(graph: GraphBuilder, config: ModelConfig): TransformerOps {
  const { headSize } = config;
  const tokens = graph.input("tokens", "int64", ["rows", "new"]);
  const last = graph.input("last", "int64", ["rows"]);
  const rmsNorm = (x: Value, gain: Value) =>
    graph.op("SimplifiedLayerNormalization", [x, gain], {
      axis: -1,
      epsilon: { float: config.normEpsilon },
      stash_type: 1,
    });
  return {
    parameter: (name) => name,
    embed: (table) => graph.op("Gather", [table, graph.reshape(tokens, [-1])], { axis: 0 }),
    linear: (x, weight, residual) =>
      graph.op("Gemm", residual === undefined ? [x, weight] : [x, weight, residual], { transB: 1 }),
    rmsNorm,
    headNorm: (x, gain, heads) =>
      graph.reshape(rmsNorm(graph.reshape(x, [-1, headSize]), gain), [-1, heads * headSize]),
    gatedSilu: (gate, up) => graph.op("Mul", [graph.op("Mul", [gate, graph.op("Sigmoid", [gate])]), up]),
    attention: attentionOverRows(graph, config, tokens),
    pick: (x) => graph.op("Gather", [x, last], { axis: 0 }),
  };
}

type Rotary = ReturnType<typeof rotary>;

function attentionOverRows(
  graph: GraphBuilder,
  config: ModelConfig,
  tokens: Value,
): TransformerOps["attention"] {
  const { heads, keyValueHeads, headSize, contextLength: length } = config;
  const positions = graph.input("positions", "int64", ["rows", "new"]);
  const attend = attentionToPastAndNew(graph, config, tokens);
  // the rotation of the queries also divides the scores by sqrt(headSize)
  const queryTurns = rotary(graph, config, { name: "queries", length, scale: headSize ** -0.5 });
  const keyTurns = rotary(graph, config, { name: "keys", length, scale: 1 });
  const shape = graph.op("Shape", [tokens]);
  const flat = graph.op("Concat", [shape, graph.integers([-1])], { axis: 0 });
  const perHead = graph.op("Concat", [shape, graph.integers([-1, headSize])], { axis: 0 });
  const rotate = (x: Value, { cosines, sines }: Rotary) =>
    graph.op("RotaryEmbedding", [graph.op("Reshape", [x, flat]), positions, cosines, sines]);
  /** [rows, new, n * headSize] to [rows, n, new, headSize]. */
  const byHead = (x: Value) =>
    graph.op("Transpose", [graph.op("Reshape", [x, perHead])], { perm: [0, 2, 1, 3] });
  /** An input, and the output that holds what it gains. */
  const cache = (name: string, gained: Value): Value => {
    const size = keyValueHeads * headSize;
    graph.output(gained, { name: `new.${name}`, type: "float32", shape: ["rows", "new", size] });
    return graph.input(`past.${name}`, "float32", ["rows", keyValueHeads, "past", headSize]);
  };
  return (layer, inputs) => {
    const keys = rotate(inputs.keys, keyTurns);
    const values = graph.op("Reshape", [inputs.values, flat]);
    const attended = attend(byHead(rotate(inputs.queries, queryTurns)), {
      keys: [cache(`${layer}.key`, keys), byHead(keys)],
      values: [cache(`${layer}.value`, values), byHead(values)],
    });
    return graph.reshape(graph.op("Transpose", [attended], { perm: [0, 2, 1, 3] }), [-1, heads * headSize]);
  };
}

/** Of the past and of the new tokens, each [rows, keyValueHeads, tokens, headSize]. */
interface PastAndNew {
  readonly keys: readonly [Value, Value];
  readonly values: readonly [Value, Value];
}

/** Attention of queries [rows, heads, new, headSize] under one softmax over past and new tokens; the same shape. */
function attentionToPastAndNew(
  graph: GraphBuilder,
  { heads, keyValueHeads, headSize }: ModelConfig,
  tokens: Value,
): (queries: Value, attended: PastAndNew) => Value {
  const pastMask = graph.input("past_mask", "float32", ["rows", 1, 1, "past"]);
  const newMask = graph.input("new_mask", "float32", [1, 1, "lines", "new"]);
  const sizes = graph.op(
    "Concat",
    [graph.op("Shape", [pastMask], { start: 3 }), graph.op("Shape", [tokens], { start: 1 })],
    { axis: 0 },
  );
  return (queries, { keys, values }) => {
    // the queries that share keys lie below each other
    const lines = graph.reshape(queries, [0, keyValueHeads, -1, headSize]);
    const score = (these: Value, mask: Value) => {
      const columns = graph.op("Transpose", [these], { perm: [0, 1, 3, 2] });
      return graph.op("Add", [graph.op("MatMul", [lines, columns]), mask]);
    };
    const scores = graph.op("Concat", [score(keys[0], pastMask), score(keys[1], newMask)], { axis: -1 });
    const [ofPast, ofNew] = [graph.name(), graph.name()];
    graph.node({
      type: "Split",
      inputs: [graph.op("Softmax", [scores], { axis: -1 }), sizes],
      outputs: [ofPast, ofNew],
      attributes: { axis: -1 },
    });
    const sums = [graph.op("MatMul", [ofPast, values[0]]), graph.op("MatMul", [ofNew, values[1]])];
    return graph.reshape(graph.op("Add", sums), [0, heads, -1, headSize]);
  };
}
