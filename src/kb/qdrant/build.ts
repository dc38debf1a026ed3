/** @file Builds a Qdrant collection over pages, in the form of the official index of WideSeek-R1. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { type Clock, systemClock } from "../../util/clock.ts";
import { backoffMs, retry } from "../../util/retry.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { embeddingRecord } from "../embedding/embedding-record.ts";
import type { BuildProgress } from "../lance/build.ts";
import { type Batch, batchesOf, sendAll, vectorsOf } from "../opensearch/batches.ts";
import { ClusterError, configError, isPassing } from "../opensearch/cluster-error.ts";
import type { StoredPage } from "../stored-page.ts";
import { COLLECTION_FORMAT, contentsOf, HNSW, payloadOf } from "./point-form.ts";
import { connectQdrant, type QdrantServer, type QdrantSettings } from "./server.ts";

/** A request: with vectors of 768 numbers some 4 MB, where the server refuses 32. */
const BATCH = { bytes: 4_000_000, passages: 256 };
/** A minute or more, after which the server is not merely busy. */
const ATTEMPTS = 12;
const BACKOFF = { baseMs: 200, maxMs: 20_000 };
/** What pages are found and filtered by. */
const INDEXED = ["url", "urlKey", "titleKey", "fields"] as const;

export interface QdrantBuild extends QdrantSettings {
  readonly collection: string;
  readonly embedder: Embedder;
  /** The number of pages, for progress. */
  readonly total?: number | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What is waited by where the server is busy. */
  readonly clock?: Clock | undefined;
}

/**
 * Writes the pages into a new collection and returns their number. Where it throws, the collection is removed again:
 * `ConfigError` where there is one of this name already, where the server cannot be used or does not take the pages any more,
 * and where two pages have one URL; the signal's reason once it is aborted.
 */
export async function buildQdrantCollection(
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  build: QdrantBuild,
): Promise<number> {
  const server = await connectQdrant(build);
  try {
    await created(server, build);
    return await filled(server, pages, build).catch(async (error: unknown) => {
      await removed(server, build.collection);
      throw error;
    });
  } catch (error) {
    build.signal?.throwIfAborted();
    throw configError(error, server, `The collection ${build.collection} cannot be built`);
  }
}

async function created(server: QdrantServer, { collection, embedder, signal }: QdrantBuild): Promise<void> {
  const body = {
    collection_name: collection,
    vectors: { size: embedder.dimensions, distance: "Cosine" },
    hnsw_config: HNSW,
    metadata: { wideseek: { format: COLLECTION_FORMAT, embedding: embeddingRecord(embedder) } },
  } as const;
  await server
    .send((api, init) => api.createCollection(body, init), z.literal(true), signal)
    .catch((error: unknown) => {
      if (!(error instanceof ClusterError && error.status === 409)) throw error;
      throw new ConfigError(
        `There is a collection ${collection} at ${server.place} already: delete it, or choose another name.`,
        { cause: error },
      );
    });
}

async function filled(
  server: QdrantServer,
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  build: QdrantBuild,
): Promise<number> {
  const { collection, embedder, total, onProgress, signal } = build;
  const collection_name = collection;
  // before the points, so that the graph of vectors takes the filters in
  for (const field_name of INDEXED) {
    const index = { collection_name, field_name, field_schema: "keyword", wait: true } as const;
    await server.send((api, init) => api.createFieldIndex(index, init), z.unknown(), signal);
  }
  let done = 0;
  const upload = async (batch: NumberedBatch, all: AbortSignal) => {
    await upserted(server, batch, { ...build, signal: all });
    done += batch.pages;
    onProgress?.({ phase: "pages", done, total });
  };
  await sendAll(numbered(batchesOf(distinct(pages), BATCH)), upload, signal);
  const metadata = {
    wideseek: { format: COLLECTION_FORMAT, embedding: embeddingRecord(embedder), pages: done },
  };
  await server.send(
    (api, init) => api.updateCollection({ collection_name, metadata }, init),
    z.unknown(),
    signal,
  );
  return done;
}

type NumberedBatch = Batch & { readonly first: number };

/** Points are numbered in the order of the corpus. */
async function* numbered(batches: AsyncIterable<Batch>): AsyncGenerator<NumberedBatch> {
  let first = 0;
  for await (const batch of batches) {
    yield { ...batch, first };
    first += batch.passages.length;
  }
}

/** Throws `ConfigError` where two pages have one URL. */
async function* distinct(
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
): AsyncGenerator<StoredPage> {
  const urls = new Set<string>();
  for await (const page of pages) {
    if (urls.has(page.url)) {
      throw new ConfigError(`Two pages have the URL ${page.url}; a URL names one page.`);
    }
    urls.add(page.url);
    yield page;
  }
}

/** A request whose answer was lost may be sent again: a point of the same number takes the other's place. */
async function upserted(
  server: QdrantServer,
  { passages, first }: NumberedBatch,
  { collection, embedder, clock = systemClock, signal }: QdrantBuild & { readonly signal: AbortSignal },
): Promise<void> {
  const records = passages.map(({ record }) => record);
  const vectors = await vectorsOf(embedder, records.map(contentsOf), signal);
  const points = records.map((record, index) => ({
    id: first + index,
    vector: [...(vectors?.[index] ?? [])],
    payload: payloadOf(record, first + index),
  }));
  const upsert = { collection_name: collection, wait: true, points };
  await retry(() => server.send((api, init) => api.upsertPoints(upsert, init), z.unknown(), signal), {
    clock,
    signal,
    delayMs: (error, attempt) =>
      isPassing(error) && attempt < ATTEMPTS ? backoffMs(attempt, BACKOFF, Math.random()) : undefined,
  });
}

async function removed(server: QdrantServer, collection_name: string): Promise<void> {
  await server
    .send((api, init) => api.deleteCollection({ collection_name }, init), z.unknown())
    .catch((error: unknown) => {
      // what led here says more
      if (!(error instanceof ClusterError)) throw error;
    });
}
