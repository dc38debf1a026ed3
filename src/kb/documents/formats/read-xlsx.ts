/** @file A workbook as pages, one a sheet, with the name of each cell. */
import type { CellValue, Workbook, Worksheet } from "exceljs";
import { FetchError } from "../../../core/errors.ts";
import type { StoredPage } from "../../stored-page.ts";
import { documentUrl } from "../document-url.ts";
import type { DocumentLimits } from "../limits.ts";
import type { ReadableDocument } from "../readable-document.ts";
import { cellText } from "../sheets/cell-text.ts";
import { type SheetCell, type SheetRow, sheetBlocks } from "../sheets/sheet-blocks.ts";
import { type SheetNames, sheetText } from "../sheets/sheet-text.ts";
import { openZip, type ZipArchive } from "../zip.ts";

/** Parts of a sheet that hold no values, and that unpack to an entry for each cell of the columns they are for. */
const IGNORED = [
  "dataValidations",
  "conditionalFormatting",
  "extLst",
  "drawing",
  "legacyDrawing",
  "hyperlinks",
];

/** Places are `Sales!B7` and, where a row begins, `Sales!7:7`. Hidden sheets are not read, which the first page says. */
export async function readXlsx(document: ReadableDocument): Promise<readonly StoredPage[]> {
  const { bytes, page, file, limits } = document;
  const { worksheets } = await openWorkbook(bytes, limits);
  const visible = worksheets.filter(({ state }) => state === "visible");
  const hidden = worksheets.filter(({ state }) => state !== "visible").map(({ name }) => `“${name}”`);
  const pages = visible.flatMap((sheet) => {
    const rows = sheetRows(sheet);
    if (rows.length === 0) return [];
    const title = `${page.title} – ${sheet.name}`;
    return [
      {
        ...page,
        url: documentUrl(file, sheet.name),
        title,
        ...sheetText(sheetBlocks(rows), names(sheet.name)),
      },
    ];
  });
  if (pages.length === 0) throw new FetchError("nothing stands in any visible sheet");
  return hidden.length === 0 ? pages : noted(pages, `[Not read, because hidden: ${hidden.join(", ")}]`);
}

/** Throws `FetchError` for what is no workbook, is damaged, or is larger than `limits`. */
export async function openWorkbook(
  bytes: Uint8Array,
  { unpackedBytes, cells }: Pick<DocumentLimits, "unpackedBytes" | "cells">,
): Promise<Workbook> {
  checkSize(openZip(bytes, unpackedBytes), cells);
  return load(bytes);
}

/** Cells are counted before anything is made of them; merged ones by what they cover, for each becomes a cell. */
function checkSize(archive: ZipArchive, most: number): void {
  const types = archive.text("[Content_Types].xml");
  if (!/spreadsheetml\.sheet\.main|ms-excel\.sheet\.macroEnabled\.main/iu.test(types))
    throw new FetchError("it is no Excel workbook");
  let cells = 0;
  for (const name of archive.names.filter((entry) => /^\/?xl\/worksheets\/[^/]+\.xml$/iu.test(entry))) {
    const xml = archive.text(name);
    for (let at = xml.indexOf("<c "); at !== -1; at = xml.indexOf("<c ", at + 3)) cells++;
    for (const [, range = ""] of xml.matchAll(/<(?:\w+:)?mergeCell [^>]{0,200}?ref="([^"]{1,40})"/gu)) {
      cells += area(range);
    }
  }
  if (cells > most) throw new FetchError(`it has more than ${most} cells (${cells})`);
}

function area(range: string): number {
  const [from, to = from] = range.split(":").map(position);
  if (from === undefined || to === undefined) return 0;
  return (Math.abs(to.column - from.column) + 1) * (Math.abs(to.row - from.row) + 1);
}

function position(address: string): { readonly row: number; readonly column: number } {
  const [, letters = "A", digits = "1"] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/u.exec(address) ?? [];
  const column = [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column };
}

/** The parser meets workbooks of anybody: whatever it throws says that it could not read them. */
async function load(bytes: Uint8Array): Promise<Workbook> {
  const { default: exceljs } = await import("exceljs");
  const workbook = new exceljs.Workbook();
  try {
    const buffer = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(buffer).set(bytes);
    return await workbook.xlsx.load(buffer, { ignoreNodes: IGNORED });
  } catch (error) {
    throw new FetchError("it is damaged or cut off", { cause: error });
  }
}

/** The rows in which something stands; merged cells stand in each row and column that they cover. */
export function sheetRows(sheet: Worksheet): readonly SheetRow[] {
  const rows: SheetRow[] = [];
  sheet.eachRow((row, number) => {
    const cells = new Map<number, SheetCell>();
    row.eachCell((cell, column) => {
      const { master } = cell;
      const text = cellText(master.value, master.numFmt);
      if (text === "") return;
      const isNumber = isNumeric(master.value);
      cells.set(column, { text, isNumber, row: Number(master.row), column: Number(master.col) });
    });
    const stood = withoutRepeats(cells, number);
    if (stood.size > 0) rows.push({ number, cells: stood });
  });
  return rows;
}

/** A cell merged over a whole row stands there once, and not again in the rows below that it covers too. */
function withoutRepeats(cells: ReadonlyMap<number, SheetCell>, row: number): ReadonlyMap<number, SheetCell> {
  const [first, ...others] = cells;
  if (first === undefined) return cells;
  const [, { row: top, column }] = first;
  if (others.some(([, cell]) => cell.row !== top || cell.column !== column)) return cells;
  return new Map(top < row ? [] : [first]);
}

function isNumeric(value: CellValue): boolean {
  if (typeof value === "number" || value instanceof Date) return true;
  return typeof value === "object" && value !== null && "result" in value && typeof value.result === "number";
}

function names(sheet: string): SheetNames {
  const name = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;
  return {
    row: (row) => `${name}!${row}:${row}`,
    cell: ({ row, column }) => `${name}!${letters(column)}${row}`,
  };
}

function letters(column: number): string {
  const rest = (column - 1) % 26;
  const before = (column - 1 - rest) / 26;
  return `${before === 0 ? "" : letters(before)}${String.fromCharCode(65 + rest)}`;
}

/** The note is a passage of its own at the end of the first page. */
function noted(pages: readonly StoredPage[], note: string): readonly StoredPage[] {
  return pages.map((page, index) => {
    if (index > 0) return page;
    const passages = [...(page.passages ?? []), { text: `\n\n${note}` }];
    return { ...page, text: `${page.text}\n\n${note}`, passages };
  });
}
