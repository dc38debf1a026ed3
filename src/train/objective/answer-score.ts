/** @file What the lead agent's answer is worth beside the task's gold answer, by rules alone. */
import type { Trajectory } from "../../core/episode.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Score } from "../../core/score.ts";
import type { DeepTask, Task, WideTask } from "../../core/task.ts";
import { mapColumns } from "../../table/match-rows.ts";
import { parseMarkdownTable } from "../../table/parse-markdown.ts";
import { scoreTable } from "../../table/score-table.ts";
import { answerF1, boxedAnswer, matchesAnswer } from "../../table/short-answer.ts";

/** `exact`: one of the gold answers after normalisation. `f1`: token F1, in [0, 1]. */
export type AnswerScore =
  | ({ readonly kind: "table" } & Score)
  | { readonly kind: "short-answer"; readonly exact: boolean; readonly f1: number };

/**
 * `undefined` for an answer that has not the right form: no table with every required column, or nothing boxed. What a
 * lead agent had found when it ran out is no answer. Throws `ConfigError` for a task without a gold answer.
 */
export function scoreLead(task: Task, { answer, partial }: Trajectory): AnswerScore | undefined {
  const text = partial ? "" : answer;
  return task.kind === "wide" ? scoreWide(task, text) : scoreDeep(task, text);
}

function scoreWide(
  { id, gold, columns, uniqueColumns = [] }: WideTask,
  text: string,
): AnswerScore | undefined {
  if (gold === undefined) throw withoutGold(id);
  const answer = parseMarkdownTable(text);
  if (answer === undefined) return undefined;
  if (mapColumns(answer.columns, columns ?? gold.columns).includes(undefined)) return undefined;
  const { item, row, success } = scoreTable({ answer, gold, uniqueColumns });
  return { kind: "table", item, row, success };
}

function scoreDeep({ id, gold }: DeepTask, text: string): AnswerScore | undefined {
  if (gold === undefined || gold.length === 0) throw withoutGold(id);
  const answer = boxedAnswer(text);
  if (answer === undefined) return undefined;
  return { kind: "short-answer", exact: matchesAnswer(answer, gold), f1: answerF1(answer, gold) };
}

function withoutGold(id: string): ConfigError {
  return new ConfigError(`Task "${id}" has no gold answer; learning needs tasks that have one.`);
}
