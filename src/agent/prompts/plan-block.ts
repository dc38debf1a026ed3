/** @file A plan as a paragraph behind the question, in the words of a language. */
import type { Plan, PlannedColumn } from "../../core/plan.ts";

/** One line each; a line stands there only where the plan says something. */
export interface PlanWords {
  readonly heading: string;
  rows(rows: string): string;
  criteria(criteria: readonly string[]): string;
  column(column: PlannedColumn): string;
  uniqueColumns(names: readonly string[]): string;
  subtasks(subtasks: readonly string[]): string;
  maxRows(most: number): string;
}

/** Empty for a plan that says nothing. Whatever a user writes into a plan, it stays one paragraph. */
export function planBlock(words: PlanWords): (plan: Plan) => string {
  return ({ rows, criteria, columns, uniqueColumns, subtasks, maxRows }) => {
    const typed = columns.filter(({ type, note }) => type !== "text" || note !== undefined);
    const lines = [
      ...(rows === "" ? [] : [words.rows(rows)]),
      ...(criteria.length === 0 ? [] : [words.criteria(criteria)]),
      ...typed.map(words.column),
      ...(uniqueColumns.length === 0 ? [] : [words.uniqueColumns(uniqueColumns)]),
      ...(subtasks.length === 0 ? [] : [words.subtasks(subtasks)]),
      ...(maxRows === undefined ? [] : [words.maxRows(maxRows)]),
    ].map((line) => `- ${line.replace(/\s+/g, " ").trim()}`);
    return lines.length === 0 ? "" : [words.heading, ...lines].join("\n");
  };
}

/** `(1) … (2) …` */
export function numbered(texts: readonly string[]): string {
  return texts.map((text, index) => `(${index + 1}) ${text}`).join(" ");
}
