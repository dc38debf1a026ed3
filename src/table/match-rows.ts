/** @file Which row of an answer stands for which row of the gold table: at most one for one. */
import type { Table } from "../core/table.ts";
import type { CellComparison } from "./compare-cells.ts";
import { cellKey, compareCells } from "./compare-cells.ts";
import { normaliseColumn } from "./normalise.ts";

/** An answer's columns in the order of the gold table's; `undefined` where it lacks one. */
export type ColumnMap = readonly (number | undefined)[];

/** What one side calls a key, in the words of the other; per unique column, from an answer's cell to a gold cell. */
export type KeyNames = ReadonlyMap<number, ReadonlyMap<string, string>>;

export interface RowMatch {
  readonly answerRow: number;
  readonly goldRow: number;
  /** One per gold column; cells of unique columns are `same`. */
  readonly cells: readonly CellComparison[];
}

export interface Matching {
  readonly matches: readonly RowMatch[];
  /** Row numbers. */
  readonly extra: readonly number[];
  readonly missing: readonly number[];
}

export interface RowsToMatch {
  readonly answer: Table;
  readonly gold: Table;
  readonly columns: ColumnMap;
  /** Gold column numbers. */
  readonly unique: readonly number[];
  readonly names?: KeyNames | undefined;
}

/** Columns pair by normalised name; of two answer columns with one name the first counts. */
export function mapColumns(answer: readonly string[], gold: readonly string[]): ColumnMap {
  const names = answer.map(normaliseColumn);
  return gold.map((column) => {
    const index = names.indexOf(normaliseColumn(column));
    return index < 0 ? undefined : index;
  });
}

/** The answer's cell under a gold column; empty where the answer lacks the column. */
export function answerCell({ answer, columns }: RowsToMatch, row: number, column: number): string {
  const index = columns[column];
  return index === undefined ? "" : (answer.rows[row]?.[index] ?? "");
}

/**
 * Rows whose unique columns agree are matched one to one. Where several rows share a key, those with the most equal
 * cells go first, and ties are broken by their text, so that the order of the rows never matters.
 */
export function matchRows(tables: RowsToMatch): Matching {
  const { answer, gold } = tables;
  const goldByKey = groupRows(gold, (row) => goldKey(tables, row));
  const answerByKey = groupRows(answer, (row) => answerKey(tables, row));
  const matches: RowMatch[] = [];
  for (const [key, goldRows] of goldByKey) {
    matches.push(...matchGroup(tables, answerByKey.get(key) ?? [], goldRows));
  }
  const matchedAnswers = new Set(matches.map((match) => match.answerRow));
  const matchedGold = new Set(matches.map((match) => match.goldRow));
  return {
    matches: matches.sort((left, right) => left.goldRow - right.goldRow),
    extra: [...answer.rows.keys()].filter((row) => !matchedAnswers.has(row)),
    missing: [...gold.rows.keys()].filter((row) => !matchedGold.has(row)),
  };
}

function groupRows(table: Table, keyOf: (row: number) => string): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const row of table.rows.keys()) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function goldKey({ gold, unique }: RowsToMatch, row: number): string {
  return unique.map((column) => cellKey(gold.rows[row]?.[column] ?? "")).join("\u0001");
}

function answerKey(tables: RowsToMatch, row: number): string {
  return tables.unique
    .map((column) => {
      const cell = answerCell(tables, row, column);
      return cellKey(tables.names?.get(column)?.get(cell) ?? cell);
    })
    .join("\u0001");
}

function matchGroup(
  tables: RowsToMatch,
  answerRows: readonly number[],
  goldRows: readonly number[],
): readonly RowMatch[] {
  const candidates = answerRows
    .flatMap((answerRow) => goldRows.map((goldRow) => compareRows(tables, answerRow, goldRow)))
    .map((match) => ({ match, same: match.cells.filter((cell) => cell === "same").length }));
  if (candidates.length > 1) {
    const text = (row: number) =>
      tables.columns.map((_, column) => answerCell(tables, row, column)).join("\u0001");
    const texts = new Map(answerRows.map((row) => [row, text(row)]));
    candidates.sort(
      (left, right) =>
        right.same - left.same ||
        compareTexts(texts.get(left.match.answerRow) ?? "", texts.get(right.match.answerRow) ?? ""),
    );
  }
  const takenAnswers = new Set<number>();
  const takenGold = new Set<number>();
  return candidates
    .map(({ match }) => match)
    .filter(({ answerRow, goldRow }) => {
      if (takenAnswers.has(answerRow) || takenGold.has(goldRow)) return false;
      takenAnswers.add(answerRow);
      takenGold.add(goldRow);
      return true;
    });
}

function compareRows(tables: RowsToMatch, answerRow: number, goldRow: number): RowMatch {
  const cells = tables.gold.columns.map((_, column) =>
    tables.unique.includes(column)
      ? "same"
      : compareCells(answerCell(tables, answerRow, column), tables.gold.rows[goldRow]?.[column] ?? ""),
  );
  return { answerRow, goldRow, cells };
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
