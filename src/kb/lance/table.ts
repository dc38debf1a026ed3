/** @file The one table of an index: a row per passage. Its name, its columns, and how they are indexed. */
import type { Schema } from "apache-arrow";
import { placesWithin } from "../places-within.ts";
import type { StoredPage } from "../stored-page.ts";
import { bigrams } from "../text/bigrams.ts";
import { chunks } from "../text/chunks.ts";
import { STOP_WORDS } from "../text/stop-words.ts";
import { titleKey } from "../text/words.ts";
import { urlKey } from "../url-key.ts";
import type { Lance } from "./load.ts";

/** Grows with every change of the columns, of the chunks or of the tokenizer, so that older indexes are built anew. */
export const INDEX_FORMAT = 3;
export const TABLE = "passages";

/** What holds for the whole of an index, and is written down beside it. */
export interface IndexShape {
  /**
   * `any`: words are found in every script, by the rules of Unicode and a dictionary; `spaced`: half as long to build, for
   * text whose words are separated by spaces.
   */
  readonly words: "any" | "spaced";
  /** Whether its pages have keywords. */
  readonly keywords: boolean;
  /** Whether its pages have places. */
  readonly places: boolean;
  /** The length of the vectors; absent: there are none. */
  readonly dimensions?: number | undefined;
}

export type PassageRow = {
  readonly id: string | null;
  readonly url: string;
  readonly urlKey: string;
  readonly title: string;
  /** Only in the first passage of a page, so that a title finds each page once. */
  readonly titleKey: string | null;
  readonly text: string;
  /** The page's, in each of its passages: they decide between pages, the text between the passages of a page. */
  readonly keywords: string | null;
  /** Pairs of neighbouring letters of the text's Korean words, which carry their endings; null where there are none. */
  readonly bigrams: string | null;
  /** The passage's number in the index. The texts of a page's passages, put together in this order, are its text. */
  readonly ordinal: number;
  /** `name=value` of each field of the page, in each of its passages. */
  readonly fields: readonly string[];
  /** JSON of the places within this passage; null where the page has none. */
  readonly places: string | null;
  readonly vector?: readonly number[];
};

/** Throws where the Arrow package is missing, which LanceDB itself needs. */
export async function schemaOf({ dimensions }: Pick<IndexShape, "dimensions">): Promise<Schema> {
  const {
    Field,
    FixedSizeList,
    Float32,
    Int32,
    List,
    Schema: ArrowSchema,
    Utf8,
  } = await import("apache-arrow");
  const text = (name: keyof PassageRow, nullable = false) => new Field(name, new Utf8(), nullable);
  const vector = (length: number) => new FixedSizeList(length, new Field("item", new Float32(), true));
  return new ArrowSchema([
    text("id", true),
    text("url"),
    text("urlKey"),
    text("title"),
    text("titleKey", true),
    text("text"),
    text("keywords", true),
    text("bigrams", true),
    new Field("ordinal", new Int32(), false),
    new Field("fields", new List(new Field("item", new Utf8(), true)), true),
    text("places", true),
    ...(dimensions === undefined ? [] : [new Field("vector", vector(dimensions), true)]),
  ]);
}

/** The rows of a page whose first passage has the number `first` in the index. */
export function passageRows(
  page: StoredPage,
  first: number,
  { words }: Pick<IndexShape, "words">,
): PassageRow[] {
  const passages = page.passages ?? chunks(page.text).map((text) => ({ text, id: undefined }));
  const fields = Object.entries(page.fields ?? {}).map(([name, value]) => fieldTerm(name, value));
  let start = 0;
  return passages.map(({ id, text }, index): PassageRow => {
    const places = placesWithin(page.places, start, start + text.length);
    start += text.length;
    return {
      id: id ?? null,
      url: page.url,
      urlKey: urlKey(page.url),
      title: page.title,
      titleKey: index === 0 ? titleKey(page.title) : null,
      text,
      keywords: page.keywords ?? null,
      bigrams: words === "any" ? bigrams(`${page.title} ${text}`) : null,
      ordinal: first + index,
      fields,
      places: places.length === 0 ? null : JSON.stringify(places),
    };
  });
}

export function fieldTerm(name: string, value: string): string {
  return `${name}=${value}`;
}

type Planned = { readonly column: keyof PassageRow; readonly config: ReturnType<Lance["Index"]["btree"]> };

/**
 * The indexes, in the order they are built. `icu/split` takes Chinese and Japanese text apart into words, where `simple` makes
 * one word of a whole clause. Our own stop words replace its list, which has words of many languages in it (`cities`, `sao`).
 */
export function indexes({ Index }: Lance, { words, keywords }: IndexShape): readonly Planned[] {
  const text = () =>
    Index.fts({
      baseTokenizer: words === "any" ? "icu/split" : "simple",
      language: "English",
      stem: true,
      removeStopWords: true,
      customStopWords: [...STOP_WORDS],
      asciiFolding: true,
      lowercase: true,
      maxTokenLength: 64,
      withPosition: false,
    });
  const pairs = () => Index.fts({ baseTokenizer: "whitespace", stem: false, removeStopWords: false });
  return [
    { column: "text", config: text() },
    { column: "title", config: text() },
    ...(keywords ? [{ column: "keywords" as const, config: text() }] : []),
    ...(words === "any" ? [{ column: "bigrams" as const, config: pairs() }] : []),
    { column: "urlKey", config: Index.btree() },
    { column: "titleKey", config: Index.btree() },
    { column: "fields", config: Index.labelList() },
  ];
}
