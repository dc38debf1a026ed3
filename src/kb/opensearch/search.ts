/** @file Ranked passages from an index in OpenSearch: by words, by meaning, or by both. */
import { z } from "zod";
import { ToolInputError } from "../../core/errors.ts";
import type { Passage, SearchMode, SearchRequest } from "../../core/knowledge-base.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { type Candidate, FIELD_WEIGHTS, passagesNeeded, searchResults } from "../ranking.ts";
import { titleKey } from "../text/words.ts";
import type { Cluster } from "./cluster.ts";
import { ClusterError } from "./cluster-error.ts";
import { filterTerms, PASSAGE_SOURCE, passageSource, shortHash } from "./passage-form.ts";

/** Characters of a query that are looked at; nothing a person or a model asks is longer. */
const LONGEST_QUERY = 2_000;
/** Words of a query that are looked at: a search has at most 1,024 clauses, and a word makes one in each of six places. */
const MOST_WORDS = 150;
/** What OpenSearch returns at most, and compares as nearest neighbours at most. */
const MOST_PASSAGES = 10_000;
/** Nearest passages looked at for each page wanted: several may be of one page. */
const NEAREST_PER_PAGE = 4;
/** Reciprocal rank fusion (Cormack et al., 2009): how little the difference between the first ranks counts. */
const RANK_CONSTANT = 60;

// every character of a script that is cut into pairs is a word, and any run of other letters
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\p{RI}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{N}\p{M}])+/gu;

/** An index that stands open. */
export interface OpenIndex {
  readonly cluster: Cluster;
  /** Its alias, percent-encoded where it must be. */
  readonly index: string;
  readonly embedder?: Embedder | undefined;
  /** Of searches that do not say. */
  readonly mode: SearchMode;
}

type Found = Candidate & { readonly key: string; readonly id?: string | undefined };
type Asked = SearchRequest & { readonly mode: SearchMode };

const hits = z.object({
  hits: z.array(z.object({ _id: z.string(), _score: z.number().nullish(), _source: passageSource })),
});
const refused = z.object({
  status: z.int(),
  error: z.object({ type: z.string(), reason: z.string().nullish() }),
});
const answers = z.object({ responses: z.array(z.union([z.object({ hits }), refused])) });

export async function searchIndex(open: OpenIndex, request: SearchRequest): Promise<readonly Passage[]> {
  const query = boundedQuery(request.query);
  const { limit, form, signal } = request;
  if (query === "" || limit < 1) return [];
  const asked: Asked = { ...request, query, mode: request.mode ?? open.mode };
  const count = Math.min(MOST_PASSAGES, form === "passages" ? limit : passagesNeeded(limit));
  const searches = [
    ...(asked.mode === "dense" ? [] : [byWords(asked, count)]),
    ...(asked.mode === "bm25" ? [] : [await byMeaning(open.embedder, asked, count)]),
  ];
  const titled = form === "passages" ? [] : [byTitle(asked)];
  const found = await searchAll(open, query, { searches: [...searches, ...titled], signal });
  const ranked = fused(found.slice(0, searches.length), form === "passages" ? "key" : "url");
  if (form === "passages") return ranked.slice(0, limit).map(asPassage);
  return searchResults(query, limit, { titled: found.slice(searches.length).flat(), ranked });
}

/** The query without what no text has, cut where the engine would refuse more. */
function boundedQuery(query: string): string {
  const text = query.slice(0, LONGEST_QUERY).replace(/[\p{Cc}\p{Cs}]/gu, " ");
  const [next] = [...text.matchAll(WORD)].slice(MOST_WORDS);
  return text.slice(0, next?.index).trim();
}

/** The title's score, and the better one of the text's and the keywords': these say in other words what the text says. */
function byWords(asked: Asked, count: number): object {
  const { title, text, keywords } = FIELD_WEIGHTS;
  const match = (field: string, boost: number) => ({ match: { [field]: { query: asked.query, boost } } });
  const should = [
    match("title", title),
    { dis_max: { queries: [match("text", text), match("keywords", keywords)] } },
  ];
  return ranking(asked, count, { bool: { should, minimum_should_match: 1, filter: conditions(asked) } });
}

