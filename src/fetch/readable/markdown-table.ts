/** @file The lines of a Markdown table: each row is one line, whatever stands in its cells. */

/** `| a | b |`; white space in a cell becomes one blank, a pipe is escaped. */
function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(markdownCell).join(" | ")} |`;
}

/** The line under a header. */
export function markdownRule(columns: number): string {
  return markdownRow(Array.from({ length: columns }, () => "---"));
}

/** The first row is the header. Without a line break at the end. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows;
  return [markdownRow(header), markdownRule(header.length), ...body.map(markdownRow)].join("\n");
}

/** A cell's text as it stands in its row. */
export function markdownCell(text: string): string {
  return text.replace(/\s+/gu, " ").trim().replaceAll("|", "\\|");
}
