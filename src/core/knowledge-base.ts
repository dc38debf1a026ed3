/** @file The seam to what search and access read: a corpus with an index, a cluster, or the web. */

/** A whole document at a URL. `text` is plain text; its lines are paragraphs, list items or table rows. */
export interface Page {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** True where only a piece of the page was read, as a search shows it: `text` is then that piece, verbatim. */
  readonly excerpt?: true | undefined;
  /** Where its text stands in the document it was taken from, in the order of the text. */
  readonly places?: readonly Place[] | undefined;
  /** How and when its text was had; absent where nobody said so. */
  readonly fetched?: Fetched | undefined;
}

interface Fetched {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What had it: the name of a knowledge base or a reader, `fetcher` for the live web, `cache` for what that kept. */
  readonly by: string;
}

/** From `start`, an offset in the page's text, up to the next place the text stands at `name`: `page 3`, `Sales!B7`. */
export interface Place {
  readonly start: number;
  readonly name: string;
}

/** A ranked piece of a page. A higher `score` is a better match; scores of different searches do not compare. */
export interface Passage {
  /** The corpus's own name for the passage, where it has one. */
  readonly id?: string | undefined;
  readonly url: string;
  readonly title: string;
  /** The piece of the page's text that matched best: verbatim, without the title. */
  readonly text: string;
  readonly score: number;
  /** Where this text stands in the document, as `Page` has them. */
  readonly places?: readonly Place[] | undefined;
}

/** `bm25` compares words, `dense` meanings (embeddings), `hybrid` joins both rankings. */
export type SearchMode = "bm25" | "dense" | "hybrid";

/** Field name → the value, or one of the values, that a page must have. */
export type SearchFilter = Readonly<Record<string, string | readonly string[]>>;

export interface SearchRequest {
  readonly query: string;
  /** The most passages to return. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** Default: the knowledge base's own. Throws `ToolInputError` where it does not have the mode. */
  readonly mode?: SearchMode | undefined;
  /** `all`: only pages in which every word of the query stands, for broad questions; default `best`. */
  readonly match?: "best" | "all" | undefined;
  /** Throws `ToolInputError` where the knowledge base cannot filter. */
  readonly filter?: SearchFilter | undefined;
  /**
   * `pieces`: one passage a page, cut to the lines that match best; `passages`: passages whole, as they are indexed, several of
   * a page where they match. Default `pieces`.
   */
  readonly form?: "pieces" | "passages" | undefined;
}

export interface KnowledgeBase {
  /** Its name in reports and run records, e.g. `seed`. */
  readonly name: string;
  /** The number of pages it holds, where that is known. */
  readonly pageCount?: number | undefined;
  /** Its text is the package's or the program's own; any other is fenced as data where a model reads it. */
  readonly isTrusted?: true | undefined;
  /** Best first; empty when nothing matches. Throws `FetchError` when the search could not be carried out. */
  search(request: SearchRequest): Promise<readonly Passage[]>;
  /** `undefined`: there is no such page. Throws `FetchError` when the page could not be looked up. */
  access(url: string, signal?: AbortSignal): Promise<Page | undefined>;
  close(): Promise<void>;
}
