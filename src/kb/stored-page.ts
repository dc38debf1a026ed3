/** @file A page as a corpus holds it: the page, and what search and filters may use. */
import type { Page } from "../core/knowledge-base.ts";

export interface StoredPage extends Page {
  /** Words a search may find the page by beside its title and text; never shown. Phrases are separated by `、`. */
  readonly keywords?: string | undefined;
  /** What filters may ask for, e.g. `{ kind: "country" }`. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /**
   * Where the corpus comes cut into passages: their texts, put together without anything between, are the page's text.
   * Absent: the page is cut where it is indexed.
   */
  readonly passages?: readonly StoredPassage[] | undefined;
}

export interface StoredPassage {
  /** The corpus's own name for it. */
  readonly id?: string | undefined;
  readonly text: string;
}
