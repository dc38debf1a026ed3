/** @file Which pages, and which pieces of them, are about which row: by their titles, and by the names that stand in them. */
import { readAliases } from "../entities/read-aliases.ts";
import type { IndexedPage, PageIndex, Segment } from "../page-index.ts";
import { wordsOf } from "../page-index.ts";
import { placesOf, searchable } from "../states-value.ts";
import type { Span } from "./numbers.ts";
import { type NamedRow, withoutQualifier } from "./row-names.ts";

/** A page about a row, and how surely it is. */
export interface Aboutness {
  readonly page: IndexedPage;
  readonly confidence: number;
  readonly why: string;
}

/** A name in a piece of text: of the rows it may mean, or (`rows` empty) of another page's subject. */
export interface Named extends Span {
  readonly rows: readonly number[];
}

const MOST_TITLE_WORDS = 6;
const HAN = /\p{Script=Han}/u;

/** The names of a table's rows, and of the subjects of the pages that were read, to be found in text. */
export class Subjects {
  readonly #index: PageIndex;
  /** By the first two words of a name, for many names may begin alike. */
  readonly #names = new Map<string, Map<string, KnownName>>();
  readonly #hanNames = new Map<string, KnownName>();
  readonly #titles = new Map<string, IndexedPage[]>();
  readonly #topics = new Map<string, IndexedPage[]>();
  readonly #about = new Map<number, readonly Aboutness[]>();
  readonly #fullNames: ReadonlySet<string>;
  readonly #named = new WeakMap<Segment, readonly Named[]>();
  #aliases: ReadonlyMap<string, readonly IndexedPage[]> | undefined;

