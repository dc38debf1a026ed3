/** @file How passages stand in an index of OpenSearch: one record each, how their words are cut, and what holds for all. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Place, SearchFilter } from "../../core/knowledge-base.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { embeddingRecordSchema } from "../embedding/embedding-record.ts";
import { placesWithin } from "../places-within.ts";
import type { StoredPage } from "../stored-page.ts";
import { chunks } from "../text/chunks.ts";
import { STOP_WORDS } from "../text/stop-words.ts";
import { titleKey } from "../text/words.ts";
import { urlKey } from "../url-key.ts";

/** Grows with every change of the fields, of the passages or of the analysis, so that older indexes are built anew. */
export const INDEX_FORMAT = 1;
/** Characters of a keyword that is searched for: the engine refuses terms above 32,766 bytes, and one has up to four. */
const LONGEST_TERM = 8_191;

export interface PassageRecord {
  readonly url: string;
  readonly urlKey: string;
  readonly title: string;
  /** Only in the first passage of a page, so that a title finds each page once. */
  readonly titleKey?: string | undefined;
  readonly text: string;
  /** The page's, in each of its passages. */
  readonly keywords?: string | undefined;
  /** The passage's place in its page, from 0, and how many the page has: put together in order, they are its text. */
  readonly ordinal: number;
  readonly passages: number;
  readonly id?: string | undefined;
  /** `name=value` of each field of the page. */
  readonly fields?: readonly string[] | undefined;
  /** Within this passage. */
  readonly places?: readonly Place[] | undefined;
}

/** The columns that make a `Passage`, and what else ranking needs. */
export const PASSAGE_SOURCE = ["url", "title", "text", "keywords", "id", "places"] as const;

export const passageSource = z.object({
  url: z.string(),
  title: z.string(),
  text: z.string(),
  keywords: z.string().optional(),
  id: z.string().optional(),
  places: z.array(z.object({ start: z.number(), name: z.string() })).optional(),
});

/** What is written down with an index once it is complete. */
export const indexMeta = z.object({
  wideseek: z.object({
    format: z.int(),
    pages: z.int(),
    embedding: embeddingRecordSchema.optional(),
  }),
});

export function passageRecords(page: StoredPage): readonly PassageRecord[] {
  const { url, title, keywords } = page;
  const isCut = page.passages !== undefined && page.passages.length > 0;
  const cut = isCut ? page.passages : chunks(page.text).map((text) => ({ text, id: undefined }));
  const fields = page.fields && Object.entries(page.fields).map(([name, value]) => fieldTerm(name, value));
  let start = 0;
  return cut.map(({ id, text }, ordinal): PassageRecord => {
    const places = page.places && placesWithin(page.places, start, start + text.length);
    start += text.length;
    return {
      url,
      urlKey: urlKey(url),
      title,
      titleKey: ordinal === 0 ? titleKey(title) : undefined,
      text,
      keywords,
      ordinal,
      passages: cut.length,
      id,
      fields,
      places,
    };
  });
}

/** The terms of the field `fields` of which each page must have one, for each name of the filter. */
export function filterTerms(filter: SearchFilter = {}): readonly (readonly string[])[] {
  return Object.entries(filter).map(([name, wanted]) =>
    [wanted].flat().map((value) => fieldTerm(name, value)),
  );
}

/** The passages of a page stand in one shard, which access asks alone. Of any URL, a short text without special characters. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/** The body that creates an index of this form, without replicas and refreshing, as it is best loaded. */
export function newIndex(shards: number, embedder: Embedder | undefined): object {
  return {
    settings: {
      number_of_shards: shards,
      number_of_replicas: 0,
      refresh_interval: -1,
      ...(embedder === undefined ? {} : { "index.knn": true }),
      analysis: ANALYSIS,
    },
    mappings: {
      dynamic: "strict",
      // a vector is some ten times as long as its text, and never shown
      _source: { excludes: ["vector"] },
      properties: {
        url: { type: "keyword" },
        urlKey: { type: "keyword" },
        title: words(),
        titleKey: { type: "keyword", ignore_above: LONGEST_TERM },
        text: words(),
        keywords: words(),
        ordinal: { type: "integer" },
        passages: { type: "integer", index: false },
        id: { type: "keyword", index: false, doc_values: false },
        fields: { type: "keyword", ignore_above: LONGEST_TERM },
        places: { type: "object", enabled: false },
        ...(embedder === undefined ? {} : { vector: vector(embedder.dimensions) }),
      },
    },
  };
}

/**
 * Words are folded and stemmed as English; runs of Chinese, Japanese and Korean become pairs of neighbouring characters.
 * Stop words go after that: `和` alone says nothing, but in `共和国` it does.
 */
const ANALYSIS = {
  filter: {
    stop: { type: "stop", stopwords: [...STOP_WORDS] },
    possessive: { type: "stemmer", language: "possessive_english" },
    stem: { type: "stemmer", language: "english" },
  },
  analyzer: {
    words: {
      type: "custom",
      tokenizer: "standard",
      filter: ["cjk_width", "lowercase", "asciifolding", "possessive", "cjk_bigram", "stop", "stem"],
    },
  },
};

function words(): object {
  return { type: "text", analyzer: "words" };
}

/** The engine of Lucene needs no native library and filters while it searches. Parameters as the official WideSeek-R1 index has them. */
function vector(dimension: number): object {
  const parameters = { m: 32, ef_construction: 512 };
  return {
    type: "knn_vector",
    dimension,
    method: { name: "hnsw", engine: "lucene", space_type: "cosinesimil", parameters },
  };
}

function fieldTerm(name: string, value: string): string {
  return `${name}=${value}`;
}
