/** @file The ways that found rows, copies of one another once, and what shows that two of them are not independent. */

export interface Way {
  readonly name: string;
  /** The numbers of the rows that it found. */
  readonly rows: ReadonlySet<number>;
}

export interface DistinctWays {
  /** No two have found exactly the same rows. In the order of their names. */
  readonly distinct: readonly Way[];
  /** Names of ways that found exactly the same rows, two or more in a group. */
  readonly copies: readonly (readonly string[])[];
}

export function distinctWays(waysOfRows: readonly ReadonlySet<string>[]): DistinctWays {
  const rows = new Map<string, Set<number>>();
  for (const [row, names] of waysOfRows.entries()) {
    for (const name of names) {
      const known = rows.get(name);
      if (known === undefined) rows.set(name, new Set([row]));
      else known.add(row);
    }
  }
  const groups = new Map<string, Way[]>();
  for (const name of [...rows.keys()].sort()) {
    const way = { name, rows: rows.get(name) ?? new Set() };
    const key = [...way.rows].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), way]);
  }
  const all = [...groups.values()];
  return {
    distinct: all.flatMap((group) => group.slice(0, 1)),
    copies: all.filter((group) => group.length > 1).map((group) => group.map(({ name }) => name)),
  };
}

export interface Dependence {
  readonly ways: readonly [string, string];
  /** `together`: they share more rows than independent ways would; `apart`: fewer. */
  readonly kind: "together" | "apart";
}

/** Standard errors of the log odds ratio; so far out, chance alone is one pair in several hundred. */
const SURPRISING = 3;

/**
 * The pair that shares the most rows beyond chance and the pair that shares the fewest, where that is surprising. Judged
 * by the rows that some third way found, because of these also those are known that neither of the two found: the log
 * odds ratio against its standard error, each count with ½ more (Haldane 1956). Two ways alone show nothing.
 */
export function dependences(ways: readonly Way[]): readonly Dependence[] {
  const timesFound = new Map<number, number>();
  for (const row of ways.flatMap(({ rows }) => [...rows]))
    timesFound.set(row, (timesFound.get(row) ?? 0) + 1);
  const pairs = ways.flatMap((first, index) =>
    ways.slice(index + 1).map((second) => ({ first, second, surprise: surprise(first, second, timesFound) })),
  );
  const most = pairs.reduce((best, pair) => (pair.surprise > best.surprise ? pair : best), NONE);
  const least = pairs.reduce((best, pair) => (pair.surprise < best.surprise ? pair : best), NONE);
  return [most, least].flatMap(({ first, second, surprise }): Dependence[] => {
    if (first === undefined || second === undefined || Math.abs(surprise) < SURPRISING) return [];
    return [{ ways: [first.name, second.name], kind: surprise > 0 ? "together" : "apart" }];
  });
}

const NONE: { readonly first?: Way; readonly second?: Way; readonly surprise: number } = { surprise: 0 };

function surprise(first: Way, second: Way, timesFound: ReadonlyMap<number, number>): number {
  // indexed by 2 if the first found the row, and 1 more if the second did
  const counts = [0.5, 0.5, 0.5, 0.5];
  for (const [row, times] of timesFound) {
    const isInFirst = Number(first.rows.has(row));
    const isInSecond = Number(second.rows.has(row));
    const cell = 2 * isInFirst + isInSecond;
    if (times > isInFirst + isInSecond) counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const [neither = 0, secondOnly = 0, firstOnly = 0, both = 0] = counts;
  const error = Math.sqrt(1 / both + 1 / firstOnly + 1 / secondOnly + 1 / neither);
  return Math.log((both * neither) / (firstOnly * secondOnly)) / error;
}
