/** @file The value of a cell as its workbook shows it. */
import type { CellValue } from "exceljs";
import { formatNumber } from "./number-format.ts";

/**
 * Dates are ISO, numbers as their format writes them, formulas what they last came to. A formula that was never computed is
 * itself. Empty where nothing stands.
 */
export function cellText(value: CellValue, format: string | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value === "number") return formatNumber(value, format ?? "General");
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (value instanceof Date) return dateText(value, format ?? "");
  return objectText(value, format);
}

function objectText(value: Exclude<CellValue, Primitive>, format: string | undefined): string {
  if ("richText" in value)
    return value.richText
      .map(({ text }) => text)
      .join("")
      .trim();
  if ("error" in value) return value.error;
  if ("hyperlink" in value) return cellText(plainLink(value.text), format);
  if (value.result !== undefined) return cellText(value.result, format);
  return "formula" in value ? `=${value.formula}` : "";
}

type Primitive = null | undefined | string | number | boolean | Date;

/** The library types it as text, but rich text may stand there as well. */
function plainLink(text: unknown): CellValue {
  if (typeof text === "string") return text;
  if (typeof text !== "object" || text === null || !("richText" in text) || !Array.isArray(text.richText))
    return "";
  return text.richText.map((part: { readonly text?: string }) => part.text ?? "").join("");
}

/** `2024-03-01`, with the time where the format shows it, and only that where the format shows no day. */
function dateText(date: Date, format: string): string {
  if (Number.isNaN(date.getTime())) return "";
  const bare = format.replace(/"[^"]*"|\\./gu, "");
  if (/\[h+\]/iu.test(bare)) return durationText(date);
  const iso = date.toISOString();
  const [day = "", clock = ""] = iso.split("T");
  const time = clock.slice(0, /s/iu.test(bare) ? 8 : 5);
  const hasTime = /h/iu.test(bare);
  if (hasTime && !/[dy]/iu.test(bare)) return time;
  return hasTime ? `${day} ${time}` : day;
}

/** Hours may be more than a day has: days are counted from the last of 1899. */
function durationText(date: Date): string {
  const minutes = Math.round((date.getTime() - Date.UTC(1899, 11, 30)) / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
