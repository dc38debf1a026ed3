/** @file The operations of a transformer with their gradients. */
import type { GraphBuilder, Value } from "../onnx/graph-builder.ts";
import type { Tape } from "./tape.ts";

/** `x · weightᵀ`, plus `residual`: x [n, in], weight [out, in]. */
export function linear(tape: Tape, x: Value, { weight, residual }: Linear): Value {
  const { graph } = tape;
  const inputs = residual === undefined ? [x, weight] : [x, weight, residual];
  return tape.record(graph.op("Gemm", inputs, { transB: 1 }), (gradient) => {
    tape.accumulate(x, (sum) =>
      graph.op("Gemm", sum === undefined ? [gradient, weight] : [gradient, weight, sum]),
    );
    tape.accumulate(weight, (sum) =>
      graph.op("Gemm", sum === undefined ? [gradient, x] : [gradient, x, sum], { transA: 1 }),
    );
    if (residual !== undefined) tape.add(residual, gradient);
  });
}

export interface Linear {
  readonly weight: Value;
  readonly residual: Value | undefined;
}

/** `x / sqrt(mean(x²) + epsilon) * gain` over the last axis: x [n, size], gain [size]. */
export function rmsNorm(tape: Tape, x: Value, { gain, epsilon, size }: RmsNorm): Value {
  const { graph } = tape;
  return tape.record(
    graph.op("SimplifiedLayerNormalization", [x, gain], {
      axis: -1,
      epsilon: { float: epsilon },
      stash_type: 1,
    }),
    (gradient) => {
      // With r the inverse norm, g the gain and p = gradient * x: r * (gradient * g - x * r² * mean(p * g)) and sum(r * p).
      const inverse = inverseNorm(graph, x, { epsilon, size });
      const product = graph.op("Mul", [gradient, x]);
      const lines = graph.op("Transpose", [inverse], { perm: [1, 0] });
      tape.add(gain, graph.reshape(graph.op("MatMul", [lines, product]), [size]));
      const share = graph.op("Mul", [graph.reshape(gain, [size, 1]), graph.scalar(1 / size)]);
      const square = graph.op("Mul", [inverse, inverse]);
      const mean = graph.op("Mul", [graph.op("MatMul", [product, share]), square]);
      const scaled = graph.op("Mul", [gradient, gain]);
      const centred = graph.op("Sub", [scaled, graph.op("Mul", [x, mean])]);
      tape.add(x, graph.op("Mul", [centred, inverse]));
    },
  );
}

/** `1 / sqrt(mean(x²) + epsilon)`: [n, 1]. The operator has it as an output, which the WebGPU provider fills wrongly. */
function inverseNorm(
  graph: GraphBuilder,
  x: Value,
  { epsilon, size }: { readonly epsilon: number; readonly size: number },
): Value {
  const sum = graph.op("ReduceSumSquare", [x, graph.integers([1])]);
  const mean = graph.op("Mul", [sum, graph.scalar(1 / size)]);
  return graph.op("Reciprocal", [graph.op("Sqrt", [graph.op("Add", [mean, graph.scalar(epsilon)])])]);
}

export interface RmsNorm {
  readonly gain: Value;
  readonly epsilon: number;
  readonly size: number;
}

/** `silu(gate) * up`. */
export function gatedSilu(tape: Tape, gate: Value, up: Value): Value {
  const { graph } = tape;
  const sigmoid = graph.op("Sigmoid", [gate]);
  const silu = graph.op("Mul", [gate, sigmoid]);
  const output = graph.op("Mul", [silu, up]);
  return tape.record(output, (gradient) => {
    tape.add(up, graph.op("Mul", [gradient, silu]));
    // The slope of silu at g is s + silu - s * silu, with s its sigmoid; times up it is output + s * (up - output).
    const rest = graph.op("Mul", [sigmoid, graph.op("Sub", [up, output])]);
    tape.add(gate, graph.op("Mul", [gradient, graph.op("Add", [output, rest])]));
  });
}

/** Rows of `table` [rows, size] by `indices` [n, 1]: [n, size]. Rows may be taken more than once. */
export function takeRows(tape: Tape, table: Value, { indices, rows, size }: TakeRows): Value {
  const { graph } = tape;
  const flat = graph.reshape(indices, [-1]);
  return tape.record(graph.op("Gather", [table, flat], { axis: 0 }), (gradient) => {
    tape.accumulate(table, (sum) => {
      const start = sum ?? graph.op("ConstantOfShape", [graph.integers([rows, size])]);
      return graph.op("ScatterND", [start, indices, gradient], { reduction: "add" });
    });
  });
}

export interface TakeRows {
  readonly indices: Value;
  readonly rows: number;
  readonly size: number;
}

/** Another shape over the same values. */
export function reshape(tape: Tape, x: Value, { from, to }: Shapes): Value {
  const { graph } = tape;
  return tape.record(graph.reshape(x, to), (gradient) => tape.add(x, graph.reshape(gradient, from)));
}

export interface Shapes {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Swaps axes. */
export function transpose(tape: Tape, x: Value, axes: readonly number[]): Value {
  const { graph } = tape;
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return tape.record(graph.op("Transpose", [x], { perm: axes }), (gradient) =>
    tape.add(x, graph.op("Transpose", [gradient], { perm: back })),
  );
}

/** Cuts x along an axis into parts of these sizes. Every part must be used. */
export function split(tape: Tape, x: Value, { axis, sizes }: Parts): readonly Value[] {
  if (sizes.length === 1) return [x];
  const { graph } = tape;
  const parts = sizes.map(() => graph.name());
  graph.node({ type: "Split", inputs: [x, graph.integers(sizes)], outputs: parts, attributes: { axis } });
  tape.recordParts(parts, (gradients) => tape.add(x, graph.op("Concat", gradients, { axis })));
  return parts;
}

/** Joins parts of these sizes along an axis. */
export function concatenate(tape: Tape, parts: readonly Value[], { axis, sizes }: Parts): Value {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first;
  const { graph } = tape;
  return tape.record(graph.op("Concat", parts, { axis }), (gradient) => {
    const gradients = parts.map(() => graph.name());
    graph.node({
      type: "Split",
      inputs: [gradient, graph.integers(sizes)],
      outputs: gradients,
      attributes: { axis },
    });
    for (const [index, part] of parts.entries()) tape.add(part, gradients[index] ?? gradient);
  });
}

export interface Parts {
  readonly axis: number;
  readonly sizes: readonly number[];
}

/** The first `count` of the `size` entries along an axis of x, which has `rank` axes. */
export function firstOf(tape: Tape, x: Value, { axis, rank, count, size }: FirstOf): Value {
  if (count === size) return x;
  const { graph } = tape;
  const bounds = [graph.integers([0]), graph.integers([count]), graph.integers([axis])];
  return tape.record(graph.op("Slice", [x, ...bounds]), (gradient) => {
    // Padding names all axes: where it names some, ONNX Runtime mixes them up when it moves a Transpose past it.
    const padding = Array.from({ length: 2 * rank }, (_, at) => (at === rank + axis ? size - count : 0));
    tape.add(x, graph.op("Pad", [gradient, graph.integers(padding)]));
  });
}

export interface FirstOf {
  readonly axis: number;
  readonly rank: number;
  readonly count: number;
  readonly size: number;
}
