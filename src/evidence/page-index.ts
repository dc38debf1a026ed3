/** @file The pages an episode read, ready to be searched for what they state about a row. */
import type { Source } from "../core/evidence.ts";
import type { Page } from "../core/knowledge-base.ts";
import { pageHash } from "../core/page-hash.ts";
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
  /** The cells of a table row, as they stand, empty ones too. */
  readonly cells?: readonly string[] | undefined;
  /** The headers above them, searchable; absent for a table without headers. */
  readonly headers?: readonly string[] | undefined;
}

/** A page with its parts, each found when it is first asked for. */
export class IndexedPage {
  readonly page: Page;
  /** Searchable, as is `text`. */
  readonly title: string;
  #segments: readonly Segment[] | undefined;
  #text: string | undefined;
  #words: ReadonlySet<string> | undefined;

  constructor(page: Page) {
    this.page = page;
    this.title = searchable(page.title);
  }

  get segments(): readonly Segment[] {
    this.#segments ??= segmentsIn(this.page.text);
    return this.#segments;
  }

  get text(): string {
    this.#text ??= this.segments.map((segment) => segment.searchable).join("\n");
    return this.#text;
  }

  /** The distinct words of title and text. */
  get words(): ReadonlySet<string> {
    this.#words ??= new Set(wordsOf(`${this.title}\n${this.text}`));
    return this.#words;
  }
}

const indexedPages = new WeakMap<Page, IndexedPage>();

/** One and the same for each page, which never changes. */
export function indexedPage(page: Page): IndexedPage {
  const known = indexedPages.get(page);
  if (known !== undefined) return known;
  const made = new IndexedPage(page);
  indexedPages.set(page, made);
  return made;
}

/** Finds the pages that name a thing without reading all of them. */
export class PageIndex {
  readonly pages: readonly IndexedPage[];
  readonly #mentions = new Map<string, readonly IndexedPage[]>();
  #pagesByWord: ReadonlyMap<string, readonly IndexedPage[]> | undefined;

  constructor(pages: readonly IndexedPage[]) {
    this.pages = pages;
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
      return this.pages;
    this.#pagesByWord ??= pagesByWord(this.pages);
    const byWord = this.#pagesByWord;
    const lists = wordsOf(name).map((word) => byWord.get(word) ?? []);
    return lists.reduce((rarest, list) => (list.length < rarest.length ? list : rarest), this.pages);
  }
}

function pagesByWord(pages: readonly IndexedPage[]): ReadonlyMap<string, readonly IndexedPage[]> {
  const byWord = new Map<string, IndexedPage[]>();
  for (const page of pages) {
    for (const word of page.words) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [page]);
      else known.push(page);
    }
  }
  return byWord;
}

const IS_ASCII = /^[\t-~]*$/;

export function wordsOf(text: string): readonly string[] {
  return text.match(IS_ASCII.test(text) ? /[A-Za-z0-9]+/g : /[\p{L}\p{N}]+/gu) ?? [];
}

/** The source of `value`, a searchable text that the segment states. */
export function sourceOf({ page }: IndexedPage, segment: Segment, value: string): Source {
  const { quote, start } = segment;
  const at = start + offsetOf(value, segment);
  const place = page.places?.findLast((one) => one.start <= at)?.name;
  return {
    url: page.url,
    title: page.title,
    quote,
    ...(place !== undefined && { place }),
    page: pageHash(page),
    start,
  };
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

function segmentsIn(pageText: string): readonly Segment[] {
  let end = 0;
  let headers: readonly string[] | undefined;
  let above: Segment | undefined;
  return segmentsOf(pageText).map((quote) => {
    const start = pageText.indexOf(quote, end);
    end = start + quote.length;
    const cells = cellsOf(quote);
    const isRule = cells !== undefined && RULE.test(quote);
    if (isRule) headers = above?.cells?.map(searchable);
    else if (cells === undefined) headers = undefined;
    const segment = segmentOf(quote, start, isRule ? undefined : headers);
    above = segment;
    return segment;
  });
}

/** The line between a table's headers and its rows. */
const RULE = /^\|[\s|:-]*-[\s|:-]*$/;

/** `headers`: those of the table that the quote is a row of, searchable. */
export function segmentOf(quote: string, start: number, headers?: readonly string[] | undefined): Segment {
  const cells = cellsOf(quote);
  return {
    quote,
    start,
    searchable: searchable(quote),
    entries: entriesOf(quote, cells),
    ...(cells !== undefined && { cells }),
    ...(headers !== undefined && { headers }),
  };
}

/** The cells of `| Peru | Lima |`, as they stand; `undefined` where it is no table row. */
function cellsOf(quote: string): readonly string[] | undefined {
  if (!quote.startsWith("|")) return undefined;
  return quote
    .replace(/^\||\|\s*$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

const LIST_MARK = /^\s*(?:[-*•]|\d{1,4}[.)])\s+/u;

/** `| Peru | Lima |` has two entries; `- Peru: a country` and `- Peru (in the south)` have one, `peru`. */
function entriesOf(line: string, cells: readonly string[] | undefined): readonly string[] {
  if (cells !== undefined) return cells.map(searchable).filter((entry) => entry !== "");
  if (!LIST_MARK.test(line)) return [];
  const [item = ""] = line.replace(LIST_MARK, "").split(/(?<=\))(?=\s)|\s[(–—-]|[:;,]\s|\s\|\s/u);
  return [searchable(item)];
}
