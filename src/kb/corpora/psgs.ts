/** @file The corpus of DPR: Wikipedia of December 2018, cut into 21 million passages of 100 words (psgs_w100.tsv). */
import { ConfigError } from "../../core/errors.ts";
import { type Line, LONGEST_LINE, readLines } from "./bytes/lines.ts";
import type { FileReading, PageMaker } from "./corpus.ts";
import { pagesOfRows, type Row } from "./rows.ts";

export const PSGS_HEADER = "id\ttext\ttitle";

const EXPECTED =
  'Expected: id, text and title separated by tabs; a field in quotes has its own quotes doubled ("").';

export function readPsgs(reading: FileReading): AsyncIterable<PageMaker> {
  return pagesOfRows(reading.path, readRows(reading), "passage");
}

async function* readRows(reading: FileReading): AsyncGenerator<readonly Row[]> {
  const take = rowTaker(reading.path);
  let isFirst = true;
  for await (const lines of readLines(reading)) {
    const rows: Row[] = [];
    for (const line of isFirst ? withoutHeader(lines, reading.path) : lines) {
      const row = take.line(line);
      if (row !== undefined) rows.push(row);
    }
    isFirst = false;
    yield rows;
  }
  take.end();
}

function withoutHeader([header, ...lines]: readonly Line[], path: string): readonly Line[] {
  if (header?.text === PSGS_HEADER) return lines;
  throw new ConfigError(`${path}, line 1: expected the header "id\\ttext\\ttitle".`);
}

/** Of one field: a quote that is never closed must not swallow the file. */
const MOST_LINES = 1_000;

/** Rows from lines; a field in quotes may go over several lines. */
function rowTaker(path: string) {
  let open: Line | undefined;
  return {
    line(next: Line): Row | undefined {
      const line = open === undefined ? next : { ...open, text: `${open.text}\n${next.text}` };
      if (line.text === "") return undefined;
      const fields = fieldsOf(line.text);
      open = fields === undefined ? line : undefined;
      if (fields !== undefined) return rowOf(fields, `${path}, line ${line.number}`);
      if (line.text.length < LONGEST_LINE && next.number - line.number < MOST_LINES) return undefined;
      throw unclosed(path, line);
    },
    end(): void {
      if (open !== undefined) throw unclosed(path, open);
    },
  };
}

/** `undefined`: the line ends within quotes. */
function fieldsOf(line: string): string[] | undefined {
  const fields: string[] = [];
  let start = 0;
  while (start <= line.length) {
    const isQuoted = line.charCodeAt(start) === QUOTE;
    const end = isQuoted ? closingQuote(line, start + 1) : nextTab(line, start);
    if (end === undefined) return undefined;
    const field = line.slice(isQuoted ? start + 1 : start, end);
    fields.push(isQuoted && field.includes('"') ? field.replaceAll('""', '"') : field);
    start = isQuoted ? nextTab(line, end) + 1 : end + 1;
  }
  return fields;
}

const QUOTE = 34;

function closingQuote(line: string, start: number): number | undefined {
  for (let at = line.indexOf('"', start); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line.charCodeAt(at + 1) !== QUOTE) return at;
  }
  return undefined;
}

function nextTab(line: string, start: number): number {
  const tab = line.indexOf("\t", start);
  return tab < 0 ? line.length : tab;
}

function rowOf(fields: readonly string[], place: string): Row {
  const [id, text, title] = fields;
  if (id === undefined || text === undefined || title === undefined || fields.length !== 3) {
    throw new ConfigError(`${place} has ${fields.length} fields. ${EXPECTED}`);
  }
  if (title.trim() === "") throw new ConfigError(`${place} has no title. ${EXPECTED}`);
  return { id, title, text };
}

function unclosed(path: string, line: Line): ConfigError {
  return new ConfigError(`${path}, line ${line.number}: a quote is opened and not closed. ${EXPECTED}`);
}
