/** @file A knowledge base in an OpenSearch cluster: ranked search, and access by URL. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { KnowledgeBase, SearchMode } from "../../core/knowledge-base.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { embeddingRecord, requireSameEmbedding } from "../embedding/embedding-record.ts";
import { accessPage } from "./access.ts";
import { type Cluster, type ClusterSettings, connectCluster } from "./cluster.ts";
import { ClusterError, configError, isPassing } from "./cluster-error.ts";
import { openGate } from "./gate.ts";
import { INDEX_FORMAT, indexMeta } from "./passage-form.ts";
import { type OpenIndex, searchIndex } from "./search.ts";

export interface OpenSearchOptions extends ClusterSettings {
  /** The alias that `buildOpenSearchIndex` gave the index, or the index itself. */
  readonly index: string;
  /** The knowledge base's name in reports and errors; default: the index's. */
  readonly name?: string | undefined;
  /** For an index with vectors: the model that made them. */
  readonly embedder?: Embedder | undefined;
  /** Of searches that do not say; default `bm25`. */
  readonly mode?: SearchMode | undefined;
}

type Meta = z.infer<typeof indexMeta>["wideseek"];

const mappings = z.record(z.string(), z.object({ mappings: z.object({ _meta: z.unknown().optional() }) }));

/**
 * Throws `ConfigError` where the cluster does not answer or refuses the user, where there is no such index or one of another
 * form, and where its vectors are of another model.
 */
export async function openOpenSearchKnowledgeBase(options: OpenSearchOptions): Promise<KnowledgeBase> {
  const { name = options.index, embedder, mode = "bm25" } = options;
  const cluster = await connectCluster(options);
  const open: OpenIndex = { cluster, index: encodeURIComponent(options.index), embedder, mode };
  const { pages } = await checked(open, options.index).catch(async (error: unknown) => {
    await cluster.close();
    throw error;
  });
  const gate = openGate(name, mayPass);
  return {
    name,
    pageCount: pages,
    search: (request) => gate.through("The search", () => searchIndex(open, request), request.signal),
    access: (url, signal) =>
      gate.through(`Access to ${url}`, () => accessPage(cluster, { index: open.index, url }, signal), signal),
    close: async () => {
      if (gate.close()) await cluster.close();
    },
  };
}

/** An index that a newer one replaces is gone in the middle of a search (404); the alias leads to the newer one. */
function mayPass(error: unknown): boolean {
  return isPassing(error) || (error instanceof ClusterError && error.status === 404);
}

async function checked({ cluster, index, embedder, mode }: OpenIndex, alias: string): Promise<Meta> {
  const meta = await metaOf(cluster, index, alias);
  if (embedder === undefined) {
    if (mode !== "bm25")
      throw new ConfigError(`A search with mode ${mode} needs the embedder of the index ${alias}.`);
    return meta;
  }
  if (meta.embedding === undefined) {
    throw new ConfigError(
      `The index ${alias} has no vectors: build it with the embedder ${embedder.model}, or open it without.`,
    );
  }
  requireSameEmbedding(meta.embedding, embeddingRecord(embedder));
  return meta;
}

async function metaOf(cluster: Cluster, index: string, alias: string): Promise<Meta> {
  const request = { method: "GET", path: `/${index}/_mapping` } as const;
  const body = await cluster.send(request, mappings).catch((error: unknown) => {
    if (error instanceof ClusterError && error.status === 404) {
      throw new ConfigError(
        `There is no index ${alias} at ${cluster.place}: build one with buildOpenSearchIndex, or name another.`,
        { cause: error },
      );
    }
    throw configError(error, cluster, `The index ${alias} cannot be opened`);
  });
  const found = Object.values(body).map(({ mappings: { _meta } }) => indexMeta.safeParse(_meta).data);
  const [meta] = found;
  if (meta === undefined || found.length > 1 || meta.wideseek.format !== INDEX_FORMAT) {
    throw new ConfigError(
      `The index ${alias} at ${cluster.place} is not one that this version built: build it with buildOpenSearchIndex.`,
    );
  }
  return meta.wideseek;
}
