/** @file A sheet as text: Markdown tables, cut into passages that each begin with what their columns hold. */
import type { Place } from "../../../core/knowledge-base.ts";
import { markdownCell, markdownRule } from "../../../fetch/readable/markdown-table.ts";
import type { StoredPassage } from "../../stored-page.ts";
import { shortened } from "../prose-places.ts";
import type { SheetBlock, SheetCell, SheetRow } from "./sheet-blocks.ts";

export interface SheetText {
  readonly text: string;
  readonly places: readonly Place[];
  /** Put together they are the text. */
  readonly passages: readonly StoredPassage[];
}

/** What a sheet calls its rows and cells. `header` is what stands over the cell, if anything, no longer than names are. */
export interface SheetNames {
  row(row: number): string;
  cell(cell: SheetCell, header: string): string;
}

/** Characters. Rows go into one passage up to this length, or up to four times the header's where that is more. */
const PASSAGE = 1_000;
const HEADER_SHARE = 4;

/** A line of text with the places in it, counted from its own beginning. */
interface Line {
  readonly text: string;
  readonly places: readonly Place[];
}

interface Part {
  readonly text: string;
  readonly name: string;
}

export function sheetText(blocks: readonly SheetBlock[], names: SheetNames): SheetText {
  const writer = new PassageWriter();
  for (const block of blocks) {
    for (const row of block.lead) writer.paragraph(leadLine(row, names));
    if (block.header.length > 0) writer.table(tableLines(block, names));
  }
  return writer.result();
}

interface TableLines {
  readonly header: readonly Line[];
  readonly rows: readonly Line[];
}

const EMPTY: Line = { text: "", places: [] };

class PassageWriter {
  readonly #passages: StoredPassage[] = [];
  readonly #places: Place[] = [];
  #open: Line[] = [];
  /** Characters in the open lines, and in all passages before. */
  #length = 0;
  #offset = 0;

  paragraph(line: Line): void {
    if (this.#length > PASSAGE) this.#close();
    this.#add(line, EMPTY);
  }

  /** Each passage begins with the header, but what stands over a table shares a passage with its first rows. */
  table({ header, rows }: TableLines): void {
    const most = Math.max(PASSAGE, HEADER_SHARE * size(header));
    if (this.#length + size(header) + size(rows) > most && this.#length > PASSAGE / 2) this.#close();
    this.#add(...header);
    for (const row of rows) {
      const isFull = this.#length + row.text.length > most && this.#open.at(-1) !== header.at(-1);
      if (isFull) {
        this.#add(EMPTY);
        this.#close();
        this.#add(...header);
      }
      this.#add(row);
    }
    this.#add(EMPTY);
  }

  result(): SheetText {
    this.#close();
    const last = this.#passages.pop();
    if (last !== undefined) this.#passages.push({ text: last.text.trimEnd() });
    const text = this.#passages.map((passage) => passage.text).join("");
    return { text, places: this.#places, passages: this.#passages };
  }

  #add(...lines: readonly Line[]): void {
    this.#open.push(...lines);
    this.#length += size(lines);
  }

  #close(): void {
    for (const line of this.#open) {
      for (const { start, name } of line.places) this.#places.push({ start: this.#offset + start, name });
      this.#offset += line.text.length + 1;
    }
    if (this.#open.length > 0)
      this.#passages.push({ text: `${this.#open.map(({ text }) => text).join("\n")}\n` });
    this.#open = [];
    this.#length = 0;
  }
}

function size(lines: readonly Line[]): number {
  return lines.reduce((sum, { text }) => sum + text.length + 1, 0);
}

function leadLine(row: SheetRow, names: SheetNames): Line {
  const cells = [...row.cells.values()];
  return {
    text: cells.map(({ text }) => flat(text)).join(" "),
    places: cells.map((cell) => ({ start: 0, name: names.cell(cell, "") })),
  };
}

function tableLines(block: SheetBlock, names: SheetNames): TableLines {
  const columns = usedColumns([...block.header, ...block.rows]);
  const titles = new Map(columns.map((column) => [column, headerCells(block.header, column)]));
  const text = (column: number) => (titles.get(column) ?? []).map((cell) => flat(cell.text)).join(" ");
  const over = new Map(columns.map((column) => [column, shortened(text(column))]));
  const header = tableLine(
    block.header[0]?.number ?? 1,
    columns.map((column) => (titles.get(column) ?? []).map((cell) => part(cell, "", names))),
    names,
  );
  const rows = block.rows.map((row) =>
    tableLine(
      row.number,
      columns.map((column) => {
        const cell = row.cells.get(column);
        return cell === undefined ? [] : [part(cell, over.get(column) ?? "", names)];
      }),
      names,
    ),
  );
  return { header: [header, { text: markdownRule(columns.length), places: [] }], rows };
}

function part(cell: SheetCell, header: string, names: SheetNames): Part {
  return { text: cell.text, name: names.cell(cell, header) };
}

function usedColumns(rows: readonly SheetRow[]): readonly number[] {
  const used = new Set<number>();
  for (const { cells } of rows) for (const column of cells.keys()) used.add(column);
  return [...used].toSorted((left, right) => left - right);
}

/** What stands over a column, from the top; a cell merged over several rows stands there once. */
function headerCells(header: readonly SheetRow[], column: number): readonly SheetCell[] {
  const cells = header.flatMap((row) => row.cells.get(column) ?? []);
  return cells.filter(
    (cell, index) =>
      cells.findIndex((other) => other.row === cell.row && other.column === cell.column) === index,
  );
}

/** A row of a Markdown table, put together here because each part of it needs its place. */
function tableLine(row: number, cells: readonly (readonly Part[])[], names: SheetNames): Line {
  const places: Place[] = [{ start: 0, name: names.row(row) }];
  let text = "|";
  for (const parts of cells) {
    for (const { text: value, name } of parts) {
      places.push({ start: text.length + 1, name });
      text += ` ${markdownCell(value)}`;
    }
    text += parts.length === 0 ? "  |" : " |";
  }
  return { text, places };
}

function flat(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
