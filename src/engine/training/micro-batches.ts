/** @file Packs data into micro-batches of few distinct shapes, because each shape needs a session of its own. */
import type { Datum } from "../../core/trainer.ts";
import type { TrainingShape } from "../graphs/training-graph.ts";

/** The inputs of a training graph, padded to `shape`. */
export interface MicroBatch {
  readonly shape: TrainingShape;
  /** [batch, length], padded on the right with 0. */
  readonly tokens: BigInt64Array<ArrayBuffer>;
  /** [positions]: the flat index of the hidden state that predicts. */
  readonly rows: BigInt64Array<ArrayBuffer>;
  /** [positions]: the token to predict. */
  readonly targets: BigInt64Array<ArrayBuffer>;
  /** [positions], 0 where padded; so are the log-probabilities. */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly oldLogprobs: Float32Array<ArrayBuffer>;
}

/** Where a trained position came from. */
interface Origin {
  /** Index into the data that were packed. */
  readonly datum: number;
  /** Index into its tokens. */
  readonly token: number;
}

export interface PackedBatch {
  readonly microBatch: MicroBatch;
  /** One per trained position, in the order of the positions; padding has none. */
  readonly origins: readonly Origin[];
}

export interface PackLimits {
  /** Padded tokens of a micro-batch; a single longer datum is a micro-batch alone. */
  readonly microBatchTokens: number;
  readonly contextLength: number;
}

const SHORTEST = 64;
const FEWEST_POSITIONS = 64;

interface Row {
  readonly datum: Datum;
  readonly index: number;
  /** Tokens that must be read: what comes after the last trained prediction is left out. */
  readonly length: number;
}

/**
 * Longest first, each micro-batch filled with the next rows that fit its length; the last one of all takes the smallest
 * halving of the batch size that holds what is left. Data with no trained token are not packed.
 */
export function packMicroBatches(data: readonly Datum[], limits: PackLimits): readonly PackedBatch[] {
  const rows = data
    .map(
      (datum, index): Row => ({
        datum,
        index,
        length: datum.weights.findLastIndex((weight) => weight !== 0),
      }),
    )
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length || a.index - b.index);
  const packed: PackedBatch[] = [];
  for (let start = 0; start < rows.length; ) {
    const length = bucketLength(rows[start]?.length ?? 0, limits.contextLength);
    const batch = batchSize(rows.length - start, Math.max(1, Math.floor(limits.microBatchTokens / length)));
    packed.push(packRows(rows.slice(start, start + batch), batch, length));
    start += batch;
  }
  return packed;
}

/** The next of 64, 96, 128, 192, 256 …: powers of two and the middles between them, at most the context. */
export function bucketLength(length: number, contextLength: number): number {
  let bucket = SHORTEST;
  while (bucket < length) bucket = isPowerOfTwo(bucket) ? bucket * 1.5 : (bucket / 3) * 4;
  return Math.min(bucket, contextLength);
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

function batchSize(rowsLeft: number, largest: number): number {
  let batch = largest;
  while (Math.ceil(batch / 2) >= rowsLeft && batch > 1) batch = Math.ceil(batch / 2);
  return batch;
}

function packRows(rows: readonly Row[], batch: number, length: number): PackedBatch {
  const origins = rows.flatMap((row) => trainedTokens(row).map((token) => ({ datum: row.index, token })));
  const positions = positionCount(origins.length, batch * length);
  const microBatch: MicroBatch = {
    shape: { batch, length, positions },
    tokens: new BigInt64Array(batch * length),
    rows: new BigInt64Array(positions),
    targets: new BigInt64Array(positions),
    weights: new Float32Array(positions),
    oldLogprobs: new Float32Array(positions),
  };
  let position = 0;
  for (const [place, row] of rows.entries()) {
    const { tokens, weights, logprobs } = row.datum;
    for (let token = 0; token < row.length; token++) {
      microBatch.tokens[place * length + token] = BigInt(tokens[token] ?? 0);
    }
    for (const token of trainedTokens(row)) {
      microBatch.rows[position] = BigInt(place * length + token - 1);
      microBatch.targets[position] = BigInt(tokens[token] ?? 0);
      microBatch.weights[position] = weights[token] ?? 0;
      microBatch.oldLogprobs[position] = logprobs?.[token] ?? 0;
      position++;
    }
  }
  return { microBatch, origins };
}

function trainedTokens({ datum }: Row): readonly number[] {
  return datum.weights.flatMap((weight, token) => (weight === 0 ? [] : [token]));
}

function positionCount(trained: number, most: number): number {
  return Math.min(most, Math.max(FEWEST_POSITIONS, 2 ** Math.ceil(Math.log2(trained))));
}
