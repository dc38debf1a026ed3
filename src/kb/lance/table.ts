/** @file The one table of an index: a row per passage. Its name, its columns, and how they are indexed. */
import type { StoredPage } from "../stored-page.ts";
import { chunks } from "../text/chunks.ts";
import { STOP_WORDS } from "../text/stop-words.ts";
import { titleKey } from "../text/words.ts";
import { urlKey } from "../url-key.ts";
import type { Lance } from "./load.ts";

/** Grows with every change of the columns, of the chunks or of the tokenizer, so that older indexes are built anew. */
export const INDEX_FORMAT = 2;
export const TABLE = "passages";

export type PassageRow = {
  readonly url: string;
  readonly urlKey: string;
  readonly title: string;
  /** Only in the first passage of a page, so that a title finds each page once. */
  readonly titleKey: string | null;
  readonly text: string;
  /** The page's, in each of its passages: they decide between pages, the text between the passages of a page. */
  readonly keywords: string | null;
  /** The passage's place in its page, from 0. The texts of a page's passages, put together, are its text. */
  readonly ordinal: number;
  readonly kind: string | null;
  readonly split: string | null;
};

const field = (name: keyof PassageRow, type: "utf8" | "int32", nullable = false) => ({
  name,
  type,
  nullable,
});

export const SCHEMA = {
  fields: [
    field("url", "utf8"),
    field("urlKey", "utf8"),
    field("title", "utf8"),
    field("titleKey", "utf8", true),
    field("text", "utf8"),
    field("keywords", "utf8", true),
    field("ordinal", "int32"),
    field("kind", "utf8", true),
    field("split", "utf8", true),
  ],
  metadata: new Map<string, string>(),
  get names() {
    return this.fields.map(({ name }) => name);
  },
};

export function passageRows(page: StoredPage): PassageRow[] {
  return chunks(page.text).map((text, ordinal) => ({
    url: page.url,
    urlKey: urlKey(page.url),
    title: page.title,
    titleKey: ordinal === 0 ? titleKey(page.title) : null,
    text,
    keywords: page.keywords ?? null,
    ordinal,
    kind: page.kind ?? null,
    split: page.split ?? null,
  }));
}

/**
 * The indexes, in the order they are built. `icu/split` takes Chinese and Japanese text apart into words, where `simple` makes
 * one word of a whole clause. Our own stop words replace its list, which has words of many languages in it (`cities`, `sao`).
 */
export function indexes({
  Index,
}: Lance): readonly { column: keyof PassageRow; config: ReturnType<typeof Index.fts> }[] {
  const words = () =>
    Index.fts({
      baseTokenizer: "icu/split",
      language: "English",
      stem: true,
      removeStopWords: true,
      customStopWords: [...STOP_WORDS],
      asciiFolding: true,
      lowercase: true,
      maxTokenLength: 64,
      withPosition: false,
    });
  return [
    { column: "text", config: words() },
    { column: "title", config: words() },
    { column: "keywords", config: words() },
    { column: "urlKey", config: Index.btree() },
    { column: "titleKey", config: Index.btree() },
  ];
}
