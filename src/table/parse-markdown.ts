/** @file The table in an answer: found in its text, and read as Markdown. Every step takes linear time. */
import type { Table } from "../core/table.ts";

interface Draft {
  readonly header: readonly string[];
  readonly rows: (readonly string[])[];
  /** Number of the line with the rule under the header. */
  readonly rule: number | undefined;
}

const MARKDOWN = new Set(["markdown", "md"]);

/**
 * The table an answer ends with: that of the last `markdown` fence, else of the last other fence, else the last one
 * standing in plain text. Rows are padded or cut to the header. `undefined`: the text holds no table.
 */
export function parseMarkdownTable(text: string): Table | undefined {
  const blocks = splitFences(text);
  return (
    lastTable(blocks.filter(({ info }) => info !== undefined && MARKDOWN.has(info))) ??
    lastTable(blocks.filter(({ info }) => info !== undefined)) ??
    lastTable(blocks)
  );
}

/** `info` is what stands behind the opening fence; absent for the text between fences. */
interface Block {
  readonly info?: string;
  readonly text: string;
}

/** A fence with an info string opens even inside another: models forget to close. An open fence ends with the text. */
function splitFences(text: string): readonly Block[] {
  const [start = "", ...parts] = text.split(/`{3,}[ \t]{0,8}([\w-]*)/);
  const blocks: Block[] = [{ text: start }];
  let open = false;
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const info = parts[at] ?? "";
    open = !open || info !== "";
    blocks.push({ text: parts[at + 1] ?? "", ...(open && { info: info.toLowerCase() }) });
  }
  return blocks;
}

function lastTable(blocks: readonly Block[]): Table | undefined {
  for (const block of blocks.toReversed()) {
    const table = tablesIn(block.text.split(/\r\n|\n|\r/).map((line) => line.trim())).at(-1);
    if (table) return table;
  }
  return undefined;
}

/** A blank line inside a table is passed over; a line of prose ends it; a header above a rule starts a new one. */
function tablesIn(lines: readonly string[]): readonly Table[] {
  const drafts: Draft[] = [];
  let current: Draft | undefined;
  for (const [index, line] of lines.entries()) {
    if (line === "" || index === current?.rule || isRule(line, current)) continue;
    const next = addLine(current, line, isRule(lines[index + 1], current) ? index + 1 : undefined);
    if (next && next !== current) drafts.push(next);
    current = next;
  }
  return drafts.filter(isTable).map(finish);
}

/** A row of the table, a repetition of its header, the header of a new table, or the end of one. */
function addLine(table: Draft | undefined, line: string, rule: number | undefined): Draft | undefined {
  if (!line.includes("|")) return undefined;
  const cells = splitCells(line);
  if (!table || (rule !== undefined && !sameHeader(table.header, cells)))
    return { header: cells, rows: [], rule };
  if (rule === undefined) table.rows.push(cells);
  return table;
}

/** Prose holds single pipes too, as in P(A|B): without a rule a table has two columns and a row to show. */
function isTable(draft: Draft): boolean {
  return draft.rule !== undefined || (draft.header.length >= 2 && draft.rows.some((row) => row.length >= 2));
}

function finish({ header, rows }: Draft): Table {
  return {
    columns: header.map((cell) => cell.replace(/^(\*\*|__)(.+)\1$/s, "$2").trim()),
    rows: rows
      .filter((row) => row.some((cell) => cell !== ""))
      .map((row) => header.map((_, column) => row[column] ?? "")),
  };
}

function sameHeader(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((cell, index) => cell === right[index]);
}

/** Under a header any dashes are a rule; further down single ones are cells that say "none". */
function isRule(line: string | undefined, table: Draft | undefined): boolean {
  if (line === undefined || !/^[|:\- \t]+$/.test(line) || !line.includes("|")) return false;
  const rule = table ? /^(:?-{2,}:?|:-:?|-:)$/ : /^:?-+:?$/;
  return splitCells(line).every((cell) => rule.test(cell));
}

/** The cells of a trimmed line; one pipe at either end is the table's border. `\|` is a pipe inside a cell. */
function splitCells(line: string): readonly string[] {
  const cells = line.split(/(?<!\\)\|/);
  if (line.startsWith("|")) cells.shift();
  if (cells.length > 1 && cells.at(-1)?.trim() === "") cells.pop();
  return cells.map((cell) =>
    cell
      .replaceAll("\\|", "|")
      .replace(/<br\s{0,4}\/?>/gi, "\n")
      .trim(),
  );
}
