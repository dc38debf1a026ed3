/** @file A table of the user's own, from a CSV or Excel file, to be extended. */
import { ConfigError, FetchError } from "../../core/errors.ts";
import type { Table } from "../../core/table.ts";
import { checkContent, formatOf } from "../../kb/documents/document-format.ts";
import { csvRows } from "../../kb/documents/formats/read-csv.ts";
import { openWorkbook, sheetRows } from "../../kb/documents/formats/read-xlsx.ts";
import { bytesText } from "../../kb/documents/limits.ts";
import type { SheetRow } from "../../kb/documents/sheets/sheet-blocks.ts";
import { tableOfRows } from "./table-of-rows.ts";

/** Of a file that is read; what is larger is no table that is filled by asking. */
export const IMPORT_LIMITS = {
  fileBytes: 20 * 1024 * 1024,
  unpackedBytes: 100 * 1024 * 1024,
  cells: 200_000,
  rows: 20_000,
  columns: 200,
} as const;

/**
 * CSV and TSV in any usual encoding, with commas, semicolons, tabs or pipes; of a workbook the first visible sheet with a table.
 * Values are as the sheet shows them: dates ISO, formulas what they came to, merged cells in each row that they cover. Throws
 * `ConfigError` where the file has no table, is damaged, too large or something else than its name says.
 */
export async function importTable(bytes: Uint8Array, fileName: string): Promise<Table> {
  try {
    return checked(await read(bytes, fileName));
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new ConfigError(`${fileName} was not read: ${error.message.replace(/\.$/u, "")}.`, {
      cause: error,
    });
  }
}

async function read(bytes: Uint8Array, fileName: string): Promise<Table> {
  const format = formatOf(fileName.replaceAll("\\", "/"));
  if (format !== "csv" && format !== "xlsx") {
    throw new FetchError("tables are read from .csv, .tsv and .xlsx files");
  }
  const { byteLength } = bytes;
  if (byteLength === 0) throw new FetchError("it is empty");
  if (byteLength > IMPORT_LIMITS.fileBytes)
    throw new FetchError(
      `it is larger than ${bytesText(IMPORT_LIMITS.fileBytes)} (${bytesText(byteLength)})`,
    );
  checkContent(format, bytes);
  return format === "csv" ? fromCsv(bytes) : fromWorkbook(bytes);
}

async function fromCsv(bytes: Uint8Array): Promise<Table> {
  checkSeparators(bytes);
  const table = tableOfRows((await csvRows(bytes)).map(withoutEscapes), IMPORT_LIMITS.columns);
  if (table === undefined)
    throw new FetchError("there is no table in it: a row with the names of columns, and rows under it");
  return table;
}

async function fromWorkbook(bytes: Uint8Array): Promise<Table> {
  const { worksheets } = await openWorkbook(bytes, IMPORT_LIMITS);
  const visible = worksheets.filter(({ state }) => state === "visible");
  for (const sheet of visible) {
    const table = tableOfRows(sheetRows(sheet), IMPORT_LIMITS.columns);
    if (table !== undefined) return table;
  }
  throw new FetchError("no visible sheet has a table: a row with the names of columns, and rows under it");
}

/** Before anything is made of them: a file of nothing but commas would become millions of fields. */
function checkSeparators(bytes: Uint8Array): void {
  const separators = new Set([..."\t;|,\n"].map((letter) => letter.charCodeAt(0)));
  let found = 0;
  for (const byte of bytes) if (separators.has(byte)) found += 1;
  const most = 5 * IMPORT_LIMITS.cells;
  if (found > most) throw new FetchError(`it has more than ${most} fields`);
}

/** Written before what a spreadsheet would take for a formula. */
function withoutEscapes(row: SheetRow): SheetRow {
  const cells = [...row.cells].map(
    ([column, cell]) => [column, { ...cell, text: cell.text.replace(/^'(?=[=+\-@＝＋－＠])/u, "") }] as const,
  );
  return { ...row, cells: new Map(cells) };
}

function checked(table: Table): Table {
  const { columns, rows } = table;
  const { rows: mostRows, cells: mostCells } = IMPORT_LIMITS;
  if (rows.length > mostRows)
    throw new FetchError(`it has ${rows.length} rows; at most ${mostRows} are possible`);
  const cells = columns.length * rows.length;
  if (cells > mostCells) throw new FetchError(`it has ${cells} cells; at most ${mostCells} are possible`);
  return table;
}
