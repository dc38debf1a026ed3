/** @file A table as an Excel workbook: values, evidence, history and the run on sheets of their own. */
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { SourcedTable } from "../../core/evidence.ts";
import type { ExportedRun, ExportOptions } from "../exported-run.ts";
import { wordsIn } from "../words.ts";
import { writeEvidenceSheet } from "./evidence-sheet.ts";
import { writeHistorySheet } from "./history-sheet.ts";
import { writeRunSheet } from "./run-sheet.ts";
import { writeTableSheet } from "./table-sheet.ts";

/** `table` is the run's, or its answer as a table of one cell. Rows are written as they come: no object is kept for a cell. */
export async function workbookOf(
  exported: ExportedRun,
  table: SourcedTable,
  options: ExportOptions,
): Promise<Uint8Array> {
  const { default: exceljs } = await import("exceljs");
  const stream = new PassThrough();
  const written = buffer(stream);
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: true });
  book.creator = "wideseek";
  book.lastModifiedBy = "wideseek";
  const words = wordsIn(options.language);
  writeTableSheet(book, table, words);
  writeEvidenceSheet(book, exported, table, words);
  writeHistorySheet(book, exported, table, words);
  writeRunSheet(book, exported, table, options);
  await book.commit();
  return written;
}
