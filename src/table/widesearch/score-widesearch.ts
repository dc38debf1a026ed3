/**
 * @file The official WideSearch scorer (ByteDance-Seed/WideSearch at commit 0e664c3), reproduced to the digit with all
 * its oddities: recall, precision and F1 may exceed 1, and whatever makes the official code raise scores 0.
 */
import type { Judge, ValuePair } from "../../core/judge.ts";
import type { PrecisionRecall, Score } from "../../core/score.ts";
import type { Evaluation } from "./evaluation.ts";
import { parseEvaluation } from "./evaluation.ts";
import { EvaluatorError } from "./evaluator-error.ts";
import { extractTable } from "./extract-table.ts";
import { metric } from "./metrics.ts";
import { preprocessor } from "./preprocess.ts";
import type { Frame } from "./read-frame.ts";
import { normColumn, readFrame, selectColumns } from "./read-frame.ts";

export interface WideSearchAnswer {
  /** The final text of a system; `undefined` where there is none. */
  readonly answer: string | undefined;
  /** The task's `evaluation`, as published or parsed. */
  readonly evaluation: unknown;
  /** Text of the gold CSV file. */
  readonly goldCsv: string;
  /** Dates without a year, month or day are read relative to this day, UTC. */
  readonly now: Date;
}

export interface WideSearchScore extends Score {
  /** Any outcome but `scored` scores 0. */
  readonly outcome: "scored" | "no-answer" | "no-table" | "columns-mismatch" | "evaluator-error";
  /** Why it scores 0; empty where it was scored. */
  readonly reason: string;
}

interface Context {
  readonly evaluation: Evaluation;
  readonly judge: Judge;
  readonly now: Date;
  readonly signal: AbortSignal | undefined;
}

interface Pairs {
  /** Row numbers of the answer and of the gold table that share a key. */
  readonly answer: readonly number[];
  readonly gold: readonly number[];
}

/**
 * Asks the judge as the official code does: about the headers if they are not the required ones, about every unique
 * column graded by `exact_match` or `llm_judge`, and about every `llm_judge` column. Throws `JudgeError` when the
 * judge does (the official code scores 0 then) and `ConfigError` for an evaluation that is none.
 */
export async function scoreWideSearch(
  { answer, evaluation, goldCsv, now }: WideSearchAnswer,
  judge: Judge,
  signal?: AbortSignal,
): Promise<WideSearchScore> {
  if (answer === undefined) return zero("no-answer", "There is no answer.");
  const context = { evaluation: parseEvaluation(evaluation), judge, now, signal };
  try {
    return await score(answer, goldCsv, context);
  } catch (error) {
    if (!(error instanceof EvaluatorError)) throw error;
    return zero("evaluator-error", error.message);
  }
}

async function score(answerText: string, goldCsv: string, context: Context): Promise<WideSearchScore> {
  const { required } = context.evaluation;
  const goldTable = readGold(goldCsv, required);
  const extracted = extractTable(answerText);
  if (!extracted) return zero("no-table", "The answer holds no table.");
  const table = await alignHeaders(extracted, context);
  if (!sameSet(table.columns, required)) {
    return zero(
      "columns-mismatch",
      `The answer has the columns ${list(table.columns)}; required are ${list(required)}.`,
    );
  }
  requireColumns(table, goldTable, context.evaluation);
  const { unique_columns } = context.evaluation;
  const uniqueGold = dropDuplicates(goldTable, unique_columns);
  const aligned = await alignKeys(dropDuplicates(table, unique_columns), uniqueGold, context);
  const gold = preprocess(uniqueGold, context);
  const answer = preprocess(aligned.table, context);
  const pairs = join(answer, gold, unique_columns);
  const scores = await scoreCells(answer, gold, pairs, context);
  const whole = !aligned.asked && identical(answer, gold, required);
  return tally(scores, {
    answerRows: answer.rowCount,
    goldRows: gold.rowCount,
    width: required.length,
    whole,
  });
}

/** The gold table's required columns in their order. Throws `EvaluatorError` where one is absent. */
function readGold(goldCsv: string, required: readonly string[]): Frame {
  const table = readFrame(goldCsv, ",");
  const names = table.columns.map(normColumn);
  const columns = required.map((name) => ({ name, index: names.indexOf(name) }));
  const absent = columns.filter(({ index }) => index < 0).map(({ name }) => name);
  if (absent.length > 0) throw new EvaluatorError(`The gold table lacks ${list(absent)}.`);
  return selectColumns(table, columns);
}

