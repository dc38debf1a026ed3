/** @file Many steps as few points. */
import type { Metrics } from "../run/metrics.ts";

const MOST_POINTS = 40;

interface Mean {
  readonly value: number;
  /** The lowest and the highest of several; absent for one alone. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface Point {
  /** The last step that it is about. */
  readonly at: number;
  readonly values: ReadonlyMap<string, Mean>;
}

/** At most 40 points, each the mean over equally many steps; before the first step is a point of its own. */
export function thinOut(metrics: readonly Metrics[]): readonly Point[] {
  const last = metrics.reduce((most, { step }) => Math.max(most, step), 0);
  const size = Math.max(1, Math.ceil(last / MOST_POINTS));
  const groups = new Map<number, Metrics[]>();
  for (const one of metrics) {
    const at = Math.min(last, Math.ceil(one.step / size) * size);
    groups.set(at, [...(groups.get(at) ?? []), one]);
  }
  return [...groups].map(([at, inside]) => ({ at, values: means(inside) }));
}

function means(metrics: readonly Metrics[]): ReadonlyMap<string, Mean> {
  const names = new Set(metrics.flatMap((one) => Object.keys(one)));
  return new Map(
    [...names].map((name) => {
      const values = metrics.flatMap(({ [name]: value }) => value ?? []);
      const value = values.reduce((sum, one) => sum + one, 0) / values.length;
      const range = { low: Math.min(...values), high: Math.max(...values) };
      return [name, values.length > 1 ? { value, ...range } : { value }];
    }),
  );
}
