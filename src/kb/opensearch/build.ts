/** @file Builds an index over pages in an OpenSearch cluster, beside the one that is searched, and puts it in its place. */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { type Clock, systemClock } from "../../util/clock.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { embeddingRecord } from "../embedding/embedding-record.ts";
import type { BuildProgress } from "../lance/build.ts";
import type { StoredPage } from "../stored-page.ts";
import { loadPassages } from "./bulk.ts";
import { type Cluster, type ClusterRequest, type ClusterSettings, connectCluster } from "./cluster.ts";
import { ClusterError, configError } from "./cluster-error.ts";
import { INDEX_FORMAT, newIndex } from "./passage-form.ts";

/** Seconds that copies of the shards are waited for; where they take longer, the index is searched before they are there. */
const COPY_WAIT_S = 60;

/** What every index may be called, with room for the date behind it. */
const ALIAS = /^[a-z0-9][a-z0-9._-]{0,199}$/;

export interface OpenSearchBuild extends ClusterSettings {
  /** The alias by which the index is opened. */
  readonly index: string;
  /** Default 1; some 30 to 50 GB each are usual. */
  readonly shards?: number | undefined;
  /** Copies of each shard, on other nodes, as far as there are nodes; default 1. */
  readonly replicas?: number | undefined;
  /** Where given, passages can be searched by meaning; needs the k-NN plugin, which OpenSearch comes with. */
  readonly embedder?: Embedder | undefined;
  /** The number of pages, for progress. */
  readonly total?: number | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What is waited by where the cluster is busy. */
  readonly clock?: Clock | undefined;
}

/**
 * Writes the pages into a new index, then moves the alias to it in one step and removes the index it led to: searches see
 * the old pages or the new ones. Returns the number of pages. Where it throws, the new index is removed and the old one stays:
 * `ConfigError` where the cluster cannot be used, refuses a page or does not take the pages any more, and the signal's reason.
 */
export async function buildOpenSearchIndex(
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  build: OpenSearchBuild,
): Promise<number> {
  if (!ALIAS.test(build.index)) {
    throw new ConfigError(
      `An index of OpenSearch cannot be called "${build.index}": use small letters, digits, dots, - and _, e.g. wiki-2018.`,
    );
  }
  const cluster = await connectCluster(build);
  try {
    return await rebuilt(cluster, pages, build);
  } catch (error) {
    build.signal?.throwIfAborted();
    throw configError(error, cluster, `The index ${build.index} cannot be built`);
  } finally {
    await cluster.close();
  }
}

async function rebuilt(
  cluster: Cluster,
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  build: OpenSearchBuild,
): Promise<number> {
  const { index: alias, shards = 1, embedder, signal } = build;
  const before = await indexesOf(cluster, alias, signal);
  const index = versionName(alias);
  await cluster
    .send({ method: "PUT", path: `/${index}`, body: newIndex(shards, embedder) }, z.unknown(), signal)
    .catch(explained);
  try {
    const count = await filled(cluster, index, pages, build);
    signal?.throwIfAborted();
    await moveAlias(cluster, { alias, from: before, to: index });
    return count;
  } catch (error) {
    await removeUnlessUsed(cluster, alias, index);
    throw error;
  }
}

interface Move {
  readonly alias: string;
  readonly from: readonly string[];
  readonly to: string;
}

/** In one step, which is not broken off half-way: what it replaces is removed. */
async function moveAlias(cluster: Cluster, { alias, from, to }: Move): Promise<void> {
  const actions = [...from.map((index) => ({ remove_index: { index } })), { add: { index: to, alias } }];
  const request = { method: "POST", path: "/_aliases", body: { actions } } as const;
  await cluster.send(request, z.unknown()).catch(async (error: unknown) => {
    // its answer may be lost although it was carried out
    const isMoved = error instanceof ClusterError && (await indexesOf(cluster, alias)).includes(to);
    if (!isMoved) throw error;
  });
}

