/** @file Lines that stand side by side, as the cells of a row do. */
import type { Line } from "./lines.ts";

/** Lines close under each other, drawn one after the other. */
export interface Block {
  readonly lines: readonly Line[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Blocks from left to right at one height. Prose comes as rows of a single block. */
export type Row = readonly Block[];

interface OpenBlock extends Block {
  readonly lines: Line[];
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** From one line of a cell to the next, in heights of a letter. */
const TIGHT_PITCH = 1.35;
const MOST_CELLS = 200;

/** In the order of the lines, which is kept. */
export function readRows(lines: readonly Line[]): readonly Row[] {
  const rows: OpenBlock[][] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    const block = row?.at(-1);
    if (row === undefined || block === undefined) rows.push([openBlock(line)]);
    else if (continuesBlock(block, line) && !isRowOfItsOwn(rows, line)) extend(block, line);
    else if (standsBeside(row, block, line)) row.push(openBlock(line));
    else rows.push([openBlock(line)]);
  }
  return rows;
}

/** A block of a single line. */
export function blockOf(line: Line): Block {
  return openBlock(line);
}

function openBlock(line: Line): OpenBlock {
  const { left, right, baseline, size } = line;
  return { lines: [line], left, right, top: baseline - size, bottom: baseline };
}

function extend(block: OpenBlock, line: Line): void {
  block.lines.push(line);
  block.left = Math.min(block.left, line.left);
  block.right = Math.max(block.right, line.right);
  block.bottom = Math.max(block.bottom, line.baseline);
}

function continuesBlock(block: Block, line: Line): boolean {
  const last = block.lines.at(-1);
  if (last === undefined) return false;
  const pitch = line.baseline - last.baseline;
  const isBelow = pitch > 0.5 * line.size && pitch <= TIGHT_PITCH * Math.max(line.size, last.size);
  const isAlike = Math.abs(line.size - last.size) < 0.15 * last.size;
  return isBelow && isAlike && line.left < block.right && line.right > block.left;
}

/** In a table whose rows follow as closely as lines do, a line under a row's only cell is the next row. */
function isRowOfItsOwn(rows: readonly Row[], line: Line): boolean {
  const [above, row] = rows.slice(-2);
  if (above === undefined || row === undefined || above.length < 2 || row.length > 1) return false;
  const [upper, lower] = [above[0]?.lines.at(-1), row[0]?.lines.at(-1)];
  if (upper === undefined || lower === undefined) return false;
  const rowPitch = lower.baseline - upper.baseline;
  return rowPitch > 0 && line.baseline - lower.baseline > 0.9 * rowPitch;
}

function standsBeside(row: Row, last: Block, line: Line): boolean {
  const [top, bottom] = [line.baseline - line.size, line.baseline];
  if (row.length >= MOST_CELLS) return false;
  const isLevel = row.some(
    (block) => top < block.bottom - 0.2 * line.size && bottom > block.top + 0.2 * line.size,
  );
  return isLevel && line.left >= last.right - 0.3 * line.size;
}
