/** @file The lines of a file of text, numbered for messages, however large the file is. */
import { isUtf8 } from "node:buffer";
import { ConfigError } from "../../../core/errors.ts";
import type { FileReading } from "../corpus.ts";
import { readBytes } from "./read-bytes.ts";

/** Bytes: a page of a few million words. Anything longer is no text in lines. */
export const LONGEST_LINE = 64 * 2 ** 20;

export interface Line {
  /** Without its line break and without a byte order mark. */
  readonly text: string;
  /** Counts from 1. */
  readonly number: number;
}

/** As many at a time as came off the disk together. Throws `ConfigError` for a line that is too long or not UTF-8. */
export async function* readLines(reading: FileReading): AsyncGenerator<readonly Line[]> {
  const cut = lineCutter(reading.path);
  for await (const bytes of readBytes(reading)) {
    const lines = cut.push(bytes);
    if (lines.length > 0) yield lines;
  }
  const last = cut.rest();
  if (last !== undefined) yield [last];
}

function lineCutter(path: string) {
  let number = 0;
  let pieces: Buffer[] = [];
  let length = 0;

  const keep = (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
    if (length <= LONGEST_LINE) return;
    throw new ConfigError(
      `${path}, line ${number + 1} is longer than ${LONGEST_LINE / 2 ** 20} MB. One row a line is expected.`,
    );
  };
  const take = (piece: Buffer): Line => {
    const bytes = pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]);
    pieces = [];
    length = 0;
    number += 1;
    return { text: decoded(bytes, `${path}, line ${number}`), number };
  };
  return {
    push(bytes: Buffer): Line[] {
      const lines: Line[] = [];
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        lines.push(take(bytes.subarray(start, end)));
        start = end + 1;
      }
      if (start < bytes.length) keep(bytes.subarray(start));
      return lines;
    },
    /** What stands behind the last line break. */
    rest: (): Line | undefined => (length === 0 ? undefined : take(Buffer.alloc(0))),
  };
}

const CARRIAGE_RETURN = 13;

function decoded(bytes: Buffer, place: string): string {
  if (!isUtf8(bytes)) throw new ConfigError(`${place} is not UTF-8. Convert the file to UTF-8.`);
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  const text = bytes.toString("utf8", 0, end);
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
