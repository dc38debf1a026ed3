/** @file A table in a terminal: aligned columns, each value with the numbers of its sources behind it. */
import { type Cell, cellOf, type SourcedTable } from "../core/evidence.ts";
import { isMissing } from "../table/normalise.ts";
import { oneLine, padEnd, padStart, widthOf, wrap } from "./fit.ts";
import type { Palette } from "./palette.ts";
import { type CitedPages, CONFLICTING_MARK, isUnsupported, UNSUPPORTED_MARK } from "./source-list.ts";

interface Look {
  /** The terminal's width. */
  readonly columns: number;
  readonly palette: Palette;
}

const GAP = "  ";
const MIN_WIDTH = 6;
const MAX_KEPT_WORD = 16;
const NUMBER = /^[-+±~≈]?[$€£¥]?\s?[\d.,\s]+\s?(%|[kKMB])?$/;

/** A cell as it is shown: its text, and behind it the marks of its sources. */
interface ShownCell {
  readonly text: string;
  readonly marks: string;
  /** No page states it, or another states another value. */
  readonly isDoubtful: boolean;
}

interface ShownColumn {
  readonly name: string;
  readonly cells: readonly ShownCell[];
  readonly marksWidth: number;
  readonly isNumeric: boolean;
}

/** The table's lines; where the terminal is too narrow for its columns, a block of `column: value` lines a row. */
export function tableLines(table: SourcedTable, cited: CitedPages, look: Look): readonly string[] {
  const columns = table.columns.map((name, index) => {
    return showColumn(
      name,
      table.cells.map((row) => showCell(row[index] ?? cellOf("", []), cited)),
    );
  });
  const widths = fitWidths(columns, look.columns);
  return widths === undefined ? recordLines(columns, look) : gridLines(columns, widths, look.palette);
}

function showCell(cell: Cell, cited: CitedPages): ShownCell {
  const text = oneLine(cell.value);
  if (isUnsupported(cell)) return { text, marks: UNSUPPORTED_MARK, isDoubtful: true };
  const numbers = cell.sources.flatMap(({ url }) => cited.get(url)?.number ?? []);
  const marks = [...new Set(numbers)].map((number) => `[${number}]`).join("");
  const isDoubtful = cell.state === "conflicting";
  return {
    text: isMissing(text) ? "—" : text,
    marks: isDoubtful ? marks + CONFLICTING_MARK : marks,
    isDoubtful,
  };
}

function showColumn(name: string, cells: readonly ShownCell[]): ShownColumn {
  const values = cells.filter(({ text }) => text !== "—");
  return {
    name: oneLine(name),
    cells,
    marksWidth: Math.max(0, ...cells.map(({ marks }) => widthOf(marks))),
    isNumeric: values.length > 0 && values.every(({ text }) => NUMBER.test(text)),
  };
}

/** The width of each column's values, the widest made narrower until all fit; `undefined` where they cannot. */
function fitWidths(columns: readonly ShownColumn[], room: number): readonly number[] | undefined {
  const overhead = sum(columns.map(({ marksWidth }) => marksWidth)) + GAP.length * (columns.length - 1);
  const least = columns.map(leastWidth);
  let widths = columns.map(naturalWidth);
  while (sum(widths) > room - overhead) {
    const narrowed = withWidestNarrowed(widths, least, sum(widths) - (room - overhead));
    if (narrowed === undefined) return undefined;
    widths = narrowed;
  }
  return widths;
}

function naturalWidth({ name, cells, marksWidth }: ShownColumn): number {
  return Math.max(widthOf(name) - marksWidth, ...cells.map(({ text }) => widthOf(text)), 1);
}

/** Numbers are never broken, and other words only if they are long; Chinese has no words to keep whole. */
function leastWidth({ cells, isNumeric }: ShownColumn): number {
  const widths = cells.flatMap(({ text }) => (isNumeric ? [text] : text.split(/\s/))).map(widthOfWord);
  return Math.max(MIN_WIDTH, ...widths.map((width) => (isNumeric ? width : Math.min(width, MAX_KEPT_WORD))));
}

