/** @file Opens the knowledge base that a command names, with the embedder that its options name. */
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { OpenEmbedder } from "../../kb/embedding/embedder.ts";
import { openEmbedder } from "../../kb/embedding/open-embedder.ts";
import { type OpenOptions, openKnowledgeBase } from "../../kb/open-knowledge-base.ts";
import { cacheDirectory } from "../places/places.ts";
import type { Variables } from "../surroundings.ts";

export interface NamedOptions extends Pick<OpenOptions, "network" | "onProgress" | "signal"> {
  readonly embedding?: string | undefined;
  readonly embeddingModel?: string | undefined;
  readonly variables: Variables;
  /** Default: the user's cache. */
  readonly cacheDirectory?: string | undefined;
}

/** With what it opened for searching by meaning; closes both. */
export async function openNamed(name: string, options: NamedOptions): Promise<KnowledgeBase> {
  const { embedding, embeddingModel, variables } = options;
  const at = embedding ?? variables["WIDESEEK_EMBEDDING"];
  let embedder: OpenEmbedder | undefined;
  const knowledgeBase = await openKnowledgeBase(name, {
    ...options,
    cacheDirectory: options.cacheDirectory ?? cacheDirectory,
    token: variables["WIDESEEK_KB_TOKEN"],
    openEmbedder: async (record) => {
      if (at === undefined) return undefined;
      embedder = await openEmbedder({
        at,
        model: embeddingModel,
        record,
        apiKey: variables["WIDESEEK_EMBEDDING_KEY"],
      });
      return embedder;
    },
  });
  return {
    ...knowledgeBase,
    close: async () => {
      await knowledgeBase.close();
      await embedder?.close();
    },
  };
}
