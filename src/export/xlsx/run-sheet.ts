/** @file The sheet about the run: question, model, end and cost, what the colours mean, which rows were merged. */
import type { CellState, SourcedTable } from "../../core/evidence.ts";
import type { ExportedRun, ExportOptions } from "../exported-run.ts";
import { rowKeys } from "../exported-table.ts";
import { runFacts } from "../run-facts.ts";
import { wordsIn } from "../words.ts";
import { type BookWriter, openSheet } from "./sheets.ts";
import { stateStyle } from "./state-styles.ts";

const STATES: readonly CellState[] = ["supported", "conflicting", "unsupported", "missing", "absent"];

export function writeRunSheet(
  book: BookWriter,
  exported: ExportedRun,
  table: SourcedTable,
  options: ExportOptions,
): void {
  const { sheets, states, legend, legendTitle, merges: mergesTitle } = wordsIn(options.language);
  const sheet = openSheet(book, sheets.run, [{ width: 24 }, { width: 60 }, { width: 60 }]);
  for (const { name, value } of runFacts(exported, options)) sheet.add([name, value]);
  sheet.add([]);
  sheet.add([legendTitle]);
  for (const state of STATES) {
    const cells = table.cells.flat().filter((cell) => cell.state === state).length;
    sheet.add([{ value: states[state], style: stateStyle(state) }, cells, legend[state]]);
  }
  const keys = rowKeys(table);
  const { merges = [] } = exported.result;
  if (merges.length > 0) {
    sheet.add([]);
    sheet.add([mergesTitle]);
  }
  for (const { row, because, merged } of merges) {
    const rows = merged.map((cells) => cells.map(({ value }) => value).join(" | "));
    sheet.add([keys[row], because, rows.join("\n")]);
  }
  sheet.close();
}
