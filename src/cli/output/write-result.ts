/** @file The result of a run as a file or a pipe gets it: Markdown, CSV or JSON. */
import { z } from "zod";
import type { RunResult } from "../../core/events.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import type { Table } from "../../core/table.ts";
import { writeCsv } from "../../table/write-csv.ts";
import { writeMarkdownTable } from "../../table/write-markdown.ts";
import {
  citedPages,
  describePage,
  isUnsupported,
  UNSUPPORTED_LEGEND,
  UNSUPPORTED_MARK,
} from "../../tui/source-list.ts";

export const outputFormat = z.enum(["markdown", "csv", "json"]);

export type OutputFormat = z.infer<typeof outputFormat>;

/** Ends with a line break. `run` is the run's name. */
export function writeResult(result: RunResult, run: string, format: OutputFormat): string {
  if (format === "json") return `${JSON.stringify(resultJson(result, run), null, 2)}\n`;
  if (format === "csv") return result.table === undefined ? "" : writeCsv(valuesOf(result.table));
  return markdown(result)
    .map((line) => `${line}\n`)
    .join("");
}

/** A short answer stands in place of the table. */
function resultJson({ question, kind, answer, sources, table, usage, stop }: RunResult, run: string) {
  const found = kind === "deep" ? { answer, sources: sources ?? [] } : tableJson(table);
  return { question, ...found, usage, stopReason: stop, run };
}

function tableJson(table: SourcedTable | undefined) {
  const { columns, cells } = table ?? { columns: [], cells: [] };
  const rows = cells.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index]?.value ?? ""])),
  );
  return { columns, rows, cells };
}

function valuesOf({ columns, cells }: SourcedTable): Table {
  return { columns, rows: cells.map((row) => row.map(({ value }) => value)) };
}

function markdown({ table, answer, sources = [] }: RunResult): readonly string[] {
  if (table === undefined) return [...(answer === "" ? [] : [answer]), ...sourceList(sources)];
  const marked: Table = {
    columns: table.columns,
    rows: table.cells.map((row) =>
      row.map((cell) => (isUnsupported(cell) ? `${cell.value} ${UNSUPPORTED_MARK}` : cell.value)),
    ),
  };
  const cells = table.cells.flat();
  return [
    writeMarkdownTable(marked),
    ...(cells.some(isUnsupported) ? ["", UNSUPPORTED_LEGEND] : []),
    ...sourceList(cells.flatMap((cell) => cell.sources)),
  ];
}

function sourceList(sources: SourcedTable["cells"][number][number]["sources"]): readonly string[] {
  const pages = [...citedPages(sources).values()];
  if (pages.length === 0) return [];
  return ["", "Sources:", "", ...pages.map((page) => `- ${describePage(page).replace(/\s+/g, " ")}`)];
}
