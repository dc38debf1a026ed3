/** @file Corpora of JSON lines: passages as Search-R1, FlashRAG and RLinf have them, and whole pages. */
import { ConfigError } from "../../core/errors.ts";
import { type Line, readLines } from "./bytes/lines.ts";
import type { FileReading, PageMaker } from "./corpus.ts";
import { pageOfRow, pagesOfRows, parseRow, type Row } from "./rows.ts";

/** A row a passage: `wiki-18.jsonl`, `wiki_corpus.jsonl`. */
export function readPassageLines(reading: FileReading): AsyncIterable<PageMaker> {
  return pagesOfRows(reading.path, readRows(reading), "passage");
}

/** A row a page: `wiki_webpages.jsonl`. */
export async function* readPageLines(reading: FileReading): AsyncGenerator<PageMaker> {
  for await (const lines of readLines(reading)) {
    for (const line of lines) {
      if (line.text.trim() === "") continue;
      yield () => pageOfRow(rowOf(line, reading.path));
    }
  }
}

async function* readRows(reading: FileReading): AsyncGenerator<readonly Row[]> {
  for await (const lines of readLines(reading)) {
    yield lines.filter((line) => line.text.trim() !== "").map((line) => rowOf(line, reading.path));
  }
}

function rowOf({ text, number }: Line, path: string): Row {
  const place = `${path}, line ${number}`;
  return parseRow(parseJson(text, place), place);
}

/** Throws `ConfigError` for anything but JSON; `place` says where it stands. */
function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ConfigError(`${place} is not JSON: ${cause.message}. Expected: one JSON object a line.`, {
      cause,
    });
  }
}
