/** @file A table as Markdown, which `parseMarkdownTable` reads back to the same cells. */
import type { Table } from "../core/table.ts";

/** Pipes are escaped, line breaks become `<br>`, blanks around a cell are dropped. Ends without a line break. */
export function writeMarkdownTable({ columns, rows }: Table): string {
  return [columns.map(writeCell), columns.map(() => "---"), ...rows.map((row) => row.map(writeCell))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function writeCell(text: string): string {
  return text
    .trim()
    .replaceAll("|", "\\|")
    .replace(/\r\n|\n|\r/g, "<br>");
}
