/**
 * @file Our own scorer, for training and products: rules first, a judge only for what they leave open, one row for
 * one row so that nothing exceeds 1, and every fault listed. The official WideSearch rules are in `widesearch/`.
 */
import type { SourcedTable } from "../core/evidence.ts";
import type { Judge } from "../core/judge.ts";
import type { PrecisionRecall, Score } from "../core/score.ts";
import type { Table } from "../core/table.ts";
import { cellKey } from "./compare-cells.ts";
import type { ColumnMap, KeyNames, Matching, RowMatch, RowsToMatch } from "./match-rows.ts";
import { answerCell, mapColumns, matchRows } from "./match-rows.ts";
import { isMissing, normaliseColumn } from "./normalise.ts";

export interface TablesToScore {
  readonly answer: Table;
  readonly gold: Table;
  /** Names of gold columns that identify a row; if none is one, the first column does. */
  readonly uniqueColumns: readonly string[];
  /** The answer with its sources, row for row: tells an unsupported cell from a wrong one. */
  readonly evidence?: SourcedTable | undefined;
}

/** Row numbers count from 0. A wrong cell is `unsupported` when evidence was given and it has no source. */
export type Fault =
  | { readonly kind: "missing-column"; readonly column: string }
  | { readonly kind: "missing-row"; readonly goldRow: number }
  | { readonly kind: "extra-row"; readonly answerRow: number }
  | {
      readonly kind: "missing" | "wrong-value" | "unsupported";
      readonly column: string;
      readonly answerRow: number;
      readonly goldRow: number;
      readonly answer: string;
      readonly gold: string;
    };

export interface TableScore extends Score {
  readonly matchedRows: number;
  readonly answerRows: number;
  readonly goldRows: number;
  readonly faults: readonly Fault[];
}

/** By rules alone: what they leave open counts as not the same. */
export function scoreTable(tables: TablesToScore): TableScore {
  const prepared = prepare(tables, mapColumns(tables.answer.columns, tables.gold.columns));
  return tally(tables, prepared, matchRows(prepared));
}

/**
 * Asks the judge about headers, keys and cells that the rules leave open: at most one call for the headers, one per
 * unique column and one per other column. Throws `JudgeError` when the judge does.
 */
export async function scoreTableWithJudge(
  tables: TablesToScore,
  judge: Judge,
  signal?: AbortSignal,
): Promise<TableScore> {
  const prepared = prepare(tables, await alignColumns(tables, judge, signal));
  const names = await alignKeys(prepared, judge, signal);
  const matching = matchRows({ ...prepared, names });
  return tally(tables, prepared, await gradeCells(prepared, matching, { judge, signal }));
}

function prepare({ answer, gold, uniqueColumns }: TablesToScore, columns: ColumnMap): RowsToMatch {
  const wanted = new Set(uniqueColumns.map(normaliseColumn));
  const unique = [...gold.columns.keys()].filter((column) =>
    wanted.has(normaliseColumn(gold.columns[column] ?? "")),
  );
  return { answer, gold, columns, unique: unique.length > 0 ? unique : [0] };
}

async function alignColumns(tables: TablesToScore, judge: Judge, signal?: AbortSignal): Promise<ColumnMap> {
  const { answer, gold } = tables;
  const columns = mapColumns(answer.columns, gold.columns);
  const references = gold.columns.filter((_, column) => columns[column] === undefined);
  const values = answer.columns.filter((_, index) => !columns.includes(index));
  if (references.length === 0 || values.length === 0) return columns;
  const map = await judge.align({ values, references, signal });
  return mapColumns(
    answer.columns.map((name) => map.get(name) ?? name),
    gold.columns,
  );
}

