/** @file An answer scored by the official WideSearch rules, with its rows marked by ours for a report to show. */
import type { Judge } from "../core/judge.ts";
import type { Table } from "../core/table.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";
import { scoreTable } from "../table/score-table.ts";
import { parseEvaluation } from "../table/widesearch/evaluation.ts";
import { normColumn, readFrame } from "../table/widesearch/read-frame.ts";
import { scoreWideSearch } from "../table/widesearch/score-widesearch.ts";
import type { Rules } from "./benchmarks/benchmark.ts";
import { rowMarks } from "./row-marks.ts";
import type { RowMark, TableOutcome } from "./trial.ts";

type WideSearchRules = Extract<Rules, { kind: "widesearch" }>;

export interface ScoringContext {
  readonly judge: Judge;
  /** The day of the evaluation: some rules for dates depend on it. */
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The six numbers and success are official to the digit; which cells a report colours is decided by our rules without
 * a judge, since the official ones compare columns and never rows. Throws `JudgeError` when the judge does.
 */
export async function scoreByWideSearch(
  rules: WideSearchRules,
  text: string,
  { judge, now, signal }: ScoringContext,
): Promise<TableOutcome> {
  const { evaluation, goldCsv } = rules;
  const score = await scoreWideSearch({ answer: text, evaluation, goldCsv, now }, judge, signal);
  const { item, row, success, reason } = score;
  const rows = markRows(rules, text);
  return {
    kind: "table",
    item,
    row,
    success,
    ...(rows !== undefined && { rows }),
    ...(reason !== "" && { note: reason }),
  };
}

/** The gold table as the official rules read it, in the order of the required columns. */
export function goldOfWideSearch({ evaluation, goldCsv }: WideSearchRules): Table {
  const { required } = parseEvaluation(evaluation);
  const frame = readFrame(goldCsv, ",");
  const names = frame.columns.map(normColumn);
  const columns = required.map((name) => frame.data[names.indexOf(name)] ?? []);
  const rows = Array.from({ length: frame.rowCount }, (_, row) => columns.map((cells) => cells[row] ?? ""));
  return { columns: required, rows };
}

function markRows(rules: WideSearchRules, text: string): readonly RowMark[] | undefined {
  const answer = parseMarkdownTable(text);
  if (answer === undefined) return undefined;
  const uniqueColumns = parseEvaluation(rules.evaluation).unique_columns;
  const tables = { answer, gold: goldOfWideSearch(rules), uniqueColumns };
  return rowMarks(tables, scoreTable(tables));
}
