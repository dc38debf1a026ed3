/** @file A table of wikitext as rows and columns, every cell where a reader sees it. */
import type { Table } from "../../../core/table.ts";
import { withoutEntities } from "./entities.ts";

export interface Wikitable extends Table {
  readonly caption: string;
}

/** Of a cell that spans columns or rows; wider spans are mistakes or attacks. */
const WIDEST_SPAN = 200;

interface Cell {
  readonly text: string;
  readonly isHeader: boolean;
  readonly columns: number;
  readonly rows: number;
}

/**
 * From `{|` to `|}`, templates already replaced. The header is the first row, and the rows of headers below it where it is
 * itself made of headers; a cell that spans columns or rows stands in each of them. Empty rows and columns are left out.
 */
export function readWikitable(wikitext: string): Wikitable {
  const { caption, rows } = readRows(wikitext);
  const grid = spread(rows);
  const headerRows = Math.max(1, grid.filter((_, index) => isHeaderUpTo(rows, index)).length);
  const width = Math.max(0, ...grid.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => headerOf(grid.slice(0, headerRows), column));
  const body = grid.slice(headerRows).map((row) => columns.map((_, column) => row[column] ?? ""));
  const isUsed = columns.map((name, column) => name !== "" || body.some((row) => row[column] !== ""));
  const used = (row: readonly string[]) => row.filter((_, column) => isUsed[column]);
  return {
    caption,
    columns: used(columns),
    rows: body.filter((row) => row.some((cell) => cell !== "")).map(used),
  };
}

function isHeaderUpTo(rows: readonly (readonly Cell[])[], index: number): boolean {
  return rows.slice(0, index + 1).every((row) => row.length > 0 && row.every((cell) => cell.isHeader));
}

/** The headers above a column, each once. */
function headerOf(rows: readonly (readonly string[])[], column: number): string {
  const names = rows.map((row) => row[column] ?? "").filter((name) => name !== "");
  return [...new Set(names)].join(" ");
}

function readRows(wikitext: string): { caption: string; rows: Cell[][] } {
  const rows: Cell[][] = [[]];
  let caption = "";
  for (const line of logicalLines(wikitext)) {
    if (line.startsWith("|+")) caption = plain(withoutAttributes(line.slice(2)));
    else if (line.startsWith("|-")) rows.push([]);
    else rows.at(-1)?.push(...readCells(line));
  }
  return { caption, rows: rows.filter((row) => row.length > 0) };
}

/** A line that begins neither cell nor row goes on with the cell above it. */
function logicalLines(wikitext: string): string[] {
  const lines: string[] = [];
  for (const line of wikitext.split("\n").map((part) => part.trim())) {
    if (/^\{\||^\|\}/.test(line)) continue;
    const before = lines.at(-1);
    if (/^[|!]/.test(line)) lines.push(line);
    else if (before !== undefined && line !== "") lines[lines.length - 1] = `${before}<br>${line}`;
  }
  return lines;
}

function readCells(line: string): Cell[] {
  const isHeader = line.startsWith("!");
  const parts = outsideLinks(line.slice(1)).split(isHeader ? /\|\||!!/ : /\|\|/);
  return parts.map((part) => {
    const text = withoutAttributes(part);
    const attributes = part.slice(0, part.length - text.length);
    return {
      text: plain(text),
      isHeader,
      columns: spanOf(attributes, "colspan"),
      rows: spanOf(attributes, "rowspan"),
    };
  });
}

/** What stands for the bar between a link's target and its label while cells are cut at bars. */
const LINK_BAR = "\u0001";

function outsideLinks(text: string): string {
  return text.replace(/\[\[[^[\]]*\]\]/g, (link) => link.replaceAll("|", LINK_BAR));
}

/** `style="…" | text` becomes ` text`. */
function withoutAttributes(cell: string): string {
  return /^[^|]*\|(?!\|)/.test(cell) ? cell.slice(cell.indexOf("|") + 1) : cell;
}

function spanOf(attributes: string, name: "colspan" | "rowspan"): number {
  const span = Number(new RegExp(`${name}\\s*=\\s*["']?\\s*(\\d{1,9})`, "i").exec(attributes)?.[1] ?? 1);
  return Math.min(Math.max(span, 1), WIDEST_SPAN);
}

/** The text that a reader sees: links by their label, without markup, on one line. */
export function plain(wikitext: string): string {
  const text = wikitext
    .replaceAll(LINK_BAR, "|")
    .replace(/\[\[(?:file|image):[^[\]]*\]\]/gi, "")
    .replace(/\[\[(?:[^[\]|]*\|)?([^[\]]*)\]\]/g, "$1")
    .replace(/\[(?:https?:)?\/\/[^\s[\]]+\s*([^[\]]*)\]/g, "$1")
    .replace(/'{2,5}/g, "")
    .replace(/<br\s*\/?>(?:\s*[*#:]+)?/gi, "; ")
    .replace(/<[^<>]{0,500}>/g, "");
  return withoutEntities(text)
    .replace(/\s+/g, " ")
    .replace(/^[;\s*#:]+|[;\s]+$/g, "");
}

/** The text of every cell of the grid that spans make. */
function spread(rows: readonly (readonly Cell[])[]): string[][] {
  const grid: string[][] = rows.map(() => []);
  rows.forEach((row, top) => {
    let column = 0;
    for (const cell of row) {
      while (grid[top]?.[column] !== undefined) column += 1;
      for (const line of grid.slice(top, top + cell.rows)) {
        for (let offset = 0; offset < cell.columns; offset += 1) line[column + offset] ??= cell.text;
      }
      column += cell.columns;
    }
  });
  return grid.map((line) => Array.from(line, (text) => text ?? ""));
}
