/** @file What the reviser asks of subagents, in words that every model and the demonstrator understand, and how it reads them back. */
import type { Language } from "../../core/task.ts";
import { readSubtask } from "../demonstrator/writing/subtask.ts";
import type { RevisionWork, WantedRow } from "./revision-work.ts";

/** Rows of one subtask: so few that a subagent can read a page or two for each. */
const MOST_ROWS = 5;

/**
 * Rows of the same columns together: one a subtask where all fit in one call of `width` subtasks, else a few. Never empty groups.
 */
export function factsSubtasks(
  rows: readonly WantedRow[],
  width: number,
  work: RevisionWork,
): readonly string[] {
  const size = Math.min(MOST_ROWS, Math.ceil(rows.length / Math.max(1, width)));
  const groups: WantedRow[][] = [];
  const last = new Map<string, WantedRow[]>();
  for (const row of rows) {
    const columns = row.columns.join("\n");
    const group = last.get(columns);
    if (group !== undefined && group.length < size) group.push(row);
    else {
      const begun = [row];
      groups.push(begun);
      last.set(columns, begun);
    }
  }
  return groups.map((group) => factsSubtask(group, work));
}

function factsSubtask(
  rows: readonly WantedRow[],
  { language, isSecondTry, uniqueColumns }: RevisionWork,
): string {
  const columns = rows[0]?.columns ?? [];
  return [
    `${isSecondTry ? AGAIN : ""}Find these facts: ${columns.map(writtenColumn).join("; ")}`,
    "About:",
    ...rows.map(({ names, url }) => `- ${writtenName(names)}${url === undefined ? "" : ` (${url})`}`),
    ...(uniqueColumns.length > 1 ? [`Each is written as: ${uniqueColumns.join(" | ")}.`] : []),
    FORM[language],
  ].join("\n");
}

/** What a subtask asked for, as it is written there; `undefined` for one that asked for no facts. */
export function askedFacts(
  subtask: string,
): { readonly names: readonly string[]; readonly columns: readonly string[] } | undefined {
  const read = readSubtask(subtask);
  if (read?.kind !== "facts") return undefined;
  return { names: read.items.map(({ name }) => name), columns: read.attributes };
}

export function listSubtask(things: string): string {
  return `Find all items of this list: ${things}\nReport each with its URL.`;
}

const AGAIN = "Look again, on other pages too. ";

/** The subtask itself is English, which every model reads; this says how its report is to be written. */
const FORM: Readonly<Record<Language, string>> = {
  en: "Report each of these names on a line as it stands here, and below it one line “field: value” for each fact, the field as it stands here.",
  zh: "请按这里的写法，先单独一行写名称，其下每个事实一行“字段: 值”，字段名照此书写。",
};

export function writtenName(names: readonly string[]): string {
  return names
    .filter((name) => name !== "")
    .map(oneLine)
    .join(" | ");
}

/** Semicolons stand between columns. */
export function writtenColumn(column: string): string {
  return oneLine(column.replaceAll(";", ","));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
