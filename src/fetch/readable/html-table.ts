/** @file An HTML table as rows of equal length, with the cells that span several rows or columns written in each of them. */
import type { HtmlElement, HtmlNode } from "./html-tree.ts";
import { type InlineContext, inlineText, plainText, tidied } from "./inline-text.ts";

export interface DataTable {
  /** What stands over the table: its caption, and rows of a single cell as wide as the table. */
  readonly lead: readonly string[];
  /** The first row is the header. At least two rows and two columns. */
  readonly rows: readonly (readonly string[])[];
}

interface Cell {
  readonly text: string;
  readonly isHeader: boolean;
  readonly columns: number;
  readonly rows: number;
}

/** Cells that spans may add up to; a table beyond is read as if there were none. */
const MOST_CELLS = 2_000_000;
const MOST_HEADER_ROWS = 4;

/** `undefined`: the table is there for layout, or has a single row or column; its cells are to be read as blocks. */
export function dataTable(table: HtmlElement, context: InlineContext): DataTable | undefined {
  const role = table.attributes["role"];
  if (role === "presentation" || role === "none" || holds(table, "table")) return undefined;
  const rows = tableRows(table);
  const read = rows.map((row) => ({ isHead: row.isHead, cells: readCells(row.element, context) }));
  const headerRows = countHeaderRows(read);
  const grid = withoutBlanks(spread(read.map(({ cells }) => cells)));
  const width = longest(grid.map(({ cells }) => cells));
  const first = grid.findIndex(({ cells }) => cells.filter(Boolean).length > 1);
  if (width < 2 || first === -1 || grid.length - first < 2) return undefined;
  const lead = [caption(table, context), ...grid.slice(0, first).map(({ cells }) => cells.join(""))];
  const header = grid.filter(({ row }, index) => index === first || (index > first && row < headerRows));
  const body = grid.slice(first + header.length).map(({ cells }) => cells);
  if (body.length === 0) return undefined;
  return { lead: lead.filter(Boolean), rows: [merged(header.map(({ cells }) => cells)), ...body] };
}

/** The rows of a table, not those of tables inside. */
export function tableRows(
  table: HtmlElement,
): readonly { readonly element: HtmlElement; readonly isHead: boolean }[] {
  return table.children.flatMap((child) => {
    if (typeof child === "string") return [];
    if (child.tag === "tr") return [{ element: child, isHead: false }];
    if (!["thead", "tbody", "tfoot"].includes(child.tag)) return [];
    return child.children.flatMap((row) =>
      typeof row !== "string" && row.tag === "tr" ? [{ element: row, isHead: child.tag === "thead" }] : [],
    );
  });
}

export function isCell(node: HtmlNode): node is HtmlElement {
  return typeof node !== "string" && (node.tag === "td" || node.tag === "th");
}

function holds(element: HtmlElement, tag: string): boolean {
  return element.children.some(
    (child) => typeof child !== "string" && (child.tag === tag || holds(child, tag)),
  );
}

function caption(table: HtmlElement, context: InlineContext): string {
  const found = table.children.find((child) => typeof child !== "string" && child.tag === "caption");
  return found === undefined ? "" : tidied(inlineText([found], { ...context, isCell: true }));
}

function readCells(row: HtmlElement, context: InlineContext): readonly Cell[] {
  return row.children.filter(isCell).map((cell) => ({
    text: cellText(cell, context),
    isHeader: cell.tag === "th",
    columns: span(cell.attributes["colspan"]),
    rows: span(cell.attributes["rowspan"]),
  }));
}

/** A cell that shows only a picture, a tick for example, says what the picture says. */
function cellText(cell: HtmlElement, context: InlineContext): string {
  const text = tidied(inlineText(cell.children, { ...context, isCell: true })).replace(/;$/u, "");
  if (text !== "" || plainText(cell.children).trim() !== "") return text;
  return tidied(alternatives(cell.children).join(" "));
}

function alternatives(nodes: readonly HtmlNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (typeof node === "string") return [];
    return node.tag === "img" ? [node.attributes["alt"] ?? ""] : alternatives(node.children);
  });
}

function span(value: string | undefined): number {
  const number = Number.parseInt(value ?? "1", 10);
  return Number.isNaN(number) ? 1 : Math.max(1, number);
}

/** Rows of `thead`, or else the rows at the top that hold only `th`; one at least is the header in any case. */
function countHeaderRows(
  rows: readonly { readonly isHead: boolean; readonly cells: readonly Cell[] }[],
): number {
  const after = rows.findIndex(
    ({ isHead, cells }) => !isHead && !(cells.length > 1 && cells.every(({ isHeader }) => isHeader)),
  );
  return Math.min(after === -1 ? 1 : after, MOST_HEADER_ROWS);
}

/** The rows with each cell in all the places it spans; a cell as wide as the table stands in the first one only. */
function spread(rows: readonly (readonly Cell[])[]): string[][] {
  const widest = longest(rows);
  const clipped = rows.map((row, index) =>
    row.map((cell) => ({
      ...cell,
      // 0 stands for "to the end"; no cell reaches further than the table does
      columns: Math.min(cell.columns, widest),
      rows: Math.min(cell.rows, rows.length - index),
    })),
  );
  const area = clipped.flat().reduce((sum, { columns, rows: height }) => sum + columns * height, 0);
  const grid: string[][] = rows.map(() => []);
  for (const [index, row] of clipped.entries()) {
    let column = 0;
    for (const cell of row) {
      while (grid[index]?.[column] !== undefined) column++;
      put(grid, { row: index, column }, area > MOST_CELLS ? { ...cell, columns: 1, rows: 1 } : cell);
    }
  }
  const width = longest(grid);
  return grid.map((row, index) => {
    const [first, second] = clipped[index] ?? [];
    const alone = second === undefined && first !== undefined && first.columns >= width;
    return Array.from({ length: width }, (_, column) => (alone && column > 0 ? "" : (row[column] ?? "")));
  });
}

/** Not by spreading: a table may have more rows than a call takes arguments. */
function longest(rows: readonly (readonly unknown[])[]): number {
  return rows.reduce((most, row) => Math.max(most, row.length), 0);
}

function put(grid: string[][], at: { readonly row: number; readonly column: number }, cell: Cell): void {
  for (let row = at.row; row < at.row + cell.rows; row++) {
    for (let column = at.column; column < at.column + cell.columns; column++) {
      const cells = grid[row];
      if (cells !== undefined) cells[column] ??= cell.text;
    }
  }
}

/** Without rows and columns in which nothing stands; `row` is the number before. */
function withoutBlanks(
  grid: readonly (readonly string[])[],
): { readonly row: number; readonly cells: readonly string[] }[] {
  const used = new Set(grid.flatMap((row) => [...row.keys()].filter((column) => row[column] !== "")));
  return grid
    .map((row, index) => ({ row: index, cells: row.filter((_, column) => used.has(column)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
}

/** Several rows of header as one: `Population` over `2020` becomes `Population 2020`. */
function merged(header: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = header;
  return first.map((_, column) =>
    [...new Set(header.map((row) => row[column] ?? ""))].filter(Boolean).join(" "),
  );
}
