/** @file An answer to a task of a benchmark, and what it is worth by the task's rules. */
import { JudgeError } from "../core/errors.ts";
import type { SourcedTable } from "../core/evidence.ts";
import type { Table } from "../core/table.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";
import { scoreTableWithJudge, type TablesToScore } from "../table/score-table.ts";
import { answerF1, boxedAnswer, matchesAnswer } from "../table/short-answer.ts";
import type { BenchmarkTask, Rules } from "./benchmarks/benchmark.ts";
import { rowMarks } from "./row-marks.ts";
import { type ScoringContext, scoreByWideSearch } from "./score-by-widesearch.ts";
import type { Outcome } from "./trial.ts";

export interface Answer {
  /** The final text; a short answer may stand in a box. */
  readonly text: string;
  /** The table of the text with its sources, where they are known. */
  readonly table?: SourcedTable | undefined;
}

/** A judge that gives no verdict leaves the answer `unscored`. Throws the signal's reason once it is aborted. */
export async function scoreAnswer(
  { task, rules }: BenchmarkTask,
  answer: Answer,
  context: ScoringContext,
): Promise<Outcome> {
  try {
    switch (rules.kind) {
      case "widesearch":
        return await scoreByWideSearch(rules, answer.text, context);
      case "table":
        return await scoreByOurRules(rules, answer, context);
      case "short-answer":
        return await scoreShortAnswer({ question: task.question, gold: rules.gold }, answer.text, context);
    }
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    return { kind: "unscored", error: error.message };
  }
}

const NOTHING = { precision: 0, recall: 0, f1: 0 };

async function scoreByOurRules(
  { gold, uniqueColumns }: Extract<Rules, { kind: "table" }>,
  { text, table: evidence }: Answer,
  { judge, signal }: ScoringContext,
): Promise<Outcome> {
  const answer = evidence === undefined ? parseMarkdownTable(text) : valuesOf(evidence);
  if (answer === undefined) {
    return { kind: "table", item: NOTHING, row: NOTHING, success: false, note: "The answer holds no table." };
  }
  const tables: TablesToScore = { answer, gold, uniqueColumns, evidence };
  const score = await scoreTableWithJudge(tables, judge, signal);
  const { item, row, success } = score;
  return { kind: "table", item, row, success, rows: rowMarks(tables, score) };
}

function valuesOf({ columns, cells }: SourcedTable): Table {
  return { columns, rows: cells.map((row) => row.map(({ value }) => value)) };
}

interface ShortAnswerTask {
  readonly question: string;
  readonly gold: readonly string[];
}

async function scoreShortAnswer(
  { question, gold }: ShortAnswerTask,
  text: string,
  context: ScoringContext,
): Promise<Outcome> {
  const answer = boxedAnswer(text) ?? text.trim();
  const exact = matchesAnswer(answer, gold);
  const f1 = answerF1(answer, gold);
  const correct = exact || (answer !== "" && (await judgeAnswer(answer, { question, gold }, context)));
  return { kind: "short-answer", correct, exact, f1 };
}

async function judgeAnswer(
  answer: string,
  { question, gold }: ShortAnswerTask,
  { judge, signal }: ScoringContext,
): Promise<boolean> {
  const criterion = `Both answer the question: ${question}${
    gold.length > 1
      ? '\n"gold" lists the accepted answers, one a line; being the same as one of them is enough.'
      : ""
  }`;
  const [grade] = await judge.grade({ pairs: [{ answer, gold: gold.join("\n") }], criterion, signal });
  return grade === 1;
}
