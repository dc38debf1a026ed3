/** @file Tables in a PDF page: rows whose cells stand under each other. */
import { markdownTable } from "../markdown-table.ts";
import { type Line, lineSlice } from "./lines.ts";
import { joinedLines } from "./prose.ts";
import { type Block, blockOf, type Row } from "./rows.ts";

export interface FoundTable {
  /** As Markdown; the first row is the header. */
  readonly text: string;
  /** How many of the rows it takes up. */
  readonly length: number;
}

interface Column {
  readonly left: number;
  readonly right: number;
}

/** The rows of a table as far as they were found. */
interface Draft {
  columns: readonly Column[];
  readonly rows: (readonly Block[])[];
  /** Rows up to the last one with several cells. */
  length: number;
  /** Rows with several cells. */
  full: number;
}

/** In heights of a letter. */
const ROW_GAP = 2.5;
const CELL_LINES = 12;

/**
 * The table that begins with the row at `start`, where there clearly is one: at least two rows with several cells, each under
 * one cell of the others, or three rows where it has only two columns.
 */
export function tableAt(rows: readonly Row[], start: number): FoundTable | undefined {
  const draft: Draft = { columns: [], rows: [], length: 0, full: 0 };
  for (let index = start; mayContinue(rows, start, index); index++) {
    if (!addRow(draft, rows[index] ?? [])) break;
  }
  const { full, length } = draft;
  const columns = withHeader(draft);
  if (columns.length < 2 || full < (columns.length === 2 ? 3 : 2)) return undefined;
  return {
    text: markdownTable(draft.rows.slice(0, length).map((cells) => cellTexts(cells, columns))),
    length,
  };
}

/** A table begins with a row of several cells; one of a single cell may stand between two such rows. */
function mayContinue(rows: readonly Row[], start: number, index: number): boolean {
  const row = rows[index];
  if (row === undefined) return false;
  if (index === start) return row.length > 1;
  const above = rows[index - 1];
  return above !== undefined && follows(above, row) && (row.length > 1 || (rows[index + 1]?.length ?? 0) > 1);
}

function follows(above: Row, row: Row): boolean {
  const bottom = above.reduce((most, block) => Math.max(most, block.bottom), 0);
  const top = row.reduce((least, block) => Math.min(least, block.top), Number.POSITIVE_INFINITY);
  const size = row[0]?.lines[0]?.size ?? 0;
  return top > bottom - size && top - bottom < ROW_GAP * size;
}

/** `false`: the row is none of this table, as a cell of it stands under two others. */
function addRow(draft: Draft, row: readonly Block[]): boolean {
  if (row.some(({ lines }) => lines.length > CELL_LINES)) return false;
  const cells = row.flatMap((block) => split(block, draft.columns));
  let columns = draft.columns;
  const used: Column[] = [];
  for (const cell of cells) {
    const under = columns.filter((column) => overlaps(column, cell));
    if (under.some((column) => used.includes(column)) || !areOne(under, draft)) return false;
    const wider = around([...under, cell]);
    used.push(wider);
    columns = [...columns.filter((column) => !under.includes(column)), wider];
  }
  draft.columns = columns.toSorted((a, b) => a.left - b.left);
  draft.rows.push(cells);
  if (row.length > 1) {
    draft.full++;
    draft.length = draft.rows.length;
  }
  return true;
}

/** Columns are one where no row has a cell in two of them: a heading in the middle, over words at the left. */
function areOne(columns: readonly Column[], { rows }: Draft): boolean {
  if (columns.length < 2) return true;
  return rows.every(
    (cells) => cells.filter((cell) => columns.some((column) => overlaps(column, cell))).length < 2,
  );
}

/** The columns in which each cell of the header has what stands under it, though it is not straight above. */
function withHeader(draft: Draft): readonly Column[] {
  const columns = [...draft.columns];
  const [header = []] = draft.rows;
  for (let index = 0; index + 1 < columns.length; ) {
    const pair = columns.slice(index, index + 2);
    const isSplit = pair.some((column) => isOnlyIn(column, header, draft.rows));
    if (isSplit && areOne(pair, draft)) columns.splice(index, 2, around(pair));
    else index++;
  }
  return columns;
}

function isOnlyIn(column: Column, header: readonly Block[], rows: readonly (readonly Block[])[]): boolean {
  return rows.every((cells) => cells === header || !cells.some((cell) => overlaps(column, cell)));
}

function around(columns: readonly Column[]): Column {
  return {
    left: columns.reduce((least, { left }) => Math.min(least, left), Number.POSITIVE_INFINITY),
    right: columns.reduce((most, { right }) => Math.max(most, right), Number.NEGATIVE_INFINITY),
  };
}

function overlaps(column: Column, cell: Column): boolean {
  return cell.left < column.right && cell.right > column.left;
}

/** A line that two cells close to each other were read as, cut at the blank that lies nearest between their columns. */
function split(block: Block, columns: readonly Column[]): readonly Block[] {
  const [line] = block.lines;
  const [first, second] = columns.filter((column) => overlaps(column, block));
  if (line === undefined || block.lines.length > 1 || first === undefined || second === undefined)
    return [block];
  const cut = nearestBlank(line, (first.right + second.left) / 2);
  if (cut === undefined) return [block];
  const right = lineSlice(line, cut + 1, line.text.length);
  return [blockOf(lineSlice(line, 0, cut)), ...split(blockOf(right), columns)];
}

function nearestBlank(line: Line, x: number): number | undefined {
  const blanks = [...line.text.matchAll(/ /gu)].map(({ index }) => index);
  const distance = (index: number) => Math.abs(lineSlice(line, index, index + 1).left - x);
  const best = blanks.toSorted((a, b) => distance(a) - distance(b)).at(0);
  return best !== undefined && distance(best) < 1.5 * line.size ? best : undefined;
}

function cellTexts(cells: readonly Block[], columns: readonly Column[]): readonly string[] {
  return columns.map((column) => joinedLines(cells.find((cell) => overlaps(column, cell))?.lines ?? []));
}
