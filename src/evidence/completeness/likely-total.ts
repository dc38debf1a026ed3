/** @file From the likelihood of a total to the total that explains the finds best, and the totals that explain them well. */
import { foundRows, type Overlap, overlapLikelihood } from "./overlap-likelihood.ts";

export interface LikelyTotal {
  /** The total that explains the finds best; absent where it is out of all proportion to what was found. */
  readonly best: number | undefined;
  /** The 95 % interval. */
  readonly low: number;
  /** Absent where totals out of all proportion explain the finds as well. */
  readonly high: number | undefined;
}

/** A total beyond so many times the rows found says no more than "many". */
const OUT_OF_PROPORTION = 20;

/** The 95 % point of chi-squared with one degree of freedom. */
const CHI_SQUARED = 3.841;
/** By how much the point grows for few rows, whose likelihood chi-squared does not describe; chosen by simulation. */
const FEW_ROWS = 2;

/**
 * The interval holds all totals whose likelihood is not much below the best one's (profile likelihood; Evans, Kim and
 * O'Brien, Biometrics 52, 1996). Some row must have been found twice: without overlap no total is too large.
 */
export function likelyTotal(overlap: Overlap): LikelyTotal {
  const likelihood = remembered(overlapLikelihood(overlap));
  const found = foundRows(overlap);
  const most = found * OUT_OF_PROPORTION;
  const best = firstWhere(found, most, (total) => likelihood(total + 1) <= likelihood(total));
  const floor = likelihood(best ?? most) - (CHI_SQUARED * (1 + FEW_ROWS / found)) / 2;
  const low = firstWhere(found, best ?? most, (total) => likelihood(total) >= floor) ?? best ?? most;
  const tooMany =
    best === undefined ? undefined : firstWhere(best, most, (total) => likelihood(total) < floor);
  return { best, low, high: tooMany === undefined ? undefined : tooMany - 1 };
}

/** The smallest whole number from `from` to `to` from which on `holds` is true, with few looks where it is near `from`. */
function firstWhere(from: number, to: number, holds: (value: number) => boolean): number | undefined {
  let low = from;
  let high = from;
  for (let step = 1; !holds(high); step *= 2) {
    if (high >= to) return undefined;
    low = high + 1;
    high = Math.min(to, high + step);
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

function remembered(compute: (value: number) => number): (value: number) => number {
  const known = new Map<number, number>();
  return (value) => {
    const result = known.get(value) ?? compute(value);
    known.set(value, result);
    return result;
  };
}
