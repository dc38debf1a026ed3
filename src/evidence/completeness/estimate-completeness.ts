/**
 * @file How many rows a table should have, estimated from which independent ways found which of its rows (capture–recapture).
 *
 * A way is one means of finding rows: a list page, a query, a subagent that looks for all rows by itself. Subtasks that
 * share a search out among them, one region each, are one way together. The estimate assumes that
 * - every row found belongs to the set and stands there once: check rows and merge names first;
 * - every way could have found any row, each way with a chance of its own;
 * - ways know nothing of each other, but some rows are easier to find than others, as much as `overlap-likelihood.ts`
 *   expects or as the finds of three or more ways show.
 */
import type { Completeness } from "../../core/evidence.ts";
import { likelyTotal } from "./likely-total.ts";
import { type Dependence, dependences, distinctWays, type Way } from "./ways.ts";

/**
 * `waysOfRows` has one set a row: the names of the ways that found it. A row found by none of them (one typed in, say) counts
 * as found and says nothing about the total. The result does not depend on the order of rows or ways.
 */
export function estimateCompleteness(waysOfRows: readonly ReadonlySet<string>[]): Completeness {
  const { distinct, copies } = distinctWays(waysOfRows);
  const caught = waysOfRows.filter(({ size }) => size > 0).length;
  const base = { found: waysOfRows.length, low: waysOfRows.length, occasions: distinct.length };
  const [copied] = copies;
  if (distinct.length === 1 && copied !== undefined) return identical(base, copied, caught);
  if (distinct.length < 2) return { ...base, method: "none", warning: ONE_WAY };
  const foundBy = foundByWays(waysOfRows, new Set(distinct.map(({ name }) => name)));
  const warnings = [...copies.map(describeCopies), ...dependences(distinct).map(describe)];
  if (foundBy.slice(2).every((count) => count === 0))
    return { ...base, method: "none", warning: [...warnings, NO_OVERLAP].join(" ") };
  return overlapping(waysOfRows.length, distinct, foundBy, warnings);
}

const ONE_WAY =
  "Only the overlap of two or more independent ways of finding rows shows how many are missing.";
const NO_OVERLAP =
  "No row was found in two ways: either many rows are missing, or the ways looked in different places.";
const NO_UPPER_BOUND = "The ways share too few rows to say how many there are at most.";

/** So many rows do not agree by chance. */
const MANY = 5;

/** Independent ways that miss rows hardly miss the same ones: what they agree on is all there is, but for very few rows. */
function identical(
  base: Pick<Completeness, "found" | "low">,
  names: readonly string[],
  rows: number,
): Completeness {
  const overlap = { perWay: names.map(() => rows), foundBy: [...names.map(() => 0), rows] };
  const few = rows < MANY ? likelyTotal(overlap) : undefined;
  const high = few === undefined ? base.found : atLeast(base.found, few.high);
  const copies = `${listed(names)} found exactly the same rows. If one is a copy of another, this says nothing about the total.`;
  const warning = high === undefined ? `${copies} ${NO_UPPER_BOUND}` : copies;
  return { ...base, estimate: base.found, high, method: "identical", occasions: names.length, warning };
}

function atLeast(least: number, value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.max(least, value);
}

function overlapping(
  found: number,
  ways: readonly Way[],
  foundBy: readonly number[],
  warnings: readonly string[],
): Completeness {
  // sorted, so that rounding errors cannot depend on the order of the ways
  const perWay = ways.map(({ rows }) => rows.size).sort((left, right) => left - right);
  const total = likelyTotal({ perWay, foundBy });
  const low = Math.max(found, total.low);
  const high = atLeast(found, total.high);
  const method = perWay.length === 2 ? "chapman" : "log-linear";
  const likeliest = method === "chapman" ? chapman(perWay, foundBy[2] ?? 0) : total.best;
  const estimate =
    likeliest === undefined
      ? undefined
      : Math.min(Math.max(likeliest, low), high ?? Number.POSITIVE_INFINITY);
  const all = high === undefined ? [...warnings, NO_UPPER_BOUND] : warnings;
  const warning = all.length === 0 ? undefined : all.join(" ");
  return { found, estimate, low, high, method, occasions: ways.length, warning };
}

/** Chapman's estimate, nearly unbiased for two independent ways also where they share few rows (Univ. Calif. Publ. Stat. 1, 1951). */
function chapman([first = 0, second = 0]: readonly number[], shared: number): number {
  return ((first + 1) * (second + 1)) / (shared + 1) - 1;
}

/** Entry j is the number of rows that exactly j of the counted ways found. */
function foundByWays(
  waysOfRows: readonly ReadonlySet<string>[],
  counted: ReadonlySet<string>,
): readonly number[] {
  const rows = Array.from({ length: counted.size + 1 }, () => 0);
  for (const names of waysOfRows) {
    const ways = [...names].filter((name) => counted.has(name)).length;
    rows[ways] = (rows[ways] ?? 0) + 1;
  }
  return rows;
}

function describeCopies(names: readonly string[]): string {
  return `${listed(names)} found exactly the same rows and count as one way: one may be a copy of another.`;
}

function describe({ ways, kind }: Dependence): string {
  return kind === "together"
    ? `${listed(ways)} share more rows than independent ways would: there may be more rows than estimated.`
    : `${listed(ways)} share fewer rows than independent ways would: there may be fewer rows than estimated.`;
}

const MOST_LISTED = 4;
const LONGEST_NAME = 60;

/** `“list”, “search” and 3 more`. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => `“${shortened(name)}”`);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** By whole characters, so that none is cut in two. */
function shortened(name: string): string {
  const characters = [...name.slice(0, 2 * LONGEST_NAME + 2)];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join("")}…` : name;
}
