/** @file A task: one question, and where it is known, its gold answer. */
import type { Table } from "./table.ts";

export type Language = "en" | "zh";

/** Chinese if it has Chinese characters and no Japanese kana; else English. */
export function languageOf(question: string): Language {
  return /\p{Script=Han}/u.test(question) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(question)
    ? "zh"
    : "en";
}

interface TaskBase {
  readonly id: string;
  readonly question: string;
  readonly language: Language;
}

/** A task whose answer is a table. Without `columns` the question itself says which columns it wants. */
export interface WideTask extends TaskBase {
  readonly kind: "wide";
  readonly columns?: readonly string[] | undefined;
  /** The columns that identify a row. */
  readonly uniqueColumns?: readonly string[] | undefined;
  readonly gold?: Table | undefined;
}

/** A task with one short answer, reached over one or more hops. */
export interface DeepTask extends TaskBase {
  readonly kind: "deep";
  /** Every accepted form of the answer. */
  readonly gold?: readonly string[] | undefined;
}

export type Task = WideTask | DeepTask;
