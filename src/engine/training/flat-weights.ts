/** @file All numbers of a model in one flat array, in memory that the threads of a trainer share. */
import { ConfigError } from "../../core/errors.ts";
import { type ModelConfig, parameterCount, parameters, type Weights } from "../model-config.ts";
import type { Stretch } from "./adam.ts";

/** Flat float32 arrays, parameters one after the other in the order of `parameters`. */
export interface TrainerMemory {
  readonly weights: Float32Array<SharedArrayBuffer>;
  readonly firstMoment: Float32Array<SharedArrayBuffer>;
  readonly secondMoment: Float32Array<SharedArrayBuffer>;
  /** The gradient that each thread gathered since the last update. */
  readonly gathered: readonly Float32Array<SharedArrayBuffer>[];
}

export function allocateMemory(config: ModelConfig, threads: number): TrainerMemory {
  const size = parameterCount(config);
  const flat = () => new Float32Array(new SharedArrayBuffer(size * Float32Array.BYTES_PER_ELEMENT));
  return {
    weights: flat(),
    firstMoment: flat(),
    secondMoment: flat(),
    gathered: Array.from({ length: threads }, flat),
  };
}

/** The parameters inside a flat array: views, not copies. */
export function parameterViews(flat: Float32Array, config: ModelConfig): Weights {
  let start = 0;
  return new Map(
    parameters(config).map(({ name, shape }) => {
      const from = start;
      start += shape.reduce((size, one) => size * one, 1);
      return [name, flat.subarray(from, start)];
    }),
  );
}

/** Copies `weights` into `flat`. Throws `ConfigError`, and copies nothing, where a parameter lacks or has another size. */
export function fillFlat(flat: Float32Array, weights: Weights, config: ModelConfig): void {
  const views = parameterViews(flat, config);
  for (const [name, view] of views) {
    const values = weights.get(name);
    if (values === undefined) throw new ConfigError(`weights lack the parameter ${name}`);
    if (values.length !== view.length) {
      throw new ConfigError(
        `weights: ${name} has ${values.length} numbers, but this model needs ${view.length}`,
      );
    }
  }
  for (const [name, view] of views) view.set(weights.get(name) ?? view);
}

/** The thread's part of the flat arrays, cut where weight decay begins or ends. All parts together are the whole. */
export function threadStretches(config: ModelConfig, thread: number, threads: number): readonly Stretch[] {
  const total = parameterCount(config);
  const from = Math.floor((total * thread) / threads);
  const to = Math.floor((total * (thread + 1)) / threads);
  const stretches: Stretch[] = [];
  let next = 0;
  for (const { shape } of parameters(config)) {
    const first = next;
    next += shape.reduce((size, one) => size * one, 1);
    const stretch = { start: Math.max(first, from), end: Math.min(next, to), decays: shape.length === 2 };
    if (stretch.start < stretch.end) stretches.push(stretch);
  }
  return stretches;
}
