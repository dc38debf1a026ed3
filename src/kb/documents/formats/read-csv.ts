/** @file A CSV file as a page with its rows and columns named. */
import { FetchError } from "../../../core/errors.ts";
import type { StoredPage } from "../../stored-page.ts";
import { decodeText } from "../decode-text.ts";
import { columnName } from "../prose-places.ts";
import type { ReadableDocument } from "../readable-document.ts";
import { type SheetRow, sheetBlocks } from "../sheets/sheet-blocks.ts";
import { type SheetNames, sheetText } from "../sheets/sheet-text.ts";

/** Of two that part the lines alike the first: commas also stand in numbers and in words. */
const DELIMITERS = ["\t", ";", "|", ","] as const;
/** Lines that are looked at to tell what parts the fields. */
const SAMPLE = 20;

/** Places are `row 5` and `row 5, column “Area”`; rows are counted as a spreadsheet does, the header is row 1. */
export async function readCsv({ bytes, page, limits }: ReadableDocument): Promise<readonly StoredPage[]> {
  const rows = await csvRows(bytes);
  const cells = rows.reduce((sum, row) => sum + row.cells.size, 0);
  if (cells > limits.cells) throw new FetchError(`it has more than ${limits.cells} cells (${cells})`);
  if (cells === 0) throw new FetchError("nothing stands in it");
  return [{ ...page, ...sheetText(sheetBlocks(rows), NAMES) }];
}

/** The rows in which something stands. Throws `FetchError` where the file is no sound CSV. */
export async function csvRows(bytes: Uint8Array): Promise<readonly SheetRow[]> {
  const text = decodeText(bytes);
  const records = await parse(text, delimiterOf(text));
  return records.map((record, index) => sheetRow(record, index + 1)).filter(({ cells }) => cells.size > 0);
}

const NAMES: SheetNames = {
  row: (row) => `row ${row}`,
  cell: ({ row, column }, header) => `row ${row}, ${columnName(header, column - 1)}`,
};

async function parse(text: string, delimiter: string): Promise<readonly (readonly string[])[]> {
  const { CsvError, parse: parseRecords } = await import("csv-parse/sync");
  try {
    return parseRecords(text, { delimiter, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FetchError(`it is no sound CSV: ${error.message.split("\n")[0]}`, { cause: error });
  }
}

function sheetRow(record: readonly string[], row: number): SheetRow {
  const cells = record.flatMap((field, index) => {
    const text = field.trim();
    const isNumber = /^[+-]?[\d.,\s%€$£]*\d[\d.,\s%€$£]*$/u.test(text) || /^\d{4}-\d{2}-\d{2}/u.test(text);
    return text === "" ? [] : [[index + 1, { text, isNumber, row, column: index + 1 }] as const];
  });
  return { number: row, cells: new Map(cells) };
}

/** The one that parts most lines into the same number of fields, more than one. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .replace(/"[^"]*"/gu, "")
    .split("\n")
    .filter(Boolean)
    .slice(0, SAMPLE);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    const usual = counts.toSorted((left, right) => left - right)[Math.floor(counts.length / 2)] ?? 0;
    return { delimiter, even: counts.filter((count) => count === usual).length, usual };
  });
  const [best] = scores.toSorted((left, right) => right.even - left.even || right.usual - left.usual);
  return best === undefined || best.usual === 0 ? "," : best.delimiter;
}