/** Only keys without an equal on the other side are asked about, and only keys without one are offered. */
async function alignKeys(tables: RowsToMatch, judge: Judge, signal?: AbortSignal): Promise<KeyNames> {
  const entries = await Promise.all(
    tables.unique.map(async (column) => {
      const answers = distinct(tables.answer.rows.map((_, row) => answerCell(tables, row, column)));
      const golds = distinct(tables.gold.rows.map((row) => row[column] ?? ""));
      const values = [...answers].filter(([key]) => !golds.has(key)).map(([, cell]) => cell);
      const references = [...golds].filter(([key]) => !answers.has(key)).map(([, cell]) => cell);
      const asked = values.length > 0 && references.length > 0;
      return [column, asked ? await judge.align({ values, references, signal }) : new Map()] satisfies [
        number,
        ReadonlyMap<string, string>,
      ];
    }),
  );
  return new Map(entries);
}

function distinct(cells: readonly string[]): ReadonlyMap<string, string> {
  return new Map(cells.map((cell) => [cellKey(cell), cell]));
}

async function gradeCells(
  tables: RowsToMatch,
  matching: Matching,
  { judge, signal }: { judge: Judge; signal: AbortSignal | undefined },
): Promise<Matching> {
  const graded = matching.matches.map((match) => ({ ...match, cells: [...match.cells] }));
  await Promise.all(
    tables.gold.columns.map(async (_, column) => {
      const open = graded.filter((match) => match.cells[column] === "unclear");
      if (open.length === 0) return;
      const pairs = open.map(({ answerRow, goldRow }) => ({
        answer: answerCell(tables, answerRow, column),
        gold: tables.gold.rows[goldRow]?.[column] ?? "",
      }));
      const grades = await judge.grade({ pairs, signal });
      for (const [index, match] of open.entries())
        match.cells[column] = grades[index] === 1 ? "same" : "different";
    }),
  );
  return { ...matching, matches: graded };
}

function tally(tables: TablesToScore, prepared: RowsToMatch, matching: Matching): TableScore {
  const { answer, gold } = tables;
  const width = gold.columns.length;
  const sameCells = matching.matches.map(({ cells }) => cells.filter((cell) => cell === "same").length);
  const items = sameCells.reduce((sum, count) => sum + count, 0);
  const rows = sameCells.filter((count) => count === width).length;
  const row = precisionRecall(rows, answer.rows.length, gold.rows.length);
  return {
    item: precisionRecall(items, answer.rows.length * width, gold.rows.length * width),
    row,
    success: row.precision === 1 && row.recall === 1,
    matchedRows: matching.matches.length,
    answerRows: answer.rows.length,
    goldRows: gold.rows.length,
    faults: [
      ...gold.columns
        .filter((_, column) => prepared.columns[column] === undefined)
        .map((column) => ({ kind: "missing-column", column }) satisfies Fault),
      ...matching.missing.map((goldRow) => ({ kind: "missing-row", goldRow }) satisfies Fault),
      ...matching.extra.map((answerRow) => ({ kind: "extra-row", answerRow }) satisfies Fault),
      ...matching.matches.flatMap((match) => cellFaults(tables, prepared, match)),
    ],
  };
}

/** An empty gold table is matched by an empty answer. */
function precisionRecall(correct: number, answered: number, wanted: number): PrecisionRecall {
  const precision = answered === 0 ? Number(wanted === 0) : correct / answered;
  const recall = wanted === 0 ? Number(answered === 0) : correct / wanted;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

function cellFaults(tables: TablesToScore, prepared: RowsToMatch, match: RowMatch): readonly Fault[] {
  const { answerRow, goldRow, cells } = match;
  return tables.gold.columns.flatMap((column, index): readonly Fault[] => {
    if (cells[index] === "same" || prepared.columns[index] === undefined) return [];
    const answer = answerCell(prepared, answerRow, index);
    const gold = tables.gold.rows[goldRow]?.[index] ?? "";
    const cell = tables.evidence?.cells[answerRow]?.[prepared.columns[index]];
    const unsupported =
      tables.evidence !== undefined && cell?.state !== "supported" && cell?.state !== "conflicting";
    const wrong = unsupported ? "unsupported" : "wrong-value";
    return [{ kind: isMissing(answer) ? "missing" : wrong, column, answerRow, goldRow, answer, gold }];
  });
}