async function alignHeaders(table: Frame, { evaluation, judge, signal }: Context): Promise<Frame> {
  const { required } = evaluation;
  if (sameSet(table.columns, required)) return table;
  const map = await judge.align({ values: table.columns, references: required, signal });
  return { ...table, columns: table.columns.map((name) => map.get(name) ?? name) };
}

function requireColumns(
  answer: Frame,
  gold: Frame,
  { required, unique_columns, eval_pipeline }: Evaluation,
): void {
  if (answer.columns.length !== new Set(answer.columns).size)
    throw new EvaluatorError("Two columns have one name.");
  if (unique_columns.length === 0) throw new EvaluatorError("The evaluation names no unique columns.");
  const piped = Object.entries(eval_pipeline).flatMap(([name, { preprocess }]) =>
    preprocess.length > 0 ? [name] : [],
  );
  const known = new Set(gold.columns);
  const unknown = [...unique_columns, ...piped].filter((name) => !known.has(name));
  const ungraded = required.filter(
    (name) => !unique_columns.includes(name) && !Object.hasOwn(eval_pipeline, name),
  );
  if (unknown.length + ungraded.length > 0) {
    throw new EvaluatorError(`The evaluation does not fit its columns: ${list([...unknown, ...ungraded])}.`);
  }
}

/** Of rows with equal keys the first stays; texts are compared as they stand. */
function dropDuplicates(table: Frame, uniqueColumns: readonly string[]): Frame {
  const seen = new Set<string>();
  const rows = keys(table, uniqueColumns).flatMap((key, row) => {
    if (seen.has(key)) return [];
    seen.add(key);
    return [row];
  });
  if (rows.length === table.rowCount) return table;
  return {
    columns: table.columns,
    data: table.data.map((cells) => rows.map((row) => cells[row] ?? "")),
    rowCount: rows.length,
  };
}

async function alignKeys(
  answer: Frame,
  gold: Frame,
  context: Context,
): Promise<{ table: Frame; asked: boolean }> {
  const { unique_columns, eval_pipeline } = context.evaluation;
  const judged = unique_columns.filter((name) =>
    eval_pipeline[name]?.metric.some((kind) => kind === "llm_judge" || kind === "exact_match"),
  );
  const data = await Promise.all(
    answer.columns.map((name, index) => {
      const cells = answer.data[index] ?? [];
      return judged.includes(name) ? alignColumn(cells, column(gold, name), context) : cells;
    }),
  );
  return { table: { ...answer, data }, asked: judged.length > 0 };
}

async function alignColumn(
  values: readonly string[],
  references: readonly string[],
  { judge, signal }: Context,
): Promise<readonly string[]> {
  if (values.length === 0 || references.length === 0) return values;
  const map = await judge.align({ values, references, signal });
  return values.map((value) => map.get(value) ?? value);
}

function preprocess(table: Frame, { evaluation, now }: Context): Frame {
  const data = table.columns.map((name, index) =>
    (evaluation.eval_pipeline[name]?.preprocess ?? []).reduce(
      (cells, step) => cells.map(preprocessor(step, now)),
      table.data[index] ?? [],
    ),
  );
  return { ...table, data };
}

/** Every pair of rows whose keys are equal texts: many to many. */
function join(answer: Frame, gold: Frame, uniqueColumns: readonly string[]): Pairs {
  const rowsByKey = new Map<string, number[]>();
  for (const [row, key] of keys(answer, uniqueColumns).entries()) {
    rowsByKey.set(key, [...(rowsByKey.get(key) ?? []), row]);
  }
  const pairs = keys(gold, uniqueColumns).flatMap((key, goldRow) =>
    (rowsByKey.get(key) ?? []).map((answerRow) => ({ answerRow, goldRow })),
  );
  return { answer: pairs.map(({ answerRow }) => answerRow), gold: pairs.map(({ goldRow }) => goldRow) };
}

