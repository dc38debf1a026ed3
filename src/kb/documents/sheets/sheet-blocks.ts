/** @file The tables on a sheet: which rows belong together, and which of them say what the columns hold. */

export interface SheetCell {
  readonly text: string;
  readonly isNumber: boolean;
  /** Where the value stands: its own row and column, or those of the merged cell that it is a part of. From 1. */
  readonly row: number;
  readonly column: number;
}

/** By column, from 1; a column in which nothing stands is absent. */
type SheetCells = ReadonlyMap<number, SheetCell>;

export interface SheetRow {
  /** From 1, as the sheet counts them. */
  readonly number: number;
  readonly cells: SheetCells;
}

/** Lines, and a table under them. */
export interface SheetBlock {
  /** Rows with a single cell: titles, notes. */
  readonly lead: readonly SheetRow[];
  /** Several rows where groups of columns have a heading of their own. Empty where there is no table. */
  readonly header: readonly SheetRow[];
  readonly rows: readonly SheetRow[];
}

const MOST_HEADER_ROWS = 3;

/** `rows` are those in which something stands, in order. Rows that are not there part the blocks of a sheet. */
export function sheetBlocks(rows: readonly SheetRow[]): readonly SheetBlock[] {
  const blocks: OpenBlock[] = [];
  let header: readonly SheetRow[] = [];
  for (const group of groups(rows)) {
    const block = groupBlock(group, header);
    const last = blocks.at(-1);
    const isMore = block.rows.length > 0 && block.lead.length === 0 && last?.header === block.header;
    if (block.header.length > 0) header = block.header;
    if (!isMore) blocks.push(block);
    else for (const row of block.rows) last?.rows.push(row);
  }
  return blocks;
}

interface OpenBlock extends SheetBlock {
  readonly rows: SheetRow[];
}

/** Under the header of the table before, unless the group begins with one of its own. */
function groupBlock(group: readonly SheetRow[], header: readonly SheetRow[]): OpenBlock {
  const first = group.findIndex(({ cells }) => cells.size > 1);
  if (first === -1) return { lead: group, header: [], rows: [] };
  const lead = group.slice(0, first);
  const body = group.slice(first);
  if (header.length > 0 && !looksLikeHeader(body)) return { lead, header, rows: body };
  const height = headerHeight(body);
  return { lead, header: body.slice(0, height), rows: body.slice(height) };
}

function groups(rows: readonly SheetRow[]): readonly (readonly SheetRow[])[] {
  const found: SheetRow[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.number === before + 1) found.at(-1)?.push(row);
    else found.push([row]);
    before = row.number;
  }
  return found;
}

/** Words over numbers, behind an empty row: a table of its own, not the next part of the one before. */
function looksLikeHeader([first, second]: readonly SheetRow[]): boolean {
  if (first === undefined || second === undefined) return false;
  return isWords(first) && [...second.cells.values()].some(({ isNumber }) => isNumber);
}

function isWords({ cells }: SheetRow): boolean {
  return [...cells.values()].every(({ isNumber }) => !isNumber);
}

/** A heading merged over several columns has the headings of these under it. */
function headerHeight(rows: readonly SheetRow[]): number {
  let height = 1;
  while (height < Math.min(MOST_HEADER_ROWS, rows.length - 1)) {
    const [last, next] = [rows[height - 1], rows[height]];
    if (last === undefined || next === undefined || !isSpread(last) || !isWords(next)) break;
    height++;
  }
  return height;
}

function isSpread({ cells }: SheetRow): boolean {
  return [...cells].some(([column, cell]) => cell.column !== column);
}
