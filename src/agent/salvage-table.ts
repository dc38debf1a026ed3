/**
 * @file The best table of an episode that ended without an answer: the tables and `field: value` records that stand in
 * its agents' texts.
 */
import { type Episode, trajectories } from "../core/episode.ts";
import type { Table } from "../core/table.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";
import { fieldOf, recordsOf, toRecord } from "../table/read-records.ts";

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
  const rows = found.map((record) => wanted.map((column, index) => fieldOf(record, column, index)));
  const distinct = new Map(rows.filter((row) => row.some((cell) => cell !== "")).map((row) => [row[0], row]));
  return distinct.size === 0 ? undefined : { columns: wanted, rows: [...distinct.values()] };
}
