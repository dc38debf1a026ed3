/** @file Reads a journal back: the events of a run as they happened, with the pages put back in. */
import { createReadStream } from "node:fs";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import type { Page } from "../core/knowledge-base.ts";
import { type StoredEvent, type StoredPage, storedEventSchema, storedPageSchema } from "./event-schema.ts";
import { EVENTS_FILE, PAGES_FILE } from "./journal.ts";
import { isSystemError } from "./system-error.ts";

/**
 * The events in `directory`. A run that was killed, or that filled the disk, may have left its last line cut off:
 * such a line is dropped. Throws `ConfigError` naming file and line where anything else is wrong.
 */
export async function readJournal(directory: string): Promise<readonly RunEvent[]> {
  const { pages, events } = await readFiles(directory);
  return restored(events.values, pages.values);
}

/** A journal that can be gone on with. */
export interface MendedJournal {
  readonly events: readonly RunEvent[];
  /** Hashes of the pages it holds. */
  readonly knownPages: readonly string[];
}

/** Reads it, and takes a last line that was cut off away from its files. Nobody else may write them meanwhile. */
export async function mendJournal(directory: string): Promise<MendedJournal> {
  const { pages, events } = await readFiles(directory);
  for (const { path, size, wholeSize } of [pages, events]) {
    if (size > wholeSize) await truncate(path, wholeSize);
  }
  return {
    events: restored(events.values, pages.values),
    knownPages: pages.values.map(({ hash }) => hash),
  };
}

async function readFiles(directory: string) {
  const [pages, events] = await Promise.all([
    readLines(join(directory, PAGES_FILE), storedPageSchema),
    readLines(join(directory, EVENTS_FILE), storedEventSchema),
  ]);
  return { pages, events };
}

function restored(events: readonly StoredEvent[], pages: readonly StoredPage[]): readonly RunEvent[] {
  const pageByHash = new Map(pages.map(({ hash, ...page }) => [hash, page]));
  return events.flatMap((event) => restore(event, pageByHash));
}

/** A page that never reached the disk is evidence no more, so its reading is dropped. */
function restore(event: StoredEvent, pageByHash: ReadonlyMap<string, Page>): readonly RunEvent[] {
  if (event.type !== "page-read") return [event];
  const page = pageByHash.get(event.page.hash);
  return page === undefined ? [] : [{ ...event, page }];
}

interface ReadFile<T> {
  readonly path: string;
  readonly values: readonly T[];
  /** In bytes. */
  readonly size: number;
  /** In bytes, without a last line that was cut off. */
  readonly wholeSize: number;
}

async function readLines<T>(path: string, schema: z.ZodType<T>): Promise<ReadFile<T>> {
  const values: T[] = [];
  let broken: ConfigError | undefined;
  let number = 0;
  let size = 0;
  let wholeSize = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    size = line.end;
    // a broken line is forgiven only where no other follows it
    if (broken !== undefined) throw broken;
    if (!line.isWhole) continue;
    const value = line.text === "" ? undefined : parseLine(line.text, schema);
    if (value?.kind === "broken") broken = new ConfigError(`${path}, line ${number}: ${value.reason}`);
    else wholeSize = line.end;
    if (value?.kind === "read") values.push(value.value);
  }
  return { path, values, size, wholeSize };
}

interface FileLine {
  readonly text: string;
  /** The offset after it, in bytes. */
  readonly end: number;
  /** False for what stands after the last line break. */
  readonly isWhole: boolean;
}

const LINE_BREAK = 0x0a;

/** Lines end at line feeds only: texts of pages hold separators that JSON leaves as they are. No file: no lines. */
async function* linesOf(path: string): AsyncGenerator<FileLine> {
  let rest = Buffer.alloc(0);
  let end = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
      const bytes: Buffer = Buffer.concat([rest, piece]);
      let start = 0;
      for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, start)) {
        end += at + 1 - start;
        yield { text: bytes.toString("utf8", start, at), end, isWhole: true };
        start = at + 1;
      }
      rest = Buffer.from(bytes.subarray(start));
    }
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return;
    throw error;
  }
  if (rest.length > 0) yield { text: rest.toString(), end: end + rest.length, isWhole: false };
}

type Line<T> = { readonly kind: "read"; readonly value: T } | { readonly kind: "broken"; reason: string };

function parseLine<T>(line: string, schema: z.ZodType<T>): Line<T> {
  try {
    const parsed = schema.safeParse(JSON.parse(line));
    if (parsed.success) return { kind: "read", value: parsed.data };
    const [issue] = parsed.error.issues;
    return { kind: "broken", reason: `${issue?.path.join(".")}: ${issue?.message}.` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: "broken", reason: "the line is not valid JSON." };
  }
}
