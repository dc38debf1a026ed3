/** @file A corpus in requests: its passages in batches, a few of which are on their way at once. */
import { ConfigError } from "../../core/errors.ts";
import { childSignal } from "../../util/abort.ts";
import type { Embedder } from "../embedding/embedder.ts";
import type { StoredPage } from "../stored-page.ts";
import { type PassageRecord, passageRecords } from "./passage-form.ts";

const REQUESTS_AT_ONCE = 3;

/** A passage as it is sent: `line` is its JSON without a vector. */
export interface Outgoing {
  readonly record: PassageRecord;
  readonly line: string;
}

export interface Batch {
  readonly passages: readonly Outgoing[];
  /** How many pages end in it. */
  readonly pages: number;
}

interface Most {
  readonly bytes: number;
  readonly passages: number;
}

/** The passages of the pages in order; a batch holds no more than `most`, or a single passage that is longer. */
export async function* batchesOf(
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  most: Most,
): AsyncGenerator<Batch> {
  let passages: Outgoing[] = [];
  let ended = 0;
  let bytes = 0;
  for await (const page of pages) {
    for (const record of passageRecords(page)) {
      const line = JSON.stringify(record);
      const size = Buffer.byteLength(line);
      if (passages.length >= most.passages || (bytes + size > most.bytes && passages.length > 0)) {
        yield { passages, pages: ended };
        passages = [];
        ended = 0;
        bytes = 0;
      }
      passages.push({ record, line });
      bytes += size;
    }
    ended += 1;
  }
  if (passages.length > 0) yield { passages, pages: ended };
}

/** The batches are read no faster than they are sent. The first failure ends the others and is thrown. */
export async function sendAll<B>(
  batches: AsyncIterable<B>,
  send: (batch: B, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const all = childSignal(signal);
  const running = new Set<Promise<void>>();
  const start = (batch: B) => {
    const sent = send(batch, all.signal).finally(() => running.delete(sent));
    // whoever waits sees the failure; the others are ended by the signal
    sent.catch((error: unknown) => all.abort(error));
    running.add(sent);
  };
  try {
    for await (const batch of batches) {
      if (running.size >= REQUESTS_AT_ONCE) await Promise.race(running);
      all.signal.throwIfAborted();
      start(batch);
    }
    await Promise.all(running);
  } catch (error) {
    all.abort(error);
    await Promise.allSettled(running);
    throw error;
  } finally {
    all.release();
  }
}

/** A vector for each text; `undefined` without an embedder. */
export async function vectorsOf(
  embedder: Embedder | undefined,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly number[])[] | undefined> {
  const vectors = await embedder?.embedPassages(texts, signal);
  if (vectors !== undefined && vectors.length !== texts.length) {
    throw new ConfigError(`The embedding model gave ${vectors.length} vectors for ${texts.length} passages.`);
  }
  return vectors;
}
