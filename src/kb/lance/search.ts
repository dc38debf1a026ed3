/** @file Ranked passages from the table of an index: by words, by meaning, or by both. */
import type { FullTextQuery, Table } from "@lancedb/lancedb";
import { z } from "zod";
import { ToolInputError } from "../../core/errors.ts";
import type { Passage, Place, SearchRequest } from "../../core/knowledge-base.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { type Candidate, FIELD_WEIGHTS, passagesNeeded, searchResults } from "../ranking.ts";
import { bigrams, pairsOf } from "../text/bigrams.ts";
import { searchWords, titleKey } from "../text/words.ts";
import type { Lance } from "./load.ts";
import { quoted, whereFields } from "./sql.ts";
import type { IndexShape } from "./table.ts";

/** Characters of a query that are looked at; nothing a person or a model asks is longer. */
const LONGEST_QUERY = 2_000;
/** Reciprocal rank fusion (Cormack et al., 2009): how little the difference between the first ranks counts. */
const RANK_CONSTANT = 60;

/** An index that stands open. */
export interface OpenIndex {
  readonly lance: Lance;
  readonly table: Table;
  readonly shape: IndexShape;
  readonly embedder?: Embedder | undefined;
}

/** Each column that is read of a row costs time: only those that the index has something in. */
function columnsOf({ places }: Pick<IndexShape, "places">): string[] {
  return ["id", "url", "title", "text", ...(places ? ["places"] : [])];
}

/** Those, and the passage's number, by which rankings are joined and a page is put together. */
export function numberedColumnsOf(shape: Pick<IndexShape, "places">): string[] {
  return [...columnsOf(shape), "ordinal"];
}

export const passageRow = z.object({
  id: z.string().nullable(),
  url: z.string(),
  title: z.string(),
  text: z.string(),
  /** Its number in the index, where it was asked for. */
  ordinal: z.number().default(0),
  places: z.string().nullable().default(null),
});
const wordRows = z.array(
  passageRow.extend({ keywords: z.string().nullable().default(null), _score: z.number() }),
);
const nearRows = z.array(passageRow.extend({ _distance: z.number() }));
const titleRows = z.array(passageRow);

type Ranked = Candidate & { readonly id?: string | undefined; readonly ordinal: number };

const placeList = z.array(z.object({ start: z.number(), name: z.string() }));

export function placesOf(places: string | null): readonly Place[] | undefined {
  return places === null ? undefined : placeList.parse(JSON.parse(places));
}

export async function searchIndex(index: OpenIndex, request: SearchRequest): Promise<readonly Passage[]> {
  const query = request.query.slice(0, LONGEST_QUERY).trim();
  if (query === "" || request.limit < 1) return [];
  const asked = { ...request, query };
  if (request.form === "passages") {
    const found = await ranked(index, asked, request.limit);
    return found.slice(0, request.limit).map(({ id, url, title, text, score, places }) => ({
      ...(id === undefined ? {} : { id }),
      url,
      title,
      text: text.trim(),
      score,
      ...(places === undefined ? {} : { places }),
    }));
  }
  const [titled, found] = await Promise.all([titledRows(index, asked), enoughPages(index, asked)]);
  return searchResults(query, request.limit, { titled, ranked: found });
}

/** The first passage of each page whose title is the very query. */
async function titledRows({ table, shape }: OpenIndex, asked: SearchRequest): Promise<readonly Candidate[]> {
  const filter = whereFields(asked.filter);
  const titled = `titleKey = ${quoted(titleKey(asked.query))}`;
  const rows = await table
    .query()
    .where(filter === undefined ? titled : `${titled} AND ${filter}`)
    .select(columnsOf(shape))
    .limit(asked.limit)
    .toArray();
  return titleRows.parse(rows).map((row) => ({ ...read(row), score: 0 }));
}

/** Passages best first, enough of them for `limit` pages where there are as many. */
async function enoughPages(index: OpenIndex, asked: SearchRequest): Promise<readonly Ranked[]> {
  for (let count = passagesNeeded(asked.limit); ; count *= 4) {
    const found = await ranked(index, asked, count);
    const pages = new Set(found.map(({ url }) => url));
    if (found.length < count || pages.size >= asked.limit) return found;
  }
}

async function ranked(index: OpenIndex, asked: SearchRequest, count: number): Promise<readonly Ranked[]> {
  switch (asked.mode ?? "bm25") {
    case "bm25":
      return await byWords(index, asked, count);
    case "dense":
      return await byMeaning(index, asked, count);
    case "hybrid": {
      const rankings = await Promise.all([byWords(index, asked, count), byMeaning(index, asked, count)]);
      return fused(rankings).slice(0, count);
    }
  }
}

