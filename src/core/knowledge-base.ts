/** @file The seam to what search and access read: a corpus with an index, a cluster, or the web. */

/** A whole document at a URL. `text` is plain text; its lines are paragraphs, list items or table rows. */
export interface Page {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** True where only a piece of the page was read, as a search shows it: `text` is then that piece, verbatim. */
  readonly excerpt?: true | undefined;
}

/** A ranked piece of a page. A higher `score` is a better match; scores of different searches do not compare. */
export interface Passage {
  readonly url: string;
  readonly title: string;
  /** The piece of the page's text that matched best: verbatim, without the title. */
  readonly text: string;
  readonly score: number;
}

export interface SearchRequest {
  readonly query: string;
  /** The most passages to return. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

export interface KnowledgeBase {
  /** Its name in reports and run records, e.g. `seed`. */
  readonly name: string;
  /** The number of pages it holds, where that is known. */
  readonly pageCount?: number | undefined;
  /** Best first; empty when nothing matches. Throws `FetchError` when the search could not be carried out. */
  search(request: SearchRequest): Promise<readonly Passage[]>;
  /** `undefined`: there is no such page. Throws `FetchError` when the page could not be looked up. */
  access(url: string, signal?: AbortSignal): Promise<Page | undefined>;
  close(): Promise<void>;
}
