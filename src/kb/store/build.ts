/** @file Builds a knowledge base in a directory, goes on with a build that was broken off, or brings one up to date. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { embeddingRecord, requireSameEmbedding } from "../embedding/embedding-record.ts";
import { INDEX_FORMAT, TABLE } from "../lance/table.ts";
import { type IndexWriter, openIndexWriter } from "../lance/writer.ts";
import { lockDirectory } from "./lock.ts";
import { type Manifest, readManifest, writeManifest } from "./manifest.ts";
import type { Source, SourceWriter, StoreProgress } from "./source.ts";

export interface StoreOptions {
  readonly source: Source;
  /** In reports and run records; default: the directory's name. */
  readonly name: string;
  /** Makes the vectors of dense and hybrid search. */
  readonly embedder?: Embedder | undefined;
  readonly onProgress?: ((progress: StoreProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gives the manifest of the whole knowledge base. Aborted or killed, it goes on from its last commit when called again.
 * Throws `ConfigError` for what cannot work, and the signal's reason when aborted.
 */
export async function buildStore(directory: string, options: StoreOptions): Promise<Manifest> {
  const unlock = await lockDirectory(directory);
  try {
    const before = await readManifest(directory);
    if (before !== undefined) requireSame(directory, before, options);
    if (before?.phase === "ready" && !(await options.source.hasNews(before.source))) return before;
    return await write(directory, options, before ?? (await begin(directory, options)));
  } finally {
    await unlock();
  }
}

async function begin(directory: string, { source, name, embedder }: StoreOptions): Promise<Manifest> {
  await rm(join(directory, `${TABLE}.lance`), { recursive: true, force: true });
  return {
    format: INDEX_FORMAT,
    name,
    source: source.begin(),
    words: await source.words(),
    ...(embedder && { embedding: embeddingRecord(embedder) }),
    phase: "reading",
    isSearchable: false,
    pageCount: 0,
    commit: NOTHING,
    updatedAt: new Date().toISOString(),
  };
}

const NOTHING = { version: 0, passages: 0 };

async function write(
  directory: string,
  { source, embedder, onProgress, signal }: StoreOptions,
  before: Manifest,
): Promise<Manifest> {
  let manifest = before;
  const keep = async (change: Partial<Manifest>) => {
    manifest = { ...manifest, ...change, updatedAt: new Date().toISOString() };
    await writeManifest(directory, manifest);
  };
  const { words } = before;
  const places = before.source.kind === "documents";
  // corpora and documents have no keywords; only the pages of the package do
  const shape = { words, keywords: false, places, dimensions: embedder?.dimensions };
  const from =
    before.commit.version === 0 ? undefined : { ...before.commit, undo: before.phase !== "indexing" };
  const writer = await openIndexWriter(directory, { shape, embedder, from });
  try {
    if (before.phase !== "indexing") {
      await keep({ phase: "reading", commit: await writer.commit() });
      await source.read(before, sourceWriter(writer, keep, signal), { onProgress, signal });
      await keep({ phase: "indexing" });
    }
    const report = (done: number, total: number) => onProgress?.({ phase: "indexing", done, total });
    await keep({ commit: await writer.index(report, signal), phase: "ready", isSearchable: true });
    await keep({ commit: await writer.tidy(), passageCount: await writer.count() });
    return manifest;
  } finally {
    writer.close();
  }
}

function sourceWriter(
  writer: IndexWriter,
  keep: (change: Partial<Manifest>) => Promise<void>,
  signal: AbortSignal | undefined,
): SourceWriter {
  return {
    add: (page) => writer.add(page, signal),
    remove: (urls) => writer.remove(urls),
    commit: async (source, pageCount) => keep({ source, pageCount, commit: await writer.commit(signal) }),
  };
}

function requireSame(directory: string, before: Manifest, { source, embedder }: StoreOptions): void {
  if (!source.isSame(before.source)) {
    const path = before.source.kind === "corpus" ? before.source.path : before.source.root;
    throw new ConfigError(`${directory} holds the knowledge base of ${path}. Choose another directory.`);
  }
  if (before.embedding === undefined && embedder === undefined) return;
  if (before.embedding === undefined) {
    throw new ConfigError(`${directory} was built without embeddings. Build it again in another directory.`);
  }
  if (embedder === undefined) {
    throw new ConfigError(
      `${directory} was built with embeddings of ${before.embedding.model}. Name it again: --embedding.`,
    );
  }
  requireSameEmbedding(before.embedding, embeddingRecord(embedder));
}
