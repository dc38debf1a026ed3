/**
 * @file The best table of an episode that ended without an answer: the tables and `field: value` records that stand in
 * its agents' texts.
 */
import { type Episode, trajectories } from "../core/episode.ts";
import type { Table } from "../core/table.ts";
import { normaliseColumn } from "../table/normalise.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";

/** `columns` are the wanted ones; without them the fields that occur. `undefined` where nothing like a row was found. */
export function salvageTable(episode: Episode, columns?: readonly string[]): Table | undefined {
  const texts = trajectories(episode).flatMap(({ answer, turns }) => [
    ...turns.map((turn) => turn.sample.message.content),
    answer,
  ]);
  const tables = texts.map(parseMarkdownTable).filter((table) => table !== undefined);
  const fromTables = tables.flatMap((table) => table.rows.map((row) => toRecord(table.columns, row)));
  const found = fromTables.length > 0 ? fromTables : texts.flatMap(recordsOf);
  const wanted = columns ?? [...new Set(found.flatMap((record) => Object.keys(record)))];
  const rows = found.map((record) => wanted.map((column, index) => cellOf(record, column, index)));
  const distinct = new Map(rows.filter((row) => row.some((cell) => cell !== "")).map((row) => [row[0], row]));
  return distinct.size === 0 ? undefined : { columns: wanted, rows: [...distinct.values()] };
}

/** How many rows a text holds: those of its table, else its records. */
export function countRows(text: string): number {
  return parseMarkdownTable(text)?.rows.length ?? recordsOf(text).length;
}

type RowRecord = Readonly<Record<string, string>>;

/** The key under which a record keeps the name of what it is about, unless a table names it otherwise. */
const NAME = "Name";

function toRecord(columns: readonly string[], row: readonly string[]): RowRecord {
  return Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""]));
}

function cellOf(record: RowRecord, column: string, index: number): string {
  const wanted = normaliseColumn(column);
  const key = Object.keys(record).find((field) => sameField(normaliseColumn(field), wanted));
  return (key === undefined ? undefined : record[key]) ?? (index === 0 ? record[NAME] : undefined) ?? "";
}

/** A unit in brackets does not make another field: `Area (km²)` is `area`. */
function sameField(left: string, right: string): boolean {
  const bare = (name: string) => name.replace(/\(.*\)$/u, "");
  return left === right || bare(left) === bare(right);
}

const FIELD = /^[-*•\s]*([^:：]{1,60})[:：]\s+(\S.*)$/u;

/** A line that names a thing, then lines `field: value`, until a line of another form. */
function recordsOf(text: string): readonly RowRecord[] {
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

/** What a line names, without list marks and a URL behind it; empty where it is no name. */
function titleOf(line: string): string {
  const title = line.replace(/^[-*#\s]+|\s*\(\S+:\/\/\S*\)\s*$/gu, "").trim();
  return title.length > 80 ? "" : title;
}
