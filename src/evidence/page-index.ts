/** @file The pages an episode read, ready to be searched for what they state about a row. */
import type { Source } from "../core/evidence.ts";
import type { Page } from "../core/knowledge-base.ts";
import { segmentsOf } from "./segments.ts";
import { contains, searchable } from "./states-value.ts";

/** A piece of a page that can be quoted. */
export interface Segment {
  readonly quote: string;
  /** Its offset in the page's text. */
  readonly start: number;
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

/** Finds the pages that name a thing without reading all of them. */
export class PageIndex {
  readonly #pages: readonly IndexedPage[];
  readonly #pagesByWord = new Map<string, IndexedPage[]>();
  readonly #mentions = new Map<string, readonly IndexedPage[]>();

  constructor(pages: readonly Page[]) {
    this.#pages = pages.map(indexed);
    for (const page of this.#pages) {
      for (const word of new Set(wordsOf(`${page.title}\n${page.text}`))) {
        const known = this.#pagesByWord.get(word);
        if (known === undefined) this.#pagesByWord.set(word, [page]);
        else known.push(page);
      }
    }
  }

  /** The pages whose title or text names `name`, a searchable text, in the order they were read. */
  mentioning(name: string): readonly IndexedPage[] {
    const known = this.#mentions.get(name);
    if (known !== undefined) return known;
    const found = this.#candidates(name).filter(
      (page) => contains(page.title, name) || contains(page.text, name),
    );
    this.#mentions.set(name, found);
    return found;
  }

  /** The pages with the rarest word of the name; all of them for a script that writes no spaces between words. */
  #candidates(name: string): readonly IndexedPage[] {
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(name))
      return this.#pages;
    const lists = wordsOf(name).map((word) => this.#pagesByWord.get(word) ?? []);
    return lists.reduce((rarest, list) => (list.length < rarest.length ? list : rarest), this.#pages);
  }
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The source of `value`, a searchable text that the segment states. */
export function sourceOf({ page }: IndexedPage, segment: Segment, value: string): Source {
  const { quote } = segment;
  const at = segment.start + offsetOf(value, segment);
  const place = page.places?.findLast(({ start }) => start <= at)?.name;
  return { url: page.url, title: page.title, quote, ...(place !== undefined && { place }) };
}

/** Where in the quote the value stands: in a table row, its cell. */
function offsetOf(value: string, { quote }: Segment): number {
  if (!quote.startsWith("|")) return Math.max(0, quote.toLowerCase().indexOf(value));
  let offset = 0;
  for (const cell of quote.split("|")) {
    if (searchable(cell) === value) return offset + (cell.length - cell.trimStart().length);
    offset += cell.length + 1;
  }
  return 0;
}

function indexed(page: Page): IndexedPage {
  let end = 0;
  const segments = segmentsOf(page.text).map((quote) => {
    const start = page.text.indexOf(quote, end);
    end = start + quote.length;
    return { quote, start, searchable: searchable(quote), entries: entriesOf(quote) };
  });
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