async function byWords(index: OpenIndex, asked: SearchRequest, count: number): Promise<readonly Ranked[]> {
  const columns = asked.mode === "hybrid" ? numberedColumnsOf : columnsOf;
  const words = asked.match === "all" ? allWords(index, asked.query) : someWords(index, asked.query);
  if (words === undefined) return [];
  const query = index.table
    .query()
    .fullTextSearch(words)
    .select([...columns(index.shape), ...(index.shape.keywords ? ["keywords"] : []), "_score"])
    .limit(count);
  const filter = whereFields(asked.filter);
  const rows = await (filter === undefined ? query : query.where(filter)).toArray();
  return wordRows
    .parse(rows)
    .map(({ keywords, _score, ...row }) => ({ ...read(row), keywords, score: _score }));
}

async function byMeaning(
  { table, shape, embedder }: OpenIndex,
  { query, filter, signal }: SearchRequest,
  count: number,
): Promise<readonly Ranked[]> {
  if (embedder === undefined) {
    throw new ToolInputError("This knowledge base has no embeddings: search it with mode bm25.");
  }
  const [vector] = await embedder.embedQueries([query], signal);
  if (vector === undefined) return [];
  const near = table
    .query()
    .nearestTo([...vector])
    .distanceType("cosine")
    .select([...numberedColumnsOf(shape), "_distance"])
    .limit(count);
  const where = whereFields(filter);
  const rows = await (where === undefined ? near : near.where(where)).toArray();
  return nearRows.parse(rows).map(({ _distance, ...row }) => ({ ...read(row), score: 1 - _distance }));
}

/** The sum of the reciprocal ranks of a passage. */
function fused(rankings: readonly (readonly Ranked[])[]): readonly Ranked[] {
  const scores = new Map<number, Ranked>();
  for (const ranking of rankings) {
    for (const [rank, one] of ranking.entries()) {
      const before = scores.get(one.ordinal)?.score ?? 0;
      scores.set(one.ordinal, { ...one, score: before + 1 / (RANK_CONSTANT + rank + 1) });
    }
  }
  return [...scores.values()].sort((left, right) => right.score - left.score);
}

/**
 * Any of the words: the better one of the fields', the title counting twice. Where pages have keywords, which are few, the
 * title's score is added: that ranks better, and would be slow for millions of passages.
 */
function someWords({ lance, shape }: OpenIndex, query: string): FullTextQuery {
  const { BooleanQuery, MatchQuery, MultiMatchQuery, Occur } = lance;
  const { title, text, keywords } = FIELD_WEIGHTS;
  const pairs = shape.words === "any" ? bigrams(query) : null;
  const korean: [typeof Occur.Should, FullTextQuery][] =
    pairs === null ? [] : [[Occur.Should, new MatchQuery(pairs, "bigrams")]];
  if (shape.keywords) {
    return new BooleanQuery([
      [Occur.Should, new MatchQuery(query, "title", { boost: title })],
      [Occur.Should, new MultiMatchQuery(query, ["text", "keywords"], { boosts: [text, keywords] })],
      ...korean,
    ]);
  }
  const words = new MultiMatchQuery(query, ["title", "text"], { boosts: [title, text] });
  return korean.length === 0 ? words : new BooleanQuery([[Occur.Should, words], ...korean]);
}

/** Every word, each in whatever field; `undefined` where the query has none. */
function allWords({ lance, shape }: OpenIndex, query: string): FullTextQuery | undefined {
  const { BooleanQuery, MatchQuery, MultiMatchQuery, Occur, Operator } = lance;
  const fields = ["title", "text", ...(shape.keywords ? ["keywords"] : [])];
  const isKorean = (word: string) => shape.words === "any" && bigrams(word) !== null;
  const words = [...new Set(searchWords(query))];
  if (words.length === 0) return undefined;
  return new BooleanQuery(
    words.map((word) => [
      Occur.Must,
      isKorean(word)
        ? new MatchQuery(pairsOf(word).join(" "), "bigrams", { operator: Operator.And })
        : new MultiMatchQuery(word, fields, { operator: Operator.And }),
    ]),
  );
}

function read({ id, places, ...row }: z.infer<typeof passageRow>): Omit<Ranked, "score"> {
  return { ...row, ...(id === null ? {} : { id }), places: placesOf(places) };
}
