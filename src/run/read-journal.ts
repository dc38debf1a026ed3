/** @file Reads a journal back: the events of a run as they happened, with the pages put back in. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import type { Page } from "../core/knowledge-base.ts";
import { type StoredEvent, storedEventSchema, storedPageSchema } from "./event-schema.ts";
import { EVENTS_FILE, PAGES_FILE } from "./journal.ts";

/**
 * The events in `directory`. A run that was killed, or that filled the disk, may have left its last line cut off:
 * such a line is dropped. Throws `ConfigError` naming file and line where anything else is wrong.
 */
export async function readJournal(directory: string): Promise<readonly RunEvent[]> {
  const [pages, events] = await Promise.all([
    readLines(join(directory, PAGES_FILE), storedPageSchema),
    readLines(join(directory, EVENTS_FILE), storedEventSchema),
  ]);
  const pageByHash = new Map(pages.map(({ hash, ...page }) => [hash, page]));
  return events.flatMap((event) => restore(event, pageByHash));
}

/** A page that never reached the disk is evidence no more, so its reading is dropped. */
function restore(event: StoredEvent, pageByHash: ReadonlyMap<string, Page>): readonly RunEvent[] {
  if (event.type !== "page-read") return [event];
  const page = pageByHash.get(event.page.hash);
  return page === undefined ? [] : [{ ...event, page }];
}

async function readLines<T>(path: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const values: T[] = [];
  let broken: ConfigError | undefined;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (line === "") continue;
    // a broken line is forgiven only where no other follows it
    if (broken !== undefined) throw broken;
    const value = parseLine(line, schema);
    if (value.kind === "read") values.push(value.value);
    else broken = new ConfigError(`${path}, line ${number}: ${value.reason}`);
  }
  return values;
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
