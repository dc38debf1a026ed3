/** @file Finds as chance would make them, with a known total: for tests and for `bench/completeness.ts`. */
import { random } from "../../util/random.ts";

export interface FindingPlan {
  /** Rows that there are. */
  readonly total: number;
  readonly ways: number;
  /** Mean chance that a way finds a row. */
  readonly chance: number;
  /** Rows' chances vary as a beta distribution whose parameters sum to this; infinite: all rows are alike. */
  readonly concentration: number;
  /** Chance that a way takes over what the way before it did with a row, instead of looking by itself. Default 0. */
  readonly copying?: number;
}

/** The ways that found each row, of the rows that were found; `seed` decides everything. */
export function simulateFinds(plan: FindingPlan, seed: number): readonly ReadonlySet<string>[] {
  const uniform = random(seed);
  const rows = Array.from({ length: plan.total }, () => waysFinding(plan, uniform));
  return rows.filter(({ size }) => size > 0);
}

function waysFinding({ ways, chance, concentration, copying = 0 }: FindingPlan, uniform: () => number) {
  const own = Number.isFinite(concentration) ? beta(chance, concentration, uniform) : chance;
  const found = new Set<string>();
  let before = false;
  for (let way = 0; way < ways; way += 1) {
    before = way > 0 && uniform() < copying ? before : uniform() < own;
    if (before) found.add(`way ${way}`);
  }
  return found;
}

function beta(mean: number, concentration: number, uniform: () => number): number {
  const left = gamma(mean * concentration, uniform);
  return left / (left + gamma((1 - mean) * concentration, uniform));
}

/** Marsaglia and Tsang (ACM Trans. Math. Softw. 26, 2000). */
function gamma(shape: number, uniform: () => number): number {
  if (shape < 1) return gamma(shape + 1, uniform) * (1 - uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
