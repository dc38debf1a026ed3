/** @file Ranges of amounts that are not known yet: from a low over a likely to a high one. */
import type { Range } from "../../core/plan.ts";

/** From the 5 % to the 95 % quantile of what was seen, wider by as much as few values can mislead. Throws on none. */
export function quantiles(values: readonly number[]): Range {
  const ascending = [...values].sort((left, right) => left - right);
  const spread = 1 + 1 / Math.sqrt(ascending.length);
  return {
    low: quantile(ascending, 0.05) / spread,
    likely: quantile(ascending, 0.5),
    high: quantile(ascending, 0.95) * spread,
  };
}

function quantile(ascending: readonly number[], share: number): number {
  const at = (ascending.length - 1) * share;
  const before = ascending[Math.floor(at)];
  const after = ascending[Math.ceil(at)];
  if (before === undefined || after === undefined) throw new RangeError("No values, no quantile.");
  return before + (after - before) * (at - Math.floor(at));
}

export function multiplied(left: Range, right: Range): Range {
  return { low: left.low * right.low, likely: left.likely * right.likely, high: left.high * right.high };
}

export function mapped(range: Range, change: (amount: number) => number): Range {
  return { low: change(range.low), likely: change(range.likely), high: change(range.high) };
}
