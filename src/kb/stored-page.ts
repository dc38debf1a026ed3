/** @file A page as a corpus holds it: the page, and what search and filters may use. */
import type { Page } from "../core/knowledge-base.ts";

export interface StoredPage extends Page {
  /** Words a search may find the page by beside its title and text; never shown. Phrases are separated by `、`. */
  readonly keywords?: string | undefined;
  /** What the page is about, e.g. `country` or `list`. */
  readonly kind?: string | undefined;
  /** The part of the tasks that may ask for it: `train`, `dev`, `test` or `shared`. */
  readonly split?: string | undefined;
}
