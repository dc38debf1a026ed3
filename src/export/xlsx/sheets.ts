/** @file Sheets of a workbook that is written row by row: headers, widths, styles, links. */
import type { CellValue, FillPattern, Font, Cell as SheetCell, Style, stream } from "exceljs";
import { webLink } from "../web-link.ts";
import { sheetText } from "./sheet-text.ts";

export type BookWriter = InstanceType<typeof stream.xlsx.WorkbookWriter>;

export interface SheetColumn {
  readonly header?: string;
  /** In letters. */
  readonly width: number;
}

type SheetValue = string | number | Date | undefined;

export interface OpenSheet {
  /** A value of a column may be shown in its own style, and be a link. */
  add(values: readonly (SheetValue | StyledValue)[]): void;
  /** Nothing can be added after it. */
  close(): void;
}

export interface StyledValue {
  readonly value: SheetValue;
  readonly style?: Partial<Style> | undefined;
  /** An address; becomes a link where it is that of a web page. */
  readonly url?: string | undefined;
  readonly note?: string | undefined;
}

/** More links on one sheet damage a workbook. */
const MOST_LINKS = 65_000;
const WIDEST = 60;
const NARROWEST = 8;

const FONT: Partial<Font> = { name: "Calibri", family: 2, size: 11 };
const HEADER: Partial<Style> = {
  font: { ...FONT, bold: true },
  fill: solid("FFEDEBE4"),
  border: { bottom: { style: "thin", color: { argb: "FF8A867C" } } },
  alignment: { vertical: "top", wrapText: true },
};
const PLAIN: Partial<Style> = { alignment: { vertical: "top", wrapText: true } };
const LINK: Partial<Style> = { font: { ...FONT, color: { argb: "FF0B5C83" }, underline: true } };
const MOMENT: Partial<Style> = { ...PLAIN, numFmt: "yyyy-mm-dd hh:mm:ss" };

/** `name` is cut to what sheets may be called. Where columns have headers, they are frozen, and the sheet can be filtered. */
export function openSheet(book: BookWriter, name: string, columns: readonly SheetColumn[]): OpenSheet {
  const headers = columns.map(({ header }) => header);
  const hasHeader = headers.some((header) => header !== undefined);
  const sheet = book.addWorksheet(
    sheetName(name),
    hasHeader ? { views: [{ state: "frozen", ySplit: 1 }] } : {},
  );
  sheet.columns = columns.map(({ width }) => ({ width: Math.min(WIDEST, Math.max(NARROWEST, width)) }));
  let links = 0;
  const fill = (cell: SheetCell, { value, style, url, note }: StyledValue) => {
    const href = url === undefined || links >= MOST_LINKS ? undefined : webLink(url);
    const look = style ?? (value instanceof Date ? MOMENT : PLAIN);
    if (note !== undefined) cell.note = { texts: [{ text: note }] };
    if (href === undefined) {
      cell.value = held(value);
      cell.style = look;
    } else {
      links += 1;
      cell.value = { text: String(held(value) ?? href), hyperlink: href };
      cell.style = { ...look, ...LINK };
    }
  };
  const add = (values: readonly (SheetValue | StyledValue)[], style?: Partial<Style>) => {
    const row = sheet.addRow([]);
    for (const [index, value] of values.entries()) {
      const styled = isStyled(value) ? value : { value, style };
      if (styled.value !== undefined || styled.style !== undefined) fill(row.getCell(index + 1), styled);
    }
    row.commit();
  };
  if (hasHeader) add(headers, HEADER);
  return {
    add: (values) => add(values),
    close: () => {
      const to = { row: 1, column: Math.max(1, columns.length) };
      if (hasHeader) sheet.autoFilter = { from: { row: 1, column: 1 }, to };
      sheet.commit();
    },
  };
}

/** A fill of one colour, as `FFRRGGBB`. */
export function solid(argb: string): FillPattern {
  return { type: "pattern", pattern: "solid", fgColor: { argb } };
}

function isStyled(value: SheetValue | StyledValue): value is StyledValue {
  return typeof value === "object" && !(value instanceof Date);
}

/** Texts that begin with `=` are texts: only an object would be a formula. */
function held(value: SheetValue): CellValue {
  if (value === undefined || value === "") return null;
  return typeof value === "string" ? sheetText(value) : value;
}

/** No more than 31 letters, none of `\ / ? * [ ] :`, no apostrophe at either end. */
export function sheetName(name: string): string {
  const clean = sheetText(name)
    .replace(/[\\/?*[\]:\n\t]/gu, " ")
    .slice(0, 31)
    .replace(/^'+|'+$/gu, "")
    .trim();
  return clean === "" ? "Sheet" : clean;
}
