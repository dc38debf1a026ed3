/** @file The pages an episode read, ready to be searched for what they state about a row. */
import type { Source } from "../core/evidence.ts";
import type { Page } from "../core/knowledge-base.ts";
import { segmentsOf } from "./segments.ts";
import { contains, searchable } from "./states-value.ts";

/** A piece of a page that can be quoted. */
export interface Segment {
  readonly quote: string;
  readonly searchable: string;
  /** The entries of a list item or table row, searchable; empty for a sentence. */
  readonly entries: readonly string[];
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
  const segments = segmentsOf(page.text).map((quote) => ({
    quote,
    searchable: searchable(quote),
    entries: entriesOf(quote),
  }));
  const text = segments.map((segment) => segment.searchable).join("\n");
  return { page, title: searchable(page.title), text, segments };
}

const LIST_MARK = /^\s*(?:[-*•]|\d{1,4}[.)])\s+/u;

/** `| Peru | Lima |` has two entries; `- Peru: a country` and `- Peru (in the south)` have one, `peru`. */
function entriesOf(line: string): readonly string[] {
  if (line.startsWith("|"))
    return line
      .split("|")
      .map(searchable)
      .filter((entry) => entry !== "");
  if (!LIST_MARK.test(line)) return [];
  const [item = ""] = line.replace(LIST_MARK, "").split(/(?<=\))(?=\s)|\s[(–—-]|[:;,]\s|\s\|\s/u);
  return [searchable(item)];
}
