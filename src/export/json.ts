/** @file A run's table as JSON, with all that is known of it. */
import type { SourcedTable } from "../core/evidence.ts";
import type { ExportedRun } from "./exported-run.ts";
import { TABLE_SCHEMA } from "./table-schema.ts";

/** As `tableSchema` says; ends with a line break. `table` is the run's, or its answer as a table of one cell. */
export function jsonOf(exported: ExportedRun, table: SourcedTable): string {
  return `${JSON.stringify(tableJson(exported, table), undefined, 2)}\n`;
}

function tableJson({ question, result, ...around }: ExportedRun, table: SourcedTable) {
  const { run, startedAt, model, knowledgeBase } = around;
  const { usage, stop: stopReason, error, agents, elapsedMs } = result;
  const rest = { usage, stopReason, error, agents, elapsedMs, run, startedAt, model, knowledgeBase };
  if (result.kind === "deep") {
    const [[{ value: answer, sources } = { value: "", sources: [] }] = []] = table.cells;
    return { $schema: TABLE_SCHEMA, question, kind: result.kind, answer, sources, ...rest };
  }
  const { columns, uniqueColumns, cells } = result.table === undefined ? NO_TABLE : table;
  const answer = result.table === undefined ? result.answer : undefined;
  const { merges, coverage, completeness } = result;
  const found = { columns, uniqueColumns, rows: byColumn(columns, cells), cells, answer };
  return {
    $schema: TABLE_SCHEMA,
    question,
    kind: result.kind,
    ...found,
    merges,
    coverage,
    completeness,
    ...rest,
  };
}

const NO_TABLE: SourcedTable = { columns: [], uniqueColumns: [], cells: [] };

function byColumn(columns: readonly string[], cells: SourcedTable["cells"]) {
  return cells.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index]?.value ?? ""])),
  );
}