/** One list of scores per score column: one for each unique column, one for each metric of every other column. */
async function scoreCells(
  answer: Frame,
  gold: Frame,
  pairs: Pairs,
  context: Context,
): Promise<readonly (readonly number[])[]> {
  const { required, unique_columns, eval_pipeline } = context.evaluation;
  const graded = required
    .filter((name) => !unique_columns.includes(name))
    .flatMap((name) => [...new Set(eval_pipeline[name]?.metric)].map((kind) => ({ name, kind })));
  const compared = graded.filter(({ kind }) => kind !== "llm_judge");
  const judged = graded.filter(({ kind }) => kind === "llm_judge");
  if (pairs.gold.length === 0 && compared.length > 0)
    throw new EvaluatorError("No row has a key of the gold table.");
  const cellsOf = (name: string): readonly ValuePair[] => {
    const [left, right] = [column(answer, name), column(gold, name)];
    return pairs.gold.map((goldRow, index) => ({
      answer: left[pairs.answer[index] ?? 0] ?? "",
      gold: right[goldRow] ?? "",
    }));
  };
  const byRule = compared.map(({ name, kind }) => {
    const compare = metric(kind, eval_pipeline[name]?.criterion, context.now);
    return cellsOf(name).map((cell) => compare(cell.answer, cell.gold));
  });
  const byJudge = await Promise.all(
    judged.map(({ name }) => gradeColumn(cellsOf(name), eval_pipeline[name]?.criterion, context)),
  );
  return [...unique_columns.map(() => pairs.gold.map(() => 1)), ...byRule, ...byJudge];
}

async function gradeColumn(
  pairs: readonly ValuePair[],
  criterion: unknown,
  { judge, signal }: Context,
): Promise<readonly number[]> {
  if (pairs.length === 0) return [];
  return judge.grade({ pairs, criterion: criterion === undefined ? undefined : String(criterion), signal });
}

/** Both tables hold the same rows, in any order, under columns in the same order. */
function identical(answer: Frame, gold: Frame, required: readonly string[]): boolean {
  if (answer.rowCount !== gold.rowCount || answer.columns.some((name, index) => name !== gold.columns[index]))
    return false;
  const [left, right] = [answer, gold].map((table) => [...keys(table, required)].sort());
  return left?.every((row, index) => row === right?.[index]) ?? false;
}

interface Sizes {
  readonly answerRows: number;
  readonly goldRows: number;
  readonly width: number;
  /** The official code's second way to a success. */
  readonly whole: boolean;
}

function tally(
  scores: readonly (readonly number[])[],
  { answerRows, goldRows, width, whole }: Sizes,
): WideSearchScore {
  const rowScores =
    scores[0]?.map((_, pair) => Math.min(...scores.map((columnScores) => columnScores[pair] ?? 0))) ?? [];
  const row = precisionRecall(sum(rowScores), answerRows, goldRows);
  const item = precisionRecall(sum(scores.map(sum)), answerRows * width, goldRows * width);
  const perfect = [row, item].every(
    ({ precision, recall, f1 }) => precision === 1 && recall === 1 && f1 === 1,
  );
  return { item, row, success: whole || perfect, outcome: "scored", reason: "" };
}

function precisionRecall(correct: number, answered: number, wanted: number): PrecisionRecall {
  const precision = answered > 0 ? correct / answered : 0;
  const recall = wanted > 0 ? correct / wanted : 0;
  const f1 = precision + recall > 1e-9 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1 };
}

function zero(outcome: WideSearchScore["outcome"], reason: string): WideSearchScore {
  const nothing = { precision: 0, recall: 0, f1: 0 };
  return { item: nothing, row: nothing, success: false, outcome, reason };
}

function column(table: Frame, name: string): readonly string[] {
  return table.data[table.columns.indexOf(name)] ?? [];
}

/** One text per row that is equal for rows with equal cells in these columns. */
function keys(table: Frame, names: readonly string[]): readonly string[] {
  const columns = names.map((name) => column(table, name));
  if (columns.length === 1) return columns[0] ?? [];
  return Array.from({ length: table.rowCount }, (_, row) =>
    JSON.stringify(columns.map((cells) => cells[row])),
  );
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const [one, other] = [new Set(left), new Set(right)];
  return one.size === other.size && [...one].every((name) => other.has(name));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 50).map((name) => `"${name}"`);
  return [...shown, ...(names.length > 50 ? ["…"] : [])].join(", ");
}