/** A cluster that cannot be asked keeps the index: it may be the one that is searched. */
async function removeUnlessUsed(cluster: Cluster, alias: string, index: string): Promise<void> {
  try {
    if ((await indexesOf(cluster, alias)).includes(index)) return;
    await cluster.send({ method: "DELETE", path: `/${index}` }, z.unknown());
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
  }
}

/** Everything but the alias: the passages, what holds for all of them, and copies on other nodes. */
async function filled(
  cluster: Cluster,
  index: string,
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  { embedder, replicas = 1, total, onProgress, signal, clock = systemClock }: OpenSearchBuild,
): Promise<number> {
  let done = 0;
  const onPages = (more: number) => {
    done += more;
    onProgress?.({ phase: "pages", done, total });
  };
  await loadPassages(pages, { cluster, index, embedder, clock, onPages, signal });
  const step = async (number: number, request: ClusterRequest) => {
    onProgress?.({ phase: "indexes", done: number, total: 3 });
    await cluster.send(request, z.unknown(), signal);
  };
  await step(0, { method: "POST", path: `/${index}/_refresh` });
  const embedding = embedder && embeddingRecord(embedder);
  const meta = { wideseek: { format: INDEX_FORMAT, pages: done, embedding } };
  await step(1, { method: "PUT", path: `/${index}/_mapping`, body: { _meta: meta } });
  const copies = { index: { auto_expand_replicas: `0-${replicas}`, refresh_interval: null } };
  await step(2, { method: "PUT", path: `/${index}/_settings`, body: copies });
  await waitForCopies(cluster, index, signal);
  onProgress?.({ phase: "indexes", done: 3, total: 3 });
  return done;
}

async function waitForCopies(
  cluster: Cluster,
  index: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  // asked in short turns, each well within the time that one request has
  for (let waited = 0; waited < COPY_WAIT_S; waited += 5) {
    const query = { wait_for_status: "green", timeout: "5s" };
    const request = { method: "GET", path: `/_cluster/health/${index}`, query } as const;
    const health = await cluster.send(request, z.unknown(), signal).catch((error: unknown) => {
      if (error instanceof ClusterError && error.status === 408) return undefined;
      throw error;
    });
    if (health !== undefined) return;
  }
}

const resolved = z.object({
  indices: z.array(z.object({ name: z.string() })),
  aliases: z.array(z.object({ name: z.string(), indices: z.union([z.string(), z.array(z.string())]) })),
});

/** The indexes that the alias leads to. Throws `ConfigError` where an index itself has this name. */
async function indexesOf(cluster: Cluster, alias: string, signal?: AbortSignal): Promise<readonly string[]> {
  const request = { method: "GET", path: `/_resolve/index/${alias}` } as const;
  const { indices, aliases } = await cluster.send(request, resolved, signal).catch((error: unknown) => {
    if (error instanceof ClusterError && error.status === 404) return { indices: [], aliases: [] };
    throw error;
  });
  if (indices.some(({ name }) => name === alias)) {
    throw new ConfigError(
      `At ${cluster.place} ${alias} is an index and no alias, so that no newer one can take its place: choose another name.`,
    );
  }
  return aliases.filter(({ name }) => name === alias).flatMap(({ indices: names }) => names);
}

/** `wiki-20261125t213000-1f2e`: sorted by date, and two builds at once do not meet. */
function versionName(alias: string): string {
  const date = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").toLowerCase();
  return `${alias}-${date}-${randomBytes(2).toString("hex")}`;
}

/** The name is ours alone: where it exists already, an attempt whose answer was lost has made it. */
function explained(error: unknown): void {
  if (error instanceof ClusterError && error.message.startsWith("resource_already_exists_exception")) return;
  if (error instanceof ClusterError && /knn/u.test(error.message)) {
    throw new ConfigError(
      `The cluster has no k-NN plugin, which vectors need (${error.message}). Install opensearch-knn, or build without an embedder.`,
      { cause: error },
    );
  }
  throw error;
}
