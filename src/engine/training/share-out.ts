/** @file Which thread takes which micro-batches: fixed by the data alone, so that a run repeats bit for bit. */
import { type ModelConfig, parameterCount } from "../model-config.ts";
import type { MicroBatch } from "./micro-batches.ts";

/**
 * Per thread, indices of its micro-batches. Threads take neighbours, which have like shapes and share their sessions, and
 * each takes about the same amount of work.
 */
export function shareOut(
  microBatches: readonly MicroBatch[],
  config: ModelConfig,
  threads: number,
): readonly (readonly number[])[] {
  const costs = microBatches.map((microBatch) => cost(microBatch, config));
  const total = costs.reduce((sum, one) => sum + one, 0);
  const shares: number[][] = Array.from({ length: threads }, () => []);
  let before = 0;
  for (const [index, one] of costs.entries()) {
    const thread = Math.floor((threads * (before + one / 2)) / total);
    shares[Math.min(thread, threads - 1)]?.push(index);
    before += one;
  }
  return shares;
}

/** Floating-point operations of forward and backward pass, about: 6 a weight, and attention over the whole square. */
function cost({ shape }: MicroBatch, config: ModelConfig): number {
  const attention = 12 * config.layers * shape.length * config.heads * config.headSize;
  return shape.batch * shape.length * (6 * parameterCount(config) + attention);
}
