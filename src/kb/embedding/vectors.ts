/** @file From the vectors of a text's tokens to the vector of the text. */
import type { Pooling } from "./embedder.ts";

/** The token vectors of several texts, row by row, each row filled up to `length` tokens. */
export interface TokenVectors {
  /** [rows, length, width]. */
  readonly values: Float32Array;
  readonly length: number;
  /** Tokens of each row that are the text's own; they stand first. At least 1. */
  readonly tokens: readonly number[];
}

/** [rows, width]. */
export function pooled({ values, length, tokens }: TokenVectors, pooling: Pooling): Float32Array {
  const width = values.length / (tokens.length * length);
  const vectors = new Float32Array(tokens.length * width);
  tokens.forEach((count, row) => {
    const [first, end] = pooledTokens(count, pooling);
    for (let token = first; token < end; token++) {
      const from = (row * length + token) * width;
      for (let i = 0; i < width; i++) {
        const at = row * width + i;
        vectors[at] = (vectors[at] ?? 0) + (values[from + i] ?? 0) / (end - first);
      }
    }
  });
  return vectors;
}

function pooledTokens(count: number, pooling: Pooling): readonly [number, number] {
  if (pooling === "mean") return [0, count];
  return pooling === "last" ? [count - 1, count] : [0, 1];
}

/** Of length 1; a vector of zeros stays as it is. */
export function normalised(vector: readonly number[]): readonly number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}

export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
