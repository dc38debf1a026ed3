/** @file The weights that a policy starts with. */
import { random } from "../util/random.ts";
import type { ModelConfig, Weights } from "./model-config.ts";
import { parameters } from "./model-config.ts";

/**
 * Weights to train from scratch; the same for the same seed. `normal`: matrices of standard deviation 0.02, gains 1.
 *
 * `induction`: the attention starts as an induction circuit (Olsson et al., arXiv 2209.11895): what followed a token the
 * last time is likely to follow it again. A policy mostly copies names and numbers from its context, and a small model
 * finds that circuit late or never by itself. All of it is trained on as usual.
 * - Embeddings share a mean, so that every token has something in common, which a head that sees positions alone needs.
 * - In even layers every second key-value head looks at the token before, and writes it into shuffled channels.
 * - In odd layers all heads look for tokens whose shuffled channels hold the present token, and copy those tokens.
 * - The other heads of even layers look for equal tokens, and copy them.
 */
export function initialWeights(config: ModelConfig, seed: number, start: "normal" | "induction"): Weights {
  const uniform = random(seed);
  const draw = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const weights = new Map(
    parameters(config).map(({ name, shape }) => {
      const length = shape.reduce((size, one) => size * one, 1);
      return [name, Float32Array.from({ length }, () => (shape.length === 1 ? 1 : DEVIATION * draw()))];
    }),
  );
  if (start === "induction") startInduction(config, weights, draw);
  return weights;
}

const DEVIATION = 0.02;

/** Mean of an embedding's channels, in deviations. */
const SHARED_MEAN = 0.7;

/** What a head writes, against the size of an embedding. */
const COPY_GAIN = 0.5;

/** Gain of the norms of queries and keys: scores up to 2 * sqrt(headSize), so that the heads are decided. */
const SHARPNESS = 1.4;

/** Deviation of what is added to the queries, against their own: the heads of a group must not stay equal. */
const QUERY_NOISE = 0.3;

/** Standard normal numbers. */
type Draw = () => number;

/** A matrix, as its entry at a row and column. */
type Entries = (row: number, column: number) => number;

/** The matrices of a key-value head and of the query heads it serves: in [headSize, hiddenSize], out transposed. */
interface HeadStart {
  readonly queries: Entries;
  readonly keys: Entries;
  readonly values: Entries;
  readonly output: Entries;
}

function startInduction(config: ModelConfig, weights: Weights, draw: Draw): void {
  shareMean(named(weights, "model.embed_tokens.weight"), config.hiddenSize);
  const shuffled = shuffle(config.hiddenSize, draw);
  // A head reads what its neighbour wrote: both must project tokens alike.
  const projections = Array.from({ length: Math.ceil(config.keyValueHeads / 2) }, () =>
    projection(config, draw),
  );
  for (let layer = 0; layer < config.layers; layer++) {
    for (const norm of ["q_norm", "k_norm"]) {
      named(weights, `model.layers.${layer}.self_attn.${norm}.weight`).fill(SHARPNESS);
    }
    for (let head = 0; head < config.keyValueHeads; head++) {
      const project = projections[Math.floor(head / 2)] ?? (() => 0);
      const start = headStart({ layer, head, project, shuffled }, () => rotarySigns(config, draw));
      placeHead(config, weights, { layer, head, start, draw });
    }
  }
}

interface HeadPlan {
  readonly layer: number;
  readonly head: number;
  readonly project: Entries;
  /** Which channel of a token its copy holds in each channel. */
  readonly shuffled: readonly number[];
}

function headStart({ layer, head, project, shuffled }: HeadPlan, signs: () => PositionVectors): HeadStart {
  const projectShuffled: Entries = (row, column) => project(row, shuffled[column] ?? 0);
  if (layer % 2 === 1) {
    return { queries: project, keys: projectShuffled, values: project, output: project };
  }
  if (head % 2 === 1) return { queries: project, keys: project, values: project, output: project };
  const { here, before } = signs();
  return {
    queries: (row) => before[row] ?? 0,
    keys: (row) => here[row] ?? 0,
    values: project,
    output: projectShuffled,
  };
}

