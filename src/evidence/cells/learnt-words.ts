/** @file Words that pages use for a column though its header does not have them: `inhabitants` for `人口`. */
import { wordsOf } from "../page-index.ts";
import type { Column } from "./column-words.ts";
import type { Finding } from "./wordings.ts";

/** A word speaks of a column if most rows' values stand beside it, and hardly any other column's do. */
const OFTEN = 0.5;
const MUCH_MORE = 0.3;
const MOST_LEARNT = 3;
const FEWEST_ROWS = 3;
const SHORTEST = 4;

/** `findings` by row and column. */
export function withLearntWords(
  columns: readonly Column[],
  keyColumns: readonly number[],
  findings: readonly (readonly (readonly Finding[])[])[],
): readonly Column[] {
  if (findings.length < FEWEST_ROWS) return columns;
  const shares = columns.map(({ number }) => wordShares(number, findings));
  return columns.map((column) => {
    if (keyColumns.includes(column.number)) return column;
    const others = shares.filter((_, at) => at !== column.number);
    const learnt = [...(shares[column.number] ?? [])].filter(([word, share]) => {
      const elsewhere = Math.max(0, ...others.map((other) => other.get(word) ?? 0));
      return share >= OFTEN && share - elsewhere >= MUCH_MORE;
    });
    const best = learnt.sort(([, left], [, right]) => right - left).slice(0, MOST_LEARNT);
    return { ...column, learnt: best.map(([word]) => word) };
  });
}

/** For each word, the share of rows whose value stands in a sentence with it, of those whose value is stated at all. */
function wordShares(
  column: number,
  findings: readonly (readonly (readonly Finding[])[])[],
): ReadonlyMap<string, number> {
  const stated = findings.map((cells) => cells[column] ?? []).filter((found) => found.length > 0);
  const counts = new Map<string, number>();
  for (const found of stated) {
    for (const word of wordsBeside(found)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const rows = Math.max(stated.length, FEWEST_ROWS);
  return new Map([...counts].map(([word, count]) => [word, count / rows]));
}

/** Of sentences alone: the labels of lists and tables are read as labels. */
function wordsBeside(found: readonly Finding[]): ReadonlySet<string> {
  const sentences = found.filter(({ piece }) => piece.segment.entries.length === 0 && !piece.isOfList);
  const words = sentences.flatMap(({ piece, value }) =>
    wordsOf(piece.segment.searchable).filter(
      (word) => word.length >= SHORTEST && !value.searchable.includes(word),
    ),
  );
  return new Set(words);
}
