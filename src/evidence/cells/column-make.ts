/** @file What the values of a column look like: their kind, their length, and how those with numbers in them are written. */
import { wordsOf } from "../page-index.ts";
import type { Value } from "./value.ts";

export interface ColumnMake {
  /** What most of its values are. */
  readonly kind: Value["kind"];
  /** In words: more than twice the longest is no value of it. */
  readonly mostWords: number;
  /** How at least two rows write it: `hip #`, `#° n`. A bare number has no shape of its own. */
  readonly shapes: readonly RegExp[];
  /** Whether a cell is of another make than most of the column: a code among names. */
  isOdd(cell: string): boolean;
}

const LONGEST_SHAPE = 24;
const MOST_SHAPES = 6;

export function columnMake(values: readonly (Value | undefined)[]): ColumnMake {
  const known = values.filter((value) => value !== undefined);
  const makes = countOf(known.map(({ cell }) => makeOf(cell)));
  const lengths = known.map(({ searchable }) => wordsOf(searchable).length);
  return {
    kind: mostOf(known.map(({ kind }) => kind)) ?? "text",
    mostWords: Math.max(0, ...lengths) * 2 + 2,
    shapes: shapesOf(known, values.length),
    isOdd: (cell) => known.length > 2 && (makes.get(makeOf(cell)) ?? 0) - 1 < (known.length - 1) / 3,
  };
}

function countOf<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function mostOf<T>(items: readonly T[]): T | undefined {
  return [...countOf(items)].sort(([, left], [, right]) => right - left)[0]?.[0];
}

function shapesOf(values: readonly Value[], rows: number): readonly RegExp[] {
  const shapes = values.flatMap(({ searchable: text }) =>
    text.length > LONGEST_SHAPE || !/\d/.test(text) ? [] : [text.replace(/[+-]?\d+(?:\.\d+)?/g, "#")],
  );
  return [...countOf(shapes)]
    .filter(([shape, count]) => count > 1 && count * 5 >= rows && /[^#+\-.,\s]/u.test(shape))
    .slice(0, MOST_SHAPES)
    .map(([shape]) => patternOf(shape));
}

function patternOf(shape: string): RegExp {
  const source = shape.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll("#", "[+-]?\\d+(?:\\.\\d+)?");
  return new RegExp(`(?<![\\p{L}\\p{N}.])${source}(?![\\p{L}\\p{N}]|\\.\\d)`, "gu");
}

function makeOf(cell: string): "number" | "code" | "name" | "word" | "other" {
  if (/^[^\p{L}]*\d/u.test(cell)) return "number";
  if (!/\p{L}/u.test(cell) || /\p{Lo}/u.test(cell)) return "other";
  if (!/\p{Ll}/u.test(cell)) return "code";
  return /^\p{Lu}/u.test(cell) ? "name" : "word";
}
