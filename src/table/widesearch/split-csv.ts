/** @file Delimited text cut into records, in every detail as pandas' `read_csv` does. */
import { EvaluatorError } from "./evaluator-error.ts";

const QUOTE = '"';

/**
 * The records of `text`, each a list of raw fields; the first is the header. A quote opens a quoted field only as the
 * field's first character. Lines that are empty or blank are passed over; the last field before the end of the
 * text needs no line end. Throws `EvaluatorError` for a quote left open.
 */
export function splitRecords(text: string, separator: string): readonly (readonly string[])[] {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const records: string[][] = [];
  let at = 0;
  while (at < source.length) {
    const next = blankLineEnd(source, at, separator);
    if (next !== undefined) {
      at = next;
      continue;
    }
    const record: string[] = [];
    at = readRecord(source, at, { separator, record });
    records.push(record);
  }
  return records;
}

/** Where the next line begins, if the one at `at` is empty or all blanks. */
function blankLineEnd(source: string, at: number, separator: string): number | undefined {
  let end = at;
  while ((source[end] === " " || source[end] === "\t") && source[end] !== separator) end += 1;
  if (end === source.length || source[end] === "\n") return end + 1;
  return source[end] === "\r" ? lineEnd(source, end) : undefined;
}

function lineEnd(source: string, at: number): number {
  return source[at] === "\r" && source[at + 1] === "\n" ? at + 2 : at + 1;
}

/** Returns where the next record begins. */
function readRecord(source: string, start: number, into: { separator: string; record: string[] }): number {
  let at = start;
  for (;;) {
    const { text, end } = readField(source, at, into.separator);
    into.record.push(text);
    if (source[end] !== into.separator) return lineEnd(source, end);
    at = end + 1;
    if (at === source.length) {
      into.record.push("");
      return at;
    }
  }
}

/** `end` is the place of the separator or line end behind the field, or the end of the text. */
function readField(source: string, start: number, separator: string): { text: string; end: number } {
  const quoted = source[start] === QUOTE ? readQuoted(source, start + 1) : { text: "", end: start };
  let end = quoted.end;
  while (end < source.length && source[end] !== separator && source[end] !== "\n" && source[end] !== "\r")
    end += 1;
  return { text: quoted.text + source.slice(quoted.end, end), end };
}

function readQuoted(source: string, start: number): { text: string; end: number } {
  const parts: string[] = [];
  let from = start;
  for (;;) {
    const quote = source.indexOf(QUOTE, from);
    if (quote < 0) throw new EvaluatorError("A quote is left open to the end of the table.");
    if (source[quote + 1] !== QUOTE) {
      parts.push(source.slice(from, quote));
      return { text: parts.join(""), end: quote + 1 };
    }
    parts.push(source.slice(from, quote + 1));
    from = quote + 2;
  }
}
