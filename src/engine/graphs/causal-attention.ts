/** @file Causal grouped-query attention with its gradient, over whole sequences of one length. */
import type { ModelConfig } from "../model-config.ts";
import type { GraphBuilder, Value } from "../onnx/graph-builder.ts";
import { concatenate, firstOf, reshape, split, transpose } from "./differentiable.ts";
import type { Rotary } from "./rotary.ts";
import { rotary } from "./rotary.ts";
import type { Tape } from "./tape.ts";

/** Queries [tokens, heads * headSize]; keys and values [tokens, keyValueHeads * headSize]; not rotated yet. */
export interface AttentionInputs {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
}

export interface SequenceShape {
  readonly batch: number;
  readonly length: number;
}

/**
 * Attention for the layers of a graph, which share the rotations and the masks. Queries are worked on in blocks, each
 * against the keys up to its own end, since what lies behind is masked anyhow: half of a long sequence's scores.
 */
export function causalAttention(
  tape: Tape,
  config: ModelConfig,
  shape: SequenceShape,
): (inputs: AttentionInputs) => Value {
  const { graph } = tape;
  const { length } = shape;
  const { heads, keyValueHeads, headSize } = config;
  // The scale of the scores stands in the rotation of the queries, where it costs nothing.
  const queryRotary = rotary(graph, config, { name: "queries", length, scale: headSize ** -0.5 });
  const keyRotary = rotary(graph, config, { name: "keys", length, scale: 1 });
  const group = heads / keyValueHeads;
  const blocks = queryBlocks(graph, length, group);
  const grouped = { ...shape, keyValueHeads, headSize, group };
  const single = { ...grouped, group: 1 };
  return ({ queries, keys, values }) => {
    const attended = attendInBlocks(tape, blocks, {
      queries: splitHeads(tape, rotate(tape, queries, { ...shape, rotary: queryRotary }), grouped),
      keys: splitHeads(tape, rotate(tape, keys, { ...shape, rotary: keyRotary }), single),
      values: splitHeads(tape, values, single),
      grouped,
    });
    return mergeHeads(tape, attended, grouped);
  };
}

/** Queries of a block. Smaller ones look at less that is masked, but of a long sequence they would make very many products. */
function blockSize(length: number): number {
  return length <= 256 ? 64 : 128;
}

interface QueryBlock {
  readonly start: number;
  readonly end: number;
  /** 0 where a query may look and very low where it may not: [end - start, end]. Computed when a session opens. */
  readonly mask: Value;
  /** Shape of the scores with one matrix a head, as the mask is added. */
  readonly perHead: readonly number[];
  /** Shape of the scores with the queries of a group below each other. */
  readonly perGroup: readonly number[];
}

function queryBlocks(graph: GraphBuilder, length: number, group: number): readonly QueryBlock[] {
  const size = blockSize(length);
  return Array.from({ length: Math.ceil(length / size) }, (_, index) => {
    const start = index * size;
    const end = Math.min(start + size, length);
    const zeros = graph.op("ConstantOfShape", [graph.integers([end - start, end])]);
    const low = graph.op("Sub", [zeros, graph.scalar(1e9)]);
    const mask = graph.op("Trilu", [low, graph.integer(start + 1)], { upper: 1 });
    return {
      start,
      end,
      mask,
      perHead: [-1, end - start, end],
      perGroup: [-1, group * (end - start), end],
    };
  });
}

/** Rotates every head of x [batch * length, heads * headSize] by its position in the sequence. */
function rotate(tape: Tape, x: Value, { batch, length, rotary }: SequenceShape & { rotary: Rotary }): Value {
  const { graph } = tape;
  const turn = (value: Value, sines: Value) => {
    const sequences = graph.reshape(value, [batch, length, -1]);
    const turned = graph.op("RotaryEmbedding", [sequences, graph.integers([0]), rotary.cosines, sines]);
    return graph.reshape(turned, [batch * length, -1]);
  };
  return tape.record(turn(x, rotary.sines), (gradient) => tape.add(x, turn(gradient, rotary.backSines)));
}

