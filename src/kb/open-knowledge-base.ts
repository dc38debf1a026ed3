/** @file Opens the knowledge base that a user names: the seed's, one built in a directory, documents, a server or a cluster. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { ConfigError } from "../core/errors.ts";
import type { KnowledgeBase } from "../core/knowledge-base.ts";
import { isSystemError, systemReason } from "../run/system-error.ts";
import type { Embedder } from "./embedding/embedder.ts";
import type { EmbeddingRecord } from "./embedding/embedding-record.ts";
import type { BuildProgress } from "./lance/build.ts";
import { openSeedKnowledgeBase } from "./seed.ts";
import { buildStore } from "./store/build.ts";
import { openStore } from "./store/open.ts";

export interface OpenOptions {
  /** Where indexes are kept that nobody gave a place of their own. */
  readonly cacheDirectory: string;
  /** Default true; false: nothing that is reached over a network is opened. */
  readonly network?: boolean | undefined;
  /** For dense search: opens the model that an index was built with. */
  readonly openEmbedder?:
    | ((record: EmbeddingRecord | undefined) => Promise<Embedder | undefined>)
    | undefined;
  /** Sent to a retrieval server as a Bearer token. */
  readonly token?: string | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a knowledge base may be named, for help and messages. */
const KNOWLEDGE_BASE_NAMES =
  "seed, a directory made by kb build, a folder or file of documents, http://… (a retrieval server; several with commas), " +
  "opensearch+http://host:9200/index, or qdrant+http://host:6333/collection";

/** Throws `ConfigError` where there is no such knowledge base or it cannot be opened, and the signal's reason. */
export async function openKnowledgeBase(name: string, options: OpenOptions): Promise<KnowledgeBase> {
  if (name === "seed") return await openSeedKnowledgeBase(options);
  const [, kind = "", address = ""] = /^(?:(opensearch|qdrant)\+)?(https?:\/\/\S+)$/iu.exec(name) ?? [];
  if (address === "") return await openPath(name, options);
  if (options.network === false) {
    throw new ConfigError(`${name} is reached over the network, which --no-web rules out.`);
  }
  if (kind === "opensearch") return await openOpenSearch(address, options);
  return kind === "qdrant" ? await openQdrant(address, options) : await openServers(address, options);
}

async function openPath(name: string, options: OpenOptions): Promise<KnowledgeBase> {
  const path = resolve(name);
  await requirePath(name, path);
  const { openEmbedder } = options;
  const built = await openStore(path, openEmbedder);
  return built ?? (await openDocuments(path, options));
}

async function requirePath(name: string, path: string): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const what = error.code === "ENOENT" ? "There is nothing of that name" : systemReason(error);
    throw new ConfigError(`No knowledge base "${name}": ${what}. Use ${KNOWLEDGE_BASE_NAMES}.`, {
      cause: error,
    });
  }
}

/** Documents are indexed in the cache, and what has changed since is indexed again. */
async function openDocuments(
  path: string,
  { cacheDirectory, onProgress, signal }: OpenOptions,
): Promise<KnowledgeBase> {
  const { documentsSource } = await import("./store/documents-source.ts");
  const key = createHash("sha256").update(path).digest("hex").slice(0, 16);
  const directory = join(cacheDirectory, `documents-${key}`);
  const name = basename(path);
  const { pageCount } = await buildStore(directory, {
    source: documentsSource(path),
    name,
    signal,
    onProgress: (progress) =>
      onProgress?.(
        progress.phase === "indexing" ? { ...progress, phase: "indexes" } : { ...progress, phase: "pages" },
      ),
  });
  const opened = pageCount > 0 ? await openStore(directory) : undefined;
  if (opened !== undefined) return opened;
  throw new ConfigError(
    `No document in ${path} can be read. See which and why: wideseek kb build <directory> ${path}`,
  );
}

async function openServers(addresses: string, { token }: OpenOptions): Promise<KnowledgeBase> {
  const { openRemoteKnowledgeBase } = await import("./remote/open-remote-knowledge-base.ts");
  const { shardedKnowledgeBase } = await import("./remote/sharded-knowledge-base.ts");
  const shards = addresses.split(",").map((url) => openRemoteKnowledgeBase({ url, ...(token && { token }) }));
  const [only] = shards;
  return only !== undefined && shards.length === 1
    ? only
    : shardedKnowledgeBase(shards, { mergeBy: "score" });
}

async function openOpenSearch(address: string, { openEmbedder }: OpenOptions): Promise<KnowledgeBase> {
  const { openOpenSearchKnowledgeBase } = await import("./opensearch/open.ts");
  const { node, collection } = splitAddress(address, "index");
  return await openOpenSearchKnowledgeBase({
    node,
    index: collection,
    embedder: await openEmbedder?.(undefined),
  });
}

async function openQdrant(address: string, { openEmbedder }: OpenOptions): Promise<KnowledgeBase> {
  const { openQdrantKnowledgeBase } = await import("./qdrant/open.ts");
  const { node, collection } = splitAddress(address, "collection");
  const embedder = await openEmbedder?.(undefined);
  if (embedder === undefined) {
    throw new ConfigError("Qdrant is searched by meaning: name the model of its vectors with --embedding.");
  }
  return await openQdrantKnowledgeBase({ url: node, collection, embedder });
}

function splitAddress(address: string, what: string): { readonly node: string; readonly collection: string } {
  const url = new URL(address);
  const collection = decodeURIComponent(url.pathname.replace(/^\/+|\/+$/gu, ""));
  if (collection === "")
    throw new ConfigError(`${address} names no ${what}: put it behind the address, /${what}.`);
  return {
    node: `${url.protocol}//${url.username === "" ? "" : `${url.username}:${url.password}@`}${url.host}`,
    collection,
  };
}