async function byMeaning(embedder: Embedder | undefined, asked: Asked, count: number): Promise<object> {
  if (embedder === undefined) {
    throw new ToolInputError("This knowledge base has no embeddings: search it with mode bm25.");
  }
  const [vector] = await embedder.embedQueries([asked.query], asked.signal);
  const k = asked.form === "passages" ? count : Math.min(MOST_PASSAGES, NEAREST_PER_PAGE * count);
  const filter = conditions(asked);
  const only = filter.length === 0 ? {} : { filter: { bool: { filter } } };
  return ranking(asked, count, { knn: { vector: { vector, k, ...only } } });
}

/** The first passage of each page whose title is the very query. */
function byTitle(asked: Asked): object {
  const filter = [{ term: { titleKey: titleKey(asked.query) } }, ...conditions(asked)];
  return { size: Math.min(MOST_PASSAGES, asked.limit), query: { bool: { filter } }, sort: ["url"], ...SHOWN };
}

const SHOWN = { _source: PASSAGE_SOURCE, track_total_hits: false };

/** The best passages; for pieces, the best one of each page. */
function ranking({ form }: Asked, count: number, query: object): object {
  return { size: count, query, ...(form === "passages" ? {} : { collapse: { field: "url" } }), ...SHOWN };
}

/** What a passage must have, whatever its score. A word may stand in any of the fields. */
function conditions({ query, match, filter }: Asked): readonly object[] {
  const every = { query, type: "cross_fields", operator: "and", fields: ["title", "text", "keywords"] };
  return [
    ...filterTerms(filter).map((fields) => ({ terms: { fields } })),
    ...(match === "all" ? [{ multi_match: every }] : []),
  ];
}

interface Searches {
  readonly searches: readonly object[];
  readonly signal: AbortSignal | undefined;
}

/** One request for all of them. The same query goes to the same copies of the shards, so that it finds the same each time. */
async function searchAll(
  { cluster, index }: OpenIndex,
  query: string,
  { searches, signal }: Searches,
): Promise<readonly (readonly Found[])[]> {
  const header = JSON.stringify({
    search_type: "dfs_query_then_fetch",
    preference: shortHash(query).replaceAll("_", "-"),
    allow_partial_search_results: false,
  });
  const lines = searches.flatMap((search) => [header, JSON.stringify(search)]);
  const request = { method: "POST", path: `/${index}/_msearch`, lines } as const;
  const { responses } = await cluster.send(request, answers, signal);
  return responses.map((answer) => {
    if ("error" in answer) {
      const { status, error } = answer;
      throw new ClusterError(`${error.type}: ${error.reason}`, { status });
    }
    return answer.hits.hits.map(({ _id, _score, _source }) => ({ ..._source, key: _id, score: _score ?? 0 }));
  });
}

/** One ranking as it is; of several, the sum of the reciprocal ranks. */
function fused(rankings: readonly (readonly Found[])[], by: "key" | "url"): readonly Found[] {
  const [only, ...others] = rankings;
  if (only !== undefined && others.length === 0) return only;
  const scores = new Map<string, Found>();
  for (const ranking of rankings) {
    for (const [rank, one] of ranking.entries()) {
      const before = scores.get(one[by]);
      const score = (before?.score ?? 0) + 1 / (RANK_CONSTANT + rank + 1);
      scores.set(one[by], { ...(before ?? one), score });
    }
  }
  return [...scores.values()].sort((left, right) => right.score - left.score);
}

function asPassage({ id, url, title, text, score, places }: Found): Passage {
  return {
    ...(id === undefined ? {} : { id }),
    url,
    title,
    text: text.trim(),
    score,
    ...(places === undefined ? {} : { places }),
  };
}
