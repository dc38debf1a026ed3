/** @file The sheet with the table itself: typed values, coloured by state, each with its quote as a comment. */
import type { Cell, SourcedTable } from "../../core/evidence.ts";
import type { Words } from "../words.ts";
import { sheetText, textWidth } from "./sheet-text.ts";
import { type BookWriter, openSheet, type SheetColumn, type StyledValue } from "./sheets.ts";
import { stateStyle } from "./state-styles.ts";
import { type ColumnKind, columnKind, typedValue } from "./typed-value.ts";

export function writeTableSheet(book: BookWriter, { columns, cells }: SourcedTable, words: Words): void {
  const kinds = columns.map((_, column) => columnKind(cells.map((row) => row[column]?.value ?? "")));
  const sheet = openSheet(
    book,
    words.sheets.table,
    columns.map((header, column) => sheetColumn(header, cells, column)),
  );
  const isNoted = cells.length * columns.length <= MOST_NOTES;
  for (const row of cells) {
    sheet.add(
      row.map((cell, column) => {
        const styled = styledCell(cell, kinds[column] ?? "text", words);
        return isNoted || cell.state !== "supported" ? styled : { ...styled, note: undefined };
      }),
    );
  }
  sheet.close();
}

/** LibreOffice takes a second to open a thousand comments or two; in a larger table only cells in doubt have theirs. */
const MOST_NOTES = 20_000;

/** Rows that are looked at for the width of a column. */
const SAMPLE = 500;

function sheetColumn(header: string, cells: SourcedTable["cells"], column: number): SheetColumn {
  const values = cells.slice(0, SAMPLE).map((row) => textWidth(row[column]?.value ?? ""));
  const width = values.reduce((most, value) => Math.max(most, value), textWidth(header) + 3);
  return { header, width: width + 2 };
}

function styledCell(cell: Cell, kind: ColumnKind, words: Words): StyledValue {
  const typed = typedValue(cell.value, kind);
  const written = typed?.isRewritten === true ? words.asWritten(cell.value) : undefined;
  return {
    value: typed?.value ?? cell.value,
    style: stateStyle(cell.state, typed?.format),
    url: typed === undefined ? cell.value : undefined,
    note: noteOf(cell, written, words),
  };
}

/** Characters of a quote in a comment; the sheet with the evidence has it whole. */
const LONGEST_QUOTE = 400;
const MOST_QUOTES = 3;

/** The quotes and their pages, then the reason; absent for a supported cell without sources. */
function noteOf(
  { state, sources, reason }: Cell,
  written: string | undefined,
  words: Words,
): string | undefined {
  const quotes = sources.slice(0, MOST_QUOTES).map(({ quote, title, url, place }) => {
    const page = [title, place, url].filter((part) => part !== undefined && part !== "").join(", ");
    return `“${sheetText(quote, LONGEST_QUOTE)}”\n${sheetText(page, LONGEST_QUOTE)}`;
  });
  const title = state === "supported" ? undefined : `${words.states[state]}: ${words.legend[state]}`;
  const why = reason === undefined ? undefined : sheetText(reason, LONGEST_QUOTE);
  const lines = [written && sheetText(written, LONGEST_QUOTE), title, ...quotes, why];
  const parts = lines.filter((line) => line !== undefined);
  return parts.length === 0 ? undefined : parts.join("\n");
}
