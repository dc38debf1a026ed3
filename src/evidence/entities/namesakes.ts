/** @file Rows that share a name and nothing else: they are about several things of that name. */
import { compareCells } from "../../table/compare-cells.ts";
import { isMissing } from "../../table/normalise.ts";
import type { EntityRow } from "./merge-rows.ts";
import { nameKey } from "./name-key.ts";

/** More rows of one name than this are told apart by their keys and pages alone. */
const MOST_NAMESAKES = 32;
/** Values that two rows of one name must share for their disagreement to say that they are two things. */
const TELLING = 2;

/**
 * By the number of a row: which of several things of one name it is about. A row that could be about two of them is left out.
 * `keyNames`: attributes that are parts of the key, which tell rows apart by themselves.
 */
export function namesakes(
  rows: readonly EntityRow[],
  keyNames: ReadonlySet<string>,
): ReadonlyMap<number, number> {
  const apart = (first: number, second: number) => areNamesakes(rows[first], rows[second], keyNames);
  return new Map([...rowsByName(rows).values()].flatMap((numbers) => thingsOfName(numbers, apart)));
}

function rowsByName(rows: readonly EntityRow[]): ReadonlyMap<string, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const [number, { key }] of rows.entries()) {
    const name = nameKey(key);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [number]);
    else known.push(number);
  }
  return byName;
}

function thingsOfName(
  numbers: readonly number[],
  apart: (first: number, second: number) => boolean,
): readonly (readonly [number, number])[] {
  if (numbers.length < 2 || numbers.length > MOST_NAMESAKES) return [];
  const things: number[][] = [];
  const fitting = (number: number) =>
    [...things.keys()].filter((thing) => !things[thing]?.some((other) => apart(number, other)));
  for (const number of numbers) {
    const [thing = things.length] = fitting(number);
    things[thing] = [...(things[thing] ?? []), number];
  }
  if (things.length < 2) return [];
  return numbers.flatMap((number) => {
    const [thing = 0, ...others] = fitting(number);
    return others.length > 0 ? [] : [[number, thing] as const];
  });
}

function areNamesakes(
  first: EntityRow | undefined,
  second: EntityRow | undefined,
  keyNames: ReadonlySet<string>,
): boolean {
  if (first === undefined || second === undefined) return false;
  if (first.url !== undefined && first.url === second.url) return false;
  const theirs = new Map(Object.entries(second.attributes ?? {}));
  const shared = Object.entries(first.attributes ?? {}).flatMap(([name, value]) => {
    const other = theirs.get(name) ?? "";
    return keyNames.has(name) || isMissing(value) || isMissing(other) ? [] : [{ value, other }];
  });
  return (
    shared.length >= TELLING && shared.every(({ value, other }) => compareCells(value, other) !== "same")
  );
}
