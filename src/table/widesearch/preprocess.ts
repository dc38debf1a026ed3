/** @file What the official scorer does to a cell before comparing it. */
import { normDate } from "./dates/norm-date.ts";
import { EvaluatorError } from "./evaluator-error.ts";
import { strip } from "./python-text.ts";

const NUMBER = /[-+]?\p{Nd}*\.\p{Nd}+%?|[-+]?\p{Nd}+\.?\p{Nd}*%?/u;

/** The function of this name in a task's pipeline; `now` is read by `norm_date`. Throws `EvaluatorError`. */
export function preprocessor(name: string, now: Date): (cell: string) => string {
  if (name === "norm_str") return normStr;
  if (name === "extract_number") return extractNumber;
  if (name === "norm_date") return (cell) => normDate(cell, now);
  throw new EvaluatorError(`There is no preprocess function "${name}".`);
}

/** Lower case without blanks and asterisks; other white space inside the text stays. */
export function normStr(cell: string): string {
  return strip(cell.toLowerCase()).replace(/[ *]/g, "");
}

/** The first number in the cell as it is written, with its percent sign; `NULL` if there is none. */
export function extractNumber(cell: string): string {
  return NUMBER.exec(cell.replaceAll(",", ""))?.[0] ?? "NULL";
}
