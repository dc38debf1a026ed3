/** @file The pages an episode read, ready to be searched for what they state about a row. */
import type { Source } from "../core/evidence.ts";
import type { Page } from "../core/knowledge-base.ts";
import { segmentsOf } from "./segments.ts";
import { contains, searchable } from "./states-value.ts";

/** A piece of a page that can be quoted. */
export interface Segment {
  readonly quote: string;
  readonly searchable: string;
}

export interface IndexedPage {
  readonly page: Page;
  readonly title: string;
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** Pages by title, and all of them in the order they were read. */
export class PageIndex {
  readonly #pages: readonly IndexedPage[];
  readonly #mentions = new Map<string, readonly IndexedPage[]>();

  constructor(pages: readonly Page[]) {
    this.#pages = pages.map(indexed);
  }

  /** The pages whose title or text names `name`, a searchable text. */
  mentioning(name: string): readonly IndexedPage[] {
    const known = this.#mentions.get(name);
    if (known !== undefined) return known;
    const found = this.#pages.filter((page) => contains(page.title, name) || contains(page.text, name));
    this.#mentions.set(name, found);
    return found;
  }
}

export function sourceOf({ page }: IndexedPage, { quote }: Segment): Source {
  return { url: page.url, title: page.title, quote };
}

function indexed(page: Page): IndexedPage {
  const segments = segmentsOf(page.text).map((quote) => ({ quote, searchable: searchable(quote) }));
  const text = segments.map((segment) => segment.searchable).join("\n");
  return { page, title: searchable(page.title), text, segments };
}
