/** @file Passages of a Qdrant collection, nearest in meaning first. */
import { z } from "zod";
import { ToolInputError } from "../../core/errors.ts";
import type { Passage, SearchFilter, SearchRequest } from "../../core/knowledge-base.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { filterTerms } from "../opensearch/passage-form.ts";
import { passagesNeeded, searchResults } from "../ranking.ts";
import { titleKey } from "../text/words.ts";
import { SEARCH_EF, type StoredPoint, storedPoint } from "./point-form.ts";
import type { QdrantServer } from "./server.ts";

/** Characters of a query that are embedded; models read fewer. */
const LONGEST_QUERY = 2_000;
/** Times that more passages are asked for, each time four times as many, where they are of too few pages. */
const MOST_ROUNDS = 3;

/** A collection that stands open. */
export interface OpenCollection {
  readonly server: QdrantServer;
  readonly collection: string;
  readonly embedder: Embedder;
  /** Whether its pages have fields to filter by. */
  readonly hasFields: boolean;
  /** Whether its pages are found by `urlKey` and `titleKey`, or only by their URL as it is written. */
  readonly hasKeys: boolean;
}

const found = z.object({ points: z.array(storedPoint) });

export async function searchCollection(
  open: OpenCollection,
  request: SearchRequest,
): Promise<readonly Passage[]> {
  refuse(open, request);
  const query = request.query.slice(0, LONGEST_QUERY).trim();
  const { limit, form, signal } = request;
  if (query === "" || limit < 1) return [];
  const [vector = []] = await open.embedder.embedQueries([query], signal);
  if (form === "passages") {
    return (await nearest(open, { vector, count: limit, request })).map(asPassage);
  }
  const [ranked, titled] = await Promise.all([
    enoughPages(open, vector, request),
    open.hasKeys ? titledPoints(open, query, request) : [],
  ]);
  return searchResults(query, limit, { titled, ranked });
}

/** What a collection of vectors cannot do, with what it can. */
function refuse({ collection, hasFields }: OpenCollection, { mode, match, filter }: SearchRequest): void {
  if (mode === "bm25" || mode === "hybrid") {
    throw new ToolInputError(
      `${collection} is searched by meaning only: search it with mode dense, or name no mode.`,
    );
  }
  if (match === "all") {
    throw new ToolInputError(
      `${collection} is searched by meaning, and cannot demand words: search with match best.`,
    );
  }
  if (!hasFields && Object.keys(filter ?? {}).length > 0) {
    throw new ToolInputError(
      `The pages of ${collection} have no fields to filter by: search without a filter.`,
    );
  }
}

/** The first passage of each page whose title is the very query. */
async function titledPoints(
  { server, collection }: OpenCollection,
  query: string,
  { limit, filter, signal }: SearchRequest,
): Promise<readonly StoredPoint[]> {
  const must = [{ key: "titleKey", match: { any: [titleKey(query)] } }, ...conditions(filter)];
  const scroll = { collection_name: collection, filter: { must }, limit, with_payload: true };
  return (await server.send((api, init) => api.scrollPoints(scroll, init), found, signal)).points;
}

/** Passages nearest first, of `limit` pages where there are as many. */
async function enoughPages(
  open: OpenCollection,
  vector: readonly number[],
  request: SearchRequest,
): Promise<readonly StoredPoint[]> {
  let count = passagesNeeded(request.limit);
  for (let round = 1; ; round++) {
    const points = await nearest(open, { vector, count, request });
    const pages = new Set(points.map(({ url }) => url));
    if (pages.size >= request.limit || points.length < count || round === MOST_ROUNDS) return points;
    count *= 4;
  }
}

interface Wanted {
  readonly vector: readonly number[];
  readonly count: number;
  readonly request: SearchRequest;
}

/** A passage that has nothing in common with the query, which real models never say, is not found. */
async function nearest(
  { server, collection }: OpenCollection,
  { vector, count, request: { filter, signal } }: Wanted,
): Promise<readonly StoredPoint[]> {
  const must = conditions(filter);
  const { points } = await server.send(
    (api, init) =>
      api.queryPoints(
        {
          collection_name: collection,
          query: [...vector],
          limit: count,
          params: { hnsw_ef: Math.max(SEARCH_EF, count) },
          with_payload: true,
          ...(must.length === 0 ? {} : { filter: { must } }),
        },
        init,
      ),
    found,
    signal,
  );
  return points.filter(({ score }) => score > 0);
}

function conditions(filter: SearchFilter | undefined) {
  return filterTerms(filter).map((any) => ({ key: "fields", match: { any: [...any] } }));
}

function asPassage({ id, url, title, text, score, places }: StoredPoint): Passage {
  return { id, url, title, text: text.trim(), score, ...(places === undefined ? {} : { places }) };
}
