/** @file How far a mean over tasks would move with other tasks of the same kind. */
import { random } from "../../util/random.ts";

const RESAMPLES = 2_000;
const SEED = 20_260;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval of the mean by the percentile bootstrap: tasks are drawn with replacement, 2,000 times, always by
 * the same random numbers. `undefined` for fewer than two values, which tell nothing of their spread.
 */
export function bootstrapInterval(values: readonly number[]): Interval | undefined {
  if (values.length < 2) return undefined;
  const draw = random(SEED);
  const means = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn++)
      sum += values[Math.floor(draw() * values.length)] ?? 0;
    means[resample] = sum / values.length;
  }
  means.sort();
  return { low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/** Of sorted values, between the two nearest ranks. */
function quantile(sorted: Float64Array, share: number): number {
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? 0;
  return below + (above - below) * (rank - Math.floor(rank));
}
