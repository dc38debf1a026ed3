/** @file A knowledge base in a Qdrant collection: search by meaning, and access by URL. */
import { ConfigError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { embeddingRecord, requireSameEmbedding } from "../embedding/embedding-record.ts";
import { ClusterError, configError, isPassing } from "../opensearch/cluster-error.ts";
import { openGate } from "../opensearch/gate.ts";
import { accessCollection } from "./access.ts";
import {
  COLLECTION_FORMAT,
  type CollectionInfo,
  collectionInfo,
  collectionMeta,
  singleVector,
} from "./point-form.ts";
import { searchCollection } from "./search.ts";
import { connectQdrant, type QdrantServer, type QdrantSettings } from "./server.ts";

export interface QdrantOptions extends QdrantSettings {
  /** Default: the official index of WideSeek-R1. */
  readonly collection?: string | undefined;
  /** The model that made the collection's vectors; for the official index `intfloat/e5-base-v2`. */
  readonly embedder: Embedder;
  /** Where whole pages are read; default: they are put together from the passages of the collection. */
  readonly pages?: Pick<KnowledgeBase, "access"> | undefined;
  /** The knowledge base's name in reports and errors; default: the collection's. */
  readonly name?: string | undefined;
}

const OFFICIAL_COLLECTION = "wiki_collection_m32_cef512";

/**
 * Throws `ConfigError` where the server does not answer or refuses the user, where there is no such collection, where its
 * vectors are of another model, length or measure, and where its pages could only be read by looking at every point.
 */
export async function openQdrantKnowledgeBase(options: QdrantOptions): Promise<KnowledgeBase> {
  const { collection = OFFICIAL_COLLECTION, embedder, pages } = options;
  const { name = collection } = options;
  const server = await connectQdrant(options);
  const info = await infoOf(server, collection);
  const pageCount = checkedPages(info, collection, embedder);
  const has = (field: string) => info.payload_schema[field] !== undefined;
  if (pages === undefined && !has("url") && !has("urlKey")) throw needsIndex(server, collection);
  const open = { server, collection, embedder, hasFields: has("fields"), hasKeys: has("urlKey") };
  const gate = openGate(name, isPassing);
  return {
    name,
    pageCount,
    search: (request) => gate.through("The search", () => searchCollection(open, request), request.signal),
    access: (url, signal) =>
      gate.through(
        `Access to ${url}`,
        () => (pages === undefined ? accessCollection(open, url, signal) : pages.access(url, signal)),
        signal,
      ),
    close: async () => {
      gate.close();
    },
  };
}

async function infoOf(server: QdrantServer, collection: string): Promise<CollectionInfo> {
  try {
    return await server.send(
      (api, init) => api.getCollection({ collection_name: collection }, init),
      collectionInfo,
    );
  } catch (error) {
    if (error instanceof ClusterError && error.status === 404) {
      throw new ConfigError(
        `There is no collection ${collection} at ${server.place}: build one with buildQdrantCollection, or name another.`,
        { cause: error },
      );
    }
    throw configError(error, server, `The collection ${collection} cannot be opened`);
  }
}

/** The number of its pages, where it says so. */
function checkedPages(
  { config: { params, metadata } }: CollectionInfo,
  collection: string,
  embedder: Embedder,
): number | undefined {
  const vector = singleVector.safeParse(params.vectors).data;
  const { model, dimensions } = embedder;
  if (vector?.size !== dimensions || vector.distance !== "Cosine") {
    const found =
      vector === undefined
        ? "several vectors a point"
        : `vectors of ${vector.size} numbers, compared by ${vector.distance}`;
    throw new ConfigError(
      `The collection ${collection} has ${found}; ${model} needs vectors of ${dimensions} numbers, compared by Cosine. ` +
        "Name the model of its vectors, or build a collection with buildQdrantCollection.",
    );
  }
  const meta = collectionMeta.safeParse(metadata).data?.wideseek;
  if (meta === undefined) return undefined;
  if (meta.pages === undefined || meta.format !== COLLECTION_FORMAT) {
    const state = meta.pages === undefined ? "is not built to its end" : "was built by another version";
    throw new ConfigError(`The collection ${collection} ${state}: delete it and build it again.`);
  }
  requireSameEmbedding(meta.embedding, embeddingRecord(embedder));
  return meta.pages;
}

function needsIndex({ place }: QdrantServer, collection: string): ConfigError {
  return new ConfigError(
    `The collection ${collection} at ${place} has no index of its URLs, so that no page can be read from it. Make one ` +
      `(PUT /collections/${collection}/index {"field_name":"url","field_schema":"keyword"}), or give the pages.`,
  );
}
