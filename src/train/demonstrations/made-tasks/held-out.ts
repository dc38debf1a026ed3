/** @file What tasks of other splits are about, so that nothing is taught of it. */
import type { Task } from "../../../core/task.ts";

/** Whether a name is a cell of these tasks' gold tables, a gold answer, or stands in one of the questions. */
export function heldOutNames(tasks: readonly Task[]): (name: string) => boolean {
  const cells = new Set(tasks.flatMap(goldTexts));
  const questions = tasks.map(({ question }) => question).join("\n");
  return (name) => cells.has(name) || standsIn(questions, name);
}

function goldTexts({ kind, gold }: Task): readonly string[] {
  if (gold === undefined) return [];
  return kind === "deep" ? gold : gold.rows.flat();
}

/** As a whole word or words. */
function standsIn(text: string, name: string): boolean {
  const isLetter = (at: number) => /[\p{L}\d]/u.test(text.charAt(at));
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isLetter(at - 1) && !isLetter(at + name.length)) return true;
  }
  return false;
}
