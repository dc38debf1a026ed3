/** @file A run's table as a file: CSV, JSON, Markdown, HTML or a workbook, with its evidence where the format has room for it. */
import { csvOf } from "./csv.ts";
import type { ExportedFile, ExportedRun, ExportFormat, ExportOptions } from "./exported-run.ts";
import { exportedTable } from "./exported-table.ts";
import { htmlOf } from "./html/html-page.ts";
import { jsonOf } from "./json.ts";
import { markdownOf } from "./markdown.ts";
import { workbookOf } from "./xlsx/workbook.ts";

/** Throws `ConfigError` where the format cannot hold the result: CSV is for tables. */
export async function exportTable(
  exported: ExportedRun,
  format: ExportFormat,
  options: ExportOptions,
): Promise<ExportedFile> {
  const { ending, mediaType } = FORMS[format];
  const body = await bodyOf(exported, format, options);
  return { body, mediaType, fileName: `${exported.run.replace(/[^\w.-]+/gu, "-")}${ending}` };
}

const FORMS: Readonly<Record<ExportFormat, { readonly ending: string; readonly mediaType: string }>> = {
  markdown: { ending: ".md", mediaType: "text/markdown; charset=utf-8" },
  csv: { ending: ".csv", mediaType: "text/csv; charset=utf-8; header=present" },
  "csv-sources": { ending: "-sources.csv", mediaType: "text/csv; charset=utf-8; header=present" },
  json: { ending: ".json", mediaType: "application/json" },
  xlsx: {
    ending: ".xlsx",
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
  html: { ending: ".html", mediaType: "text/html; charset=utf-8" },
};

function bodyOf(exported: ExportedRun, format: ExportFormat, options: ExportOptions) {
  const table = exportedTable(exported, options);
  switch (format) {
    case "markdown":
      return markdownOf(exported, table, options);
    case "csv":
    case "csv-sources":
      return csvOf(exported.result, table, format);
    case "json":
      return jsonOf(exported, table);
    case "html":
      return htmlOf(exported, table, options);
    case "xlsx":
      return workbookOf(exported, table, options);
  }
}