interface Split extends SequenceShape {
  readonly keyValueHeads: number;
  /** Query heads that share a key-value head. */
  readonly group: number;
  readonly headSize: number;
}

/** [batch * length, keyValueHeads * group * headSize] to [batch * keyValueHeads, group, length, headSize]. */
function splitHeads(tape: Tape, x: Value, { batch, length, keyValueHeads, group, headSize }: Split): Value {
  const heads = reshape(tape, x, {
    from: [batch * length, -1],
    to: [batch, length, keyValueHeads, group, headSize],
  });
  return reshape(tape, transpose(tape, heads, [0, 2, 3, 1, 4]), {
    from: [batch, keyValueHeads, group, length, headSize],
    to: [batch * keyValueHeads, group, length, headSize],
  });
}

function mergeHeads(tape: Tape, x: Value, { batch, length, keyValueHeads, group, headSize }: Split): Value {
  const heads = reshape(tape, x, {
    from: [batch * keyValueHeads, group, length, headSize],
    to: [batch, keyValueHeads, group, length, headSize],
  });
  return reshape(tape, transpose(tape, heads, [0, 3, 1, 2, 4]), {
    from: [batch, length, keyValueHeads, group, headSize],
    to: [batch * length, -1],
  });
}

function attendInBlocks(
  tape: Tape,
  blocks: readonly QueryBlock[],
  { queries, keys, values, grouped }: AttentionInputs & { readonly grouped: Split },
): Value {
  const { batch, length, keyValueHeads, group, headSize } = grouped;
  const matrices = batch * keyValueHeads;
  const cut = { axis: 2, sizes: blocks.map(({ start, end }) => end - start) };
  const upTo = (x: Value, end: number) =>
    reshape(tape, firstOf(tape, x, { axis: 2, rank: 4, count: end, size: length }), {
      from: [matrices, 1, end, headSize],
      to: [matrices, end, headSize],
    });
  const parts = split(tape, queries, cut).map((part, index) => ({ part, block: blocks[index] }));
  const outputs = parts.flatMap(({ part, block }) => {
    if (block === undefined) return [];
    // A group's queries become rows of one matrix, so keys and values are never copied to each query head.
    const perHead = [matrices, group, block.end - block.start, headSize];
    const perGroup = [matrices, group * (block.end - block.start), headSize];
    const attended = attend(tape, block, {
      queries: reshape(tape, part, { from: perHead, to: perGroup }),
      keys: upTo(keys, block.end),
      values: upTo(values, block.end),
    });
    return [reshape(tape, attended, { from: perGroup, to: perHead })];
  });
  return concatenate(tape, outputs, cut);
}

/**
 * `softmax(queries · keysᵀ + mask) · values`. With P the softmax and O the output, the gradient of the scores is
 * `P * (dO · valuesᵀ - rowsum(dO * O))` (FlashAttention, arXiv 2205.14135, appendix B.4).
 */
function attend(tape: Tape, { mask, perHead, perGroup }: QueryBlock, inputs: AttentionInputs): Value {
  const { queries, keys, values } = inputs;
  const { graph } = tape;
  const product = (x: Value, y: Value) => graph.op("MatMul", [x, y]);
  const transposed = (x: Value) => graph.op("Transpose", [x], { perm: [0, 2, 1] });
  const scores = graph.reshape(product(queries, transposed(keys)), perHead);
  const softmax = graph.op("Softmax", [graph.op("Add", [scores, mask])], { axis: -1 });
  const probabilities = graph.reshape(softmax, perGroup);
  const output = product(probabilities, values);
  return tape.record(output, (gradient) => {
    // (xᵀ · P)ᵀ and not Pᵀ · x: it is the small matrix that is turned.
    tape.add(values, transposed(product(transposed(gradient), probabilities)));
    const own = graph.op("ReduceSum", [graph.op("Mul", [gradient, output]), graph.integers([2])]);
    const slopes = graph.op("Sub", [product(gradient, transposed(values)), own]);
    const scoreGradient = graph.op("Mul", [probabilities, slopes]);
    tape.add(queries, product(scoreGradient, keys));
    tape.add(keys, transposed(product(transposed(queries), scoreGradient)));
  });
}
