/**
 * @file How well a total explains which ways found which rows: a log-linear capture–recapture model in which every way has
 * its own odds of finding a row, and rows are not equally easy to find.
 *
 * A row found by exactly the ways x has the probability exp(Σ aₜxₜ + c·q(j)) / Z with j = Σ xₜ: the log-linear form of the
 * Rasch model, Mth of Darroch, Fienberg, Glonek and Junker (J. Am. Stat. Assoc. 88, 1993), who take j² for q. Here q is the
 * curve that follows where chances vary as a beta distribution: that of a beta-binomial. With c = 0 all rows are alike and
 * ways independent (Mt of Darroch, Biometrika 45, 1958), and the best total for two ways is Lincoln and Petersen's.
 */
import { addWay, findCounts, removeWay } from "./find-counts.ts";

/** All that the likelihood needs to know of the finds. */
export interface Overlap {
  /** Rows that each way found, at least 1 each. */
  readonly perWay: readonly number[];
  /** Entry j is the number of rows that exactly j ways found; entry 0 is not used. */
  readonly foundBy: readonly number[];
}

/**
 * Parameters of the beta distribution of chances that is expected before anything is found sum to this. Two ways cannot tell
 * how much rows differ, so that this is what keeps their interval honest; from three ways on the finds themselves
 * speak louder. Chosen by simulation (`bench/completeness.ts`).
 */
const CONCENTRATION = 10;
/** Of c, which is 1 where rows differ as expected: none and twice as much are both unremarkable. */
const EXPECTED = 1;
const SPREAD = 1;

/** A way that found all rows of the total has no finite odds; it counts as having missed so much of one row. */
const LEAST_MISSED = 1e-6;
const MOST_SWEEPS = 200;
const MOST_STEPS = 40;
/** Errors of this size in odds (relative), slope and c change the likelihood by less than 0.001. */
const ODDS_PRECISION = 1e-3;
const SLOPE_PRECISION = 0.05;
const DEPENDENCE_PRECISION = 1e-2;
/** Beyond these c only says that ways looked in different places, or that nearly all rows cannot be found at all. */
const LEAST_DEPENDENCE = -2;
const MOST_DEPENDENCE = 10;

/** Rows found by at least one way. */
export function foundRows({ foundBy }: Overlap): number {
  return foundBy.reduce((sum, count, ways) => (ways === 0 ? sum : sum + count), 0);
}

/**
 * The log likelihood of a total, at the odds and the c that suit it best, less a penalty for a c unlike the expected one. Only
 * differences between totals mean something. A total is a whole number, at least that of the rows found.
 */
export function overlapLikelihood(overlap: Overlap): (total: number) => number {
  const { perWay, foundBy } = overlap;
  const found = foundRows(overlap);
  const curve = dependenceCurve(overlap);
  const observed = foundBy.reduce((sum, count, ways) => sum + count * (curve[ways] ?? 0), 0);
  return (total) => {
    const odds = perWay.map((count) => oddsOf(count, total));
    const slope = (dependence: number): number => {
      fitOdds(odds, perWay, total, factorsOf(curve, dependence));
      return (
        observed - total * expectedCurve(odds, curve, dependence) - (dependence - EXPECTED) / SPREAD ** 2
      );
    };
    const dependence = whereZero(slope, EXPECTED);
    const chosen = perWay.reduce((sum, count, way) => sum + count * Math.log(odds[way] ?? 1), 0);
    return (
      logArrangements(total, found) +
      chosen +
      dependence * observed -
      total * logNormaliser(odds, curve, dependence) -
      ((dependence - EXPECTED) / SPREAD) ** 2 / 2
    );
  };
}

/**
 * ln E[p^j (1−p)^(k−j)] for a beta-distributed p, less what is linear in j, for that belongs to the ways: 0 for j = 0 and 1,
 * and convex. The mean chance is that of independent ways.
 */
function dependenceCurve(overlap: Overlap): readonly number[] {
  const ways = overlap.perWay.length;
  const finds = overlap.perWay.reduce((sum, count) => sum + count, 0);
  const chance = (finds + 0.5) / (ways * independentTotal(overlap) + 1);
  const [a, b] = [chance * CONCENTRATION, (1 - chance) * CONCENTRATION];
  const curve = [0, 0];
  for (let j = 2; j <= ways; j += 1) {
    const bend = Math.log((a + j - 1) / (a + j - 2)) + Math.log((b + ways - j + 1) / (b + ways - j));
    curve.push(2 * (curve[j - 1] ?? 0) - (curve[j - 2] ?? 0) + bend);
  }
  return curve;
}

/** The total N with 1 − found/N = Π (1 − nₜ/N), by halving. */
function independentTotal(overlap: Overlap): number {
  const found = foundRows(overlap);
  const excess = (total: number) =>
    1 - found / total - overlap.perWay.reduce((product, count) => product * (1 - count / total), 1);
  let [low, high] = [found, found * 1_000];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return low;
}

