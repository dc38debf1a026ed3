/** @file Opens a knowledge base that was built in a directory. */
import { ConfigError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { Embedder } from "../embedding/embedder.ts";
import {
  type EmbeddingRecord,
  embeddingRecord,
  requireSameEmbedding,
} from "../embedding/embedding-record.ts";
import { openLanceIndex } from "../lance/open.ts";
import { readManifest } from "./manifest.ts";

/** `undefined` where the directory holds none. Throws `ConfigError` for one that is not whole or cannot be read. */
export async function openStore(
  directory: string,
  openEmbedder?: (embedding: EmbeddingRecord) => Promise<Embedder | undefined>,
): Promise<KnowledgeBase | undefined> {
  const manifest = await readManifest(directory);
  if (manifest === undefined) return undefined;
  const { name, pageCount, embedding, isSearchable, source } = manifest;
  if (!isSearchable) {
    const from = source.kind === "corpus" ? source.path : source.root;
    throw new ConfigError(
      `The knowledge base in ${directory} is not built to the end. Go on: wideseek kb build ${directory} ${from}`,
    );
  }
  const embedder = embedding && (await openEmbedder?.(embedding));
  if (embedding !== undefined && embedder !== undefined)
    requireSameEmbedding(embedding, embeddingRecord(embedder));
  return await openLanceIndex(directory, {
    name,
    pageCount,
    embedder,
    places: source.kind === "documents",
  });
}
