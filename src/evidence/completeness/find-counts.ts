/**
 * @file By how many ways a row is found, where each way has its own odds of finding it: a Poisson-binomial distribution,
 * changed in place because an estimate goes through some thousand of them.
 */

/** Entry j is the chance that j of the ways find a row, each by itself; `odds` are those of each way. */
export function findCounts(odds: readonly number[]): Float64Array {
  const chances = new Float64Array(odds.length + 1);
  chances[0] = 1;
  for (const [way, odd] of odds.entries()) addWay(chances, way, odd);
  return chances;
}

/** Adds a way to the distribution over `ways` ways; `chances` has an entry more than that. */
export function addWay(chances: Float64Array, ways: number, odds: number): void {
  const hit = odds / (1 + odds);
  const miss = 1 / (1 + odds);
  for (let count = ways + 1; count > 0; count -= 1)
    chances[count] = (chances[count] ?? 0) * miss + (chances[count - 1] ?? 0) * hit;
  chances[0] = (chances[0] ?? 0) * miss;
}

/** Takes one of the `ways` ways out again, from the end at which nothing is divided by a small number. */
export function removeWay(chances: Float64Array, ways: number, odds: number): void {
  const hit = odds / (1 + odds);
  const miss = 1 / (1 + odds);
  if (hit < miss) {
    for (let count = 0, below = 0; count < ways; count += 1) {
      below = Math.max(0, ((chances[count] ?? 0) - hit * below) / miss);
      chances[count] = below;
    }
  } else {
    let above = 0;
    let here = chances[ways] ?? 0;
    for (let count = ways - 1; count >= 0; count -= 1) {
      above = Math.max(0, (here - miss * above) / hit);
      here = chances[count] ?? 0;
      chances[count] = above;
    }
  }
  chances[ways] = 0;
}