/** What a head gets from the mean that all tokens share, as keys and as queries. */
interface PositionVectors {
  readonly here: readonly number[];
  /** `here`, turned back by one position: after the rotary turns it fits the key one position before best. */
  readonly before: readonly number[];
}

/** Random signs, larger where the rotation is fast: slow pairs cannot tell a position from its neighbours. */
function rotarySigns({ headSize, hiddenSize, ropeBase }: ModelConfig, draw: Draw): PositionVectors {
  const half = headSize / 2;
  const speeds = Array.from({ length: headSize }, (_, row) => ropeBase ** (-(row % half) / half));
  const here = speeds.map((speed) => Math.sign(draw()) * Math.sqrt(speed / hiddenSize));
  const before = here.map((own, row) => {
    const speed = speeds[row] ?? 0;
    const other = (row < half ? here[row + half] : here[row - half]) ?? 0;
    return own * Math.cos(speed) + (row < half ? other : -other) * Math.sin(speed);
  });
  return { here, before };
}

function placeHead(
  config: ModelConfig,
  weights: Weights,
  { layer, head, start, draw }: { layer: number; head: number; start: HeadStart; draw: Draw },
): void {
  const { hiddenSize, headSize, heads, keyValueHeads } = config;
  const matrix = (name: string) => named(weights, `model.layers.${layer}.self_attn.${name}.weight`);
  const rows = { first: head * headSize, count: headSize };
  setRows(matrix("k_proj"), { ...rows, columns: hiddenSize, entries: start.keys });
  setRows(matrix("v_proj"), { ...rows, columns: hiddenSize, entries: start.values });
  const group = heads / keyValueHeads;
  const noise = QUERY_NOISE / Math.sqrt(hiddenSize);
  setRows(matrix("q_proj"), {
    first: head * group * headSize,
    count: group * headSize,
    columns: hiddenSize,
    entries: (row, column) => start.queries(row % headSize, column) + noise * draw(),
  });
  // Projecting and back gives headSize / hiddenSize of a token, once for each head of the group.
  const scale = (COPY_GAIN * DEVIATION * hiddenSize) / headSize / group;
  setRows(matrix("o_proj"), {
    first: 0,
    count: hiddenSize,
    columns: heads * headSize,
    entries: (row, column) => {
      const own = column - head * group * headSize;
      return own >= 0 && own < group * headSize ? scale * start.output(own % headSize, row) : undefined;
    },
  });
}

interface RowsToSet {
  readonly first: number;
  readonly count: number;
  readonly columns: number;
  /** `undefined` leaves an entry as it is. */
  readonly entries: (row: number, column: number) => number | undefined;
}

function setRows(matrix: Float32Array, { first, count, columns, entries }: RowsToSet): void {
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < columns; column++) {
      const value = entries(row, column);
      if (value !== undefined) matrix[(first + row) * columns + column] = value;
    }
  }
}

/** Random rows that do not see the mean which all tokens share: [headSize, hiddenSize]. */
function projection({ headSize, hiddenSize }: ModelConfig, draw: Draw): Entries {
  const rows = Array.from({ length: headSize }, () => {
    const row = Array.from({ length: hiddenSize }, () => draw() / Math.sqrt(hiddenSize));
    const mean = average(row);
    return row.map((value) => value - mean);
  });
  return (row, column) => rows[row]?.[column] ?? 0;
}

/** Gives every row of an embedding the same mean. */
function shareMean(embedding: Float32Array, hiddenSize: number): void {
  for (let start = 0; start < embedding.length; start += hiddenSize) {
    const row = embedding.subarray(start, start + hiddenSize);
    const shift = SHARED_MEAN * DEVIATION - average(row);
    row.set(row.map((value) => value + shift));
  }
}

function shuffle(count: number, draw: Draw): readonly number[] {
  const drawn = Array.from({ length: count }, (_, index) => ({ index, key: draw() }));
  return drawn.toSorted((one, other) => one.key - other.key).map(({ index }) => index);
}

function average(values: Iterable<number> & { readonly length: number }): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function named(weights: Weights, name: string): Float32Array {
  const values = weights.get(name);
  if (values === undefined) throw new Error(`a Qwen3 model has no ${name}`);
  return values;
}