function oddsOf(count: number, total: number): number {
  return count / Math.max(LEAST_MISSED, total - count);
}

/** Makes each way expected to find as many rows as it did. Changes `odds`, its starting point. */
function fitOdds(odds: number[], perWay: readonly number[], total: number, factors: readonly number[]): void {
  const mean = perWay.reduce((sum, count) => sum + count, 0) / total;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let change = fitMean(odds, factors, mean);
    const chances = findCounts(odds);
    for (const [way, count] of perWay.entries()) {
      const before = odds[way] ?? 1;
      removeWay(chances, perWay.length, before);
      const after = (oddsOf(count, total) * weighted(chances, factors)) / weighted(chances, factors, 1);
      addWay(chances, perWay.length - 1, after);
      odds[way] = after;
      change = Math.max(change, Math.abs(after / before - 1));
    }
    if (change < ODDS_PRECISION) return;
  }
}

/**
 * Moves the odds of all ways together until a row is found by `mean` ways, by Newton's method, and returns by how much. Way
 * by way alone, the odds of many ways that depend on each other would creep.
 */
function fitMean(odds: number[], factors: readonly number[], mean: number): number {
  const weights = findCounts(odds).map((chance, count) => chance * (factors[count] ?? 0));
  let shift = 0;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    let [first, second] = [0, 0];
    for (const [count, weight] of weights.entries()) {
      const moved = weight * Math.exp(shift * (count - mean));
      first += moved * (count - mean);
      second += moved * (count - mean) ** 2;
    }
    if (second === 0) break;
    const move = Math.min(1, Math.max(-1, -first / second));
    shift += move;
    if (Math.abs(move) < ODDS_PRECISION) break;
  }
  for (const [way, odd] of odds.entries()) odds[way] = odd * Math.exp(shift);
  return Math.abs(shift);
}

/** The mean of q over all rows. */
function expectedCurve(odds: readonly number[], curve: readonly number[], dependence: number): number {
  const factors = factorsOf(curve, dependence);
  const chances = findCounts(odds);
  const sum = weighted(
    chances,
    factors.map((factor, count) => factor * (curve[count] ?? 0)),
  );
  return sum / weighted(chances, factors);
}

/** ln Σ over all patterns of exp(Σ aₜxₜ + c·q(j)). */
function logNormaliser(odds: readonly number[], curve: readonly number[], dependence: number): number {
  const independent = odds.reduce((sum, odd) => sum + Math.log1p(odd), 0);
  const sum = weighted(findCounts(odds), factorsOf(curve, dependence));
  return independent + Math.log(sum) + largestExponent(curve, dependence);
}

/** exp(c·q(j)), divided by the largest of them so that many ways do not overflow. */
function factorsOf(curve: readonly number[], dependence: number): readonly number[] {
  const largest = largestExponent(curve, dependence);
  return curve.map((value) => Math.exp(dependence * value - largest));
}

function largestExponent(curve: readonly number[], dependence: number): number {
  return Math.max(0, dependence * (curve.at(-1) ?? 0));
}

/** Σ chances[j] · factors[j + more]. */
function weighted(chances: Float64Array, factors: readonly number[], more = 0): number {
  let sum = 0;
  for (let count = 0; count < chances.length; count += 1)
    sum += (chances[count] ?? 0) * (factors[count + more] ?? 0);
  return sum;
}

/** The zero of a decreasing function near `start`: secants, and every third time the middle, so that it always ends. */
function whereZero(slope: (at: number) => number, start: number): number {
  let left = { at: LEAST_DEPENDENCE, slope: Number.NaN };
  let right = { at: MOST_DEPENDENCE, slope: Number.NaN };
  let at = start;
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const here = { at, slope: slope(at) };
    if (Math.abs(here.slope) < SLOPE_PRECISION || right.at - left.at < DEPENDENCE_PRECISION) return at;
    if (here.slope > 0) left = here;
    else right = here;
    const secant = (left.at * right.slope - right.at * left.slope) / (right.slope - left.slope);
    const guess = Number.isNaN(secant) ? at + Math.sign(here.slope) / 4 : secant;
    const isInside = guess > left.at && guess < right.at;
    at = step % 3 === 0 || !isInside ? (left.at + right.at) / 2 : guess;
  }
  return at;
}

/** ln (total! / (total − found)!). */
function logArrangements(total: number, found: number): number {
  return logFactorial(total) - logFactorial(total - found);
}

/** Stirling's series, whose error is below 1e-10 from 16 on; below that the product itself. */
function logFactorial(n: number): number {
  if (n < 16) return Array.from({ length: n }, (_, index) => Math.log(index + 1)).reduce((a, b) => a + b, 0);
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}
