/** @file The sheet with the values that cells had before. */
import type { SourcedTable } from "../../core/evidence.ts";
import type { CellVersion } from "../../core/revision.ts";
import type { ExportedRun } from "../exported-run.ts";
import { rowKeys } from "../exported-table.ts";
import type { Words } from "../words.ts";
import { type BookWriter, openSheet } from "./sheets.ts";

/** One line for each value of a cell that had more than one. There is no sheet where no cell had. */
export function writeHistorySheet(
  book: BookWriter,
  { histories }: ExportedRun,
  table: SourcedTable,
  { evidence, sheets, states }: Words,
): void {
  const lines = histories === undefined ? [] : changedCells(table, histories);
  if (lines.length === 0) return;
  const sheet = openSheet(book, sheets.history, [
    { header: evidence.row, width: 24 },
    { header: evidence.column, width: 18 },
    { header: evidence.value, width: 24 },
    { header: evidence.state, width: 14 },
    { header: evidence.by, width: 12 },
    { header: evidence.at, width: 20 },
    { header: evidence.run, width: 40 },
    { header: evidence.agent, width: 12 },
    { header: evidence.model, width: 24 },
    { header: evidence.quote, width: 60 },
    { header: evidence.url, width: 40 },
  ]);
  for (const { row, column, version } of lines) {
    const { value, state, by, at, run, agent, model, source } = version;
    const time = Date.parse(at);
    const moment = Number.isNaN(time) ? at : new Date(time);
    const url = { value: source?.url, url: source?.url };
    sheet.add([row, column, value, states[state], by, moment, run, agent, model, source?.quote, url]);
  }
  sheet.close();
}

interface HistoryLine {
  readonly row: string;
  readonly column: string;
  readonly version: CellVersion;
}

function changedCells(
  table: SourcedTable,
  histories: NonNullable<ExportedRun["histories"]>,
): readonly HistoryLine[] {
  return rowKeys(table).flatMap((row) =>
    table.columns.flatMap((column) => {
      const versions = histories(row, column);
      return versions.length < 2 ? [] : versions.map((version) => ({ row, column, version }));
    }),
  );
}
