/** @file Rows in running text: a line that names a thing, then lines `field: value`, as reports of subagents have them. */
import { normaliseColumn } from "./normalise.ts";
import { parseMarkdownTable } from "./parse-markdown.ts";

/** The values of one thing by field; its name is under `NAME`, unless a table names that column otherwise. */
export type RowRecord = Readonly<Record<string, string>>;

export const NAME = "Name";

const FIELD = /^[-*•\s]*([^:：]{1,60})[:：]\s+(\S.*)$/u;

/** Things of which at least one field is told. A block ends with the next line of another form. */
export function recordsOf(text: string): readonly RowRecord[] {
  const records: Record<string, string>[] = [];
  for (const line of text.split("\n")) {
    const [, name, value] = FIELD.exec(line) ?? [];
    const current = records.at(-1);
    if (current !== undefined && name !== undefined && value !== undefined)
      current[name.trim()] = value.trim();
    else records.push({ [NAME]: titleOf(line) });
  }
  return records.filter((record) => record[NAME] !== "" && Object.keys(record).length > 1);
}

/** How many rows a text holds: those of its table, else its records. */
export function countRows(text: string): number {
  return parseMarkdownTable(text)?.rows.length ?? recordsOf(text).length;
}

const ITEM = /^\s*(?:[-*•]|\d{1,4}[.)])\s+(\S.*)$/u;

/** What the items of the lists in a text name; an item that is a `field: value` line names nothing. */
export function listItemsOf(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const item = ITEM.exec(line)?.[1];
    if (item === undefined || FIELD.test(line)) return [];
    const name = titleOf(item);
    return name === "" ? [] : [name];
  });
}

/** A record of a table's row. */
export function toRecord(columns: readonly string[], row: readonly string[]): RowRecord {
  return Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""]));
}

/** What a record says of a column, or "". The thing's name stands for the first column, which `index` 0 marks. */
export function fieldOf(record: RowRecord, column: string, index: number): string {
  const wanted = normaliseColumn(column);
  const key = Object.keys(record).find((field) => sameField(normaliseColumn(field), wanted));
  return (key === undefined ? undefined : record[key]) ?? (index === 0 ? record[NAME] : undefined) ?? "";
}

/** A unit in brackets does not make another field: `Area (km²)` is `area`. */
function sameField(left: string, right: string): boolean {
  const bare = (name: string) => name.replace(/\(.*\)$/u, "");
  return left === right || bare(left) === bare(right);
}

const LONGEST_NAME = 80;

/** What a line names, without list marks and a URL behind it; empty where it is no name. */
function titleOf(line: string): string {
  const title = line.replace(/^[-*#\s]+|\s*\(\S+:\/\/\S*\)\s*$/gu, "").trim();
  return title.length > LONGEST_NAME ? "" : title;
}