  constructor(rows: readonly NamedRow[], index: PageIndex) {
    this.#index = index;
    this.#fullNames = new Set(rows.flatMap(({ names }) => names.slice(0, 1)));
    for (const { number, names, label } of rows) {
      for (const name of names) this.#learn(name, label, number);
    }
    for (const page of index.pages) {
      const { title } = page;
      put(this.#titles, title, page);
      const base = withoutQualifier(title);
      if (base !== title) put(this.#titles, base, page);
      for (const topic of topicsOf(title)) put(this.#topics, topic, page);
      if (wordsOf(title).length > MOST_TITLE_WORDS) continue;
      this.#learn(title, page.page.title, undefined);
      this.#learn(base, withoutQualifier(page.page.title), undefined);
    }
  }

  /**
   * The pages about a row: of those with its name as their title, the ones with the whole name, else the ones with it before a
   * qualifier; and those on a topic of it (`Economy of Peru`). Without any, pages that give its name as another of their subject's.
   */
  pagesAbout(row: NamedRow): readonly Aboutness[] {
    const known = this.#about.get(row.number) ?? this.#findPages(row);
    this.#about.set(row.number, known);
    return known;
  }

  #findPages(row: NamedRow): readonly Aboutness[] {
    const titled = this.#titled(row);
    const topical = row.names.flatMap((name) => this.#topics.get(name) ?? []).filter((page) => isTopic(page));
    const found = [
      ...titled,
      ...topical.map((page) => about(page, 0.9, `the page “${page.page.title}” is about ${row.label}`)),
    ];
    const known = found.length > 0 ? found : this.#aliased(row);
    const distinct = new Map(known.map((one) => [one.page, one]));
    return [...distinct.values()].flatMap((one) => this.#withParts(row, one));
  }

  /** Names in the order of the text; one within a longer one is left out. */
  namesIn(segment: Segment): readonly Named[] {
    const known = this.#named.get(segment);
    if (known !== undefined) return known;
    const found = this.#find(segment);
    this.#named.set(segment, found);
    return found;
  }

  #titled(row: NamedRow): readonly Aboutness[] {
    const [full = "", ...shorter] = row.names;
    const pages = this.#titles.get(full) ?? [];
    const exact = pages.filter(({ title }) => title === full);
    if (exact.length > 0) {
      const why = `the page is about ${row.label}`;
      return exact.map((page) => about(page, 1, why));
    }
    const others = [...pages, ...shorter.flatMap((name) => this.#titles.get(name) ?? [])];
    // a page whose whole title is another row's name is that row's
    const free = others.filter(({ title }) => !this.#fullNames.has(title) && !isNamesake(full, title));
    const confidence = new Set(free.map(({ title }) => title)).size > 1 ? 0.7 : 0.9;
    return free.map((page) => about(page, confidence, `the page “${page.page.title}” is about ${row.label}`));
  }

  #aliased({ names, label }: NamedRow): readonly Aboutness[] {
    this.#aliases ??= aliasesOf(this.#index.pages);
    const aliases = this.#aliases;
    return names
      .flatMap((name) => aliases.get(name) ?? [])
      .map((page) =>
        about(page, 0.85, `the page says that “${label}” is another name of ${page.page.title}`),
      );
  }

  /** A page about one key of a row must speak of the others, too. */
  #withParts({ parts, isShared }: NamedRow, one: Aboutness): readonly Aboutness[] {
    const lacks = parts.some((part) => !one.page.text.includes(part) && !one.page.title.includes(part));
    if (!lacks) return [one];
    return isShared ? [] : [{ ...one, confidence: one.confidence * 0.85 }];
  }

  #learn(name: string, written: string, row: number | undefined): void {
    if (name.length < 2) return;
    const [first = "", second = ""] = wordsOf(name);
    if (first === "") return;
    const start = startKey(first, second);
    const names = HAN.test(name) ? this.#hanNames : (this.#names.get(start) ?? new Map<string, KnownName>());
    if (names !== this.#hanNames) this.#names.set(start, names);
    const known = names.get(name);
    const rows = known?.rows ?? new Set<number>();
    if (row !== undefined) rows.add(row);
    names.set(name, { name, written: known?.written ?? written, rows });
  }

  #find(segment: Segment): readonly Named[] {
    const { searchable: text, quote } = segment;
    const found = this.#knownIn(text)
      .filter(({ name, written, rows }) => text.includes(name) && isNameIn(quote, written, rows.size > 0))
      .flatMap(({ name, rows }) =>
        placesOf(text, name).map((start): Named => ({ start, end: start + name.length, rows: [...rows] })),
      );
    const longest = found.filter((one) => !found.some((other) => isWithin(one, other)));
    return longest.sort((left, right) => left.start - right.start);
  }

  /** Names that may stand in the text. */
  #knownIn(text: string): readonly KnownName[] {
    const words = wordsOf(text);
    const starts = words.flatMap((word, index) => [
      startKey(word, ""),
      startKey(word, words[index + 1] ?? ""),
    ]);
    const begun = [...new Set(starts)].flatMap((start) => [...(this.#names.get(start)?.values() ?? [])]);
    const isHan = this.#hanNames.size > 0 && HAN.test(text);
    return isHan ? [...begun, ...this.#hanNames.values()] : begun;
  }
}

/** Two names with different qualifiers: `Hamilton, Ontario` is not `Hamilton, New Zealand`. */
function isNamesake(name: string, title: string): boolean {
  const [base, other] = [withoutQualifier(name), withoutQualifier(title)];
  return base === other && base !== name && other !== title && name !== title;
}

function startKey(first: string, second: string): string {
  return `${first} ${second}`;
}

interface KnownName {
  readonly name: string;
  readonly written: string;
  readonly rows: Set<number>;
}

/** `Lead` is an element where it is written like one, not in `these lead to`. */
function isNameIn(quote: string, written: string, isRow: boolean): boolean {
  if (quote.includes(written)) return true;
  return isRow && !quote.includes(written.toLowerCase());
}

function isWithin(one: Span, other: Span): boolean {
  return one.start >= other.start && one.end <= other.end && one.end - one.start < other.end - other.start;
}

function about(page: IndexedPage, confidence: number, why: string): Aboutness {
  return { page, confidence, why };
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** `man`, `isle of man` and `the isle of man` for `Economy of the Isle of Man`. */
function topicsOf(title: string): readonly string[] {
  const tails = [...title.matchAll(/ of (?=\S)/gu)].map(({ index }) => title.slice(index + 4));
  return [...new Set(tails.flatMap((tail) => [tail, tail.replace(/^the /u, "")]))];
}

/** `Economy of Peru` is a topic of Peru; what its own text calls `the Republic of China` is a thing of its own. */
function isTopic({ page: { title, text } }: IndexedPage): boolean {
  return !text.includes(`the ${title}`) && !text.includes(`The ${title}`);
}

/** Cheap to see; only what has one of these can give another name. */
const GIVES_ALIAS =
  /\b(?:known as|called|named|name of|abbreviated|written|spelled|spelt|a\.?k\.?a|alias|née|redirect|another name)|[(（]|[称名叫]/iu;

/** Pages by the other names that they give their own subject. */
function aliasesOf(pages: readonly IndexedPage[]): ReadonlyMap<string, readonly IndexedPage[]> {
  const aliases = new Map<string, IndexedPage[]>();
  for (const page of pages) {
    for (const alias of ownAliases(page)) put(aliases, alias, page);
  }
  return aliases;
}

function ownAliases(page: IndexedPage): readonly string[] {
  const own = new Set([page.title, withoutQualifier(page.title)]);
  return [page.page.title, ...page.segments.map(({ quote }) => quote)]
    .filter((statement) => GIVES_ALIAS.test(statement))
    .flatMap((statement) => readAliases(statement))
    .filter(({ name }) => own.has(searchable(name).replace(/^the /u, "")))
    .map(({ alias }) => searchable(alias));
}