function widthOfWord(word: string): number {
  return widthOf(word.replace(/\p{Script=Han}/gu, ""));
}

/** Narrows the widest column that may be narrower, at most to the next; `undefined` where none may. */
function withWidestNarrowed(
  widths: readonly number[],
  least: readonly number[],
  excess: number,
): number[] | undefined {
  const wide = widths
    .filter((width, index) => width > (least[index] ?? MIN_WIDTH))
    .sort((left, right) => right - left);
  const [widest, second = 0] = wide;
  if (widest === undefined) return undefined;
  const index = widths.findIndex((width, at) => width === widest && width > (least[at] ?? MIN_WIDTH));
  const target = Math.max(least[index] ?? MIN_WIDTH, second, widest - excess);
  return widths.with(index, Math.min(target, widest - 1));
}

function gridLines(
  columns: readonly ShownColumn[],
  widths: readonly number[],
  palette: Palette,
): readonly string[] {
  const placed = columns.map((column, index) => ({ column, width: widths[index] ?? MIN_WIDTH }));
  const height = columns[0]?.cells.length ?? 0;
  const rows = Array.from({ length: height }, (_, row) =>
    sideBySide(placed.map(({ column, width }) => cellBlock(column, column.cells[row], width, palette))),
  );
  return [
    ...sideBySide(placed.map(({ column, width }) => headerBlock(column, width, palette))),
    placed.map(({ column, width }) => palette.dim("─".repeat(width + column.marksWidth))).join(GAP),
    ...rows.flat(),
  ];
}

/** A piece of the picture: lines that are all `width` columns wide. */
interface Block {
  readonly lines: readonly string[];
  readonly width: number;
}

function headerBlock({ name, marksWidth, isNumeric }: ShownColumn, width: number, palette: Palette): Block {
  const whole = width + marksWidth;
  const lines = wrap(name, whole).map((line) => {
    const aligned = isNumeric ? padStart(line, Math.max(width, widthOf(line))) : line;
    return palette.bold(padEnd(aligned, whole));
  });
  return { lines, width: whole };
}

function cellBlock(
  { marksWidth, isNumeric }: ShownColumn,
  cell: ShownCell | undefined,
  width: number,
  palette: Palette,
): Block {
  const { text, marks, isDoubtful } = cell ?? { text: "", marks: "", isDoubtful: false };
  const paintMarks = isDoubtful ? palette.warning : palette.dim;
  const texts = wrap(text, width);
  const lines = texts.map((line, index) => {
    const ownMarks = index === texts.length - 1 ? marks : "";
    const aligned = isNumeric ? padStart(line, width) : line;
    const blanks = " ".repeat(Math.max(0, width + marksWidth - widthOf(aligned) - widthOf(ownMarks)));
    return `${aligned}${paintMarks(ownMarks)}${blanks}`;
  });
  return { lines, width: width + marksWidth };
}

function sideBySide(blocks: readonly Block[]): readonly string[] {
  const height = Math.max(0, ...blocks.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map(({ lines, width }) => lines[line] ?? " ".repeat(width))
      .join(GAP)
      .trimEnd(),
  );
}

function recordLines(columns: readonly ShownColumn[], { columns: room, palette }: Look): readonly string[] {
  const rows = columns[0]?.cells ?? [];
  return rows.flatMap((_, row) => [
    palette.dim(`─── ${row + 1}`),
    ...columns.flatMap(({ name, cells }) => {
      const { text, marks, isDoubtful } = cells[row] ?? { text: "", marks: "", isDoubtful: false };
      const paintMarks = isDoubtful ? palette.warning : palette.dim;
      return wrap(`${palette.bold(`${name}:`)} ${text}${paintMarks(marks)}`, room);
    }),
  ]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
