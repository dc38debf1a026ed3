/** @file A knowledge base over pages in memory, without an index on disk or native code: for tests and small corpora. */
import { FetchError } from "../core/errors.ts";
import type { KnowledgeBase, Passage } from "../core/knowledge-base.ts";
import { type Candidate, FIELD_WEIGHTS, passagesNeeded, searchResults } from "./ranking.ts";
import type { StoredPage } from "./stored-page.ts";
import { chunks } from "./text/chunks.ts";
import { searchWords, titleKey } from "./text/words.ts";
import { urlKey } from "./url-key.ts";

/** Okapi BM25 with the usual constants: how fast a repeated word stops counting, and how much long texts pay. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.75;

type Entry = Omit<Candidate, "score">;

interface Field {
  /** Word → entry number → how often the word stands there. */
  readonly postings: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly lengths: readonly number[];
  /** Of the entries that have something written in the field. */
  readonly meanLength: number;
}

/** Of two pages with one URL the later counts. It is searched from the first call on, with nothing to wait for. */
export function inMemoryKnowledgeBase(pages: readonly StoredPage[], name = "memory"): KnowledgeBase {
  const stored = new Map(pages.map((page) => [page.url, page]));
  const byUrl = new Map([...stored].map(([url, { keywords: _, ...page }]) => [url, page]));
  const byKey = new Map([...byUrl.values()].map((page) => [urlKey(page.url), page]));
  const entries: Entry[] = [];
  const byTitle = new Map<string, Entry[]>();
  for (const { url, title, text, keywords } of stored.values()) {
    const found = chunks(text).map((chunk): Entry => ({ url, title, text: chunk, keywords }));
    const key = titleKey(title);
    byTitle.set(key, [...(byTitle.get(key) ?? []), ...found.slice(0, 1)]);
    entries.push(...found);
  }
  const titles = field(entries.map(({ title }) => title));
  const texts = field(entries.map(({ text }) => text));
  const keywords = field(entries.map((entry) => entry.keywords ?? ""));
  let isOpen = true;

  function matching(query: string, limit: number): readonly Candidate[] {
    const words = new Set(searchWords(query));
    const ofTitle = scores(titles, words, FIELD_WEIGHTS.title);
    const ofText = scores(texts, words, FIELD_WEIGHTS.text);
    const ofKeywords = scores(keywords, words, FIELD_WEIGHTS.keywords);
    const matched = new Set([...ofTitle.keys(), ...ofText.keys(), ...ofKeywords.keys()]);
    // keywords say in other words what the text says, so that the better of the two counts
    const said = (entry: number) => Math.max(ofText.get(entry) ?? 0, ofKeywords.get(entry) ?? 0);
    const scored = [...matched].map((entry): [number, number] => [
      entry,
      (ofTitle.get(entry) ?? 0) + said(entry),
    ]);
    const sorted = scored.sort(
      ([left, leftScore], [right, rightScore]) => rightScore - leftScore || left - right,
    );
    const found: Candidate[] = [];
    const urls = new Set<string>();
    for (const [number, score] of sorted) {
      const entry = entries[number];
      if (entry === undefined || urls.size >= passagesNeeded(limit)) break;
      urls.add(entry.url);
      found.push({ ...entry, score });
    }
    return found;
  }

  function search(query: string, limit: number): readonly Passage[] {
    const titled = (byTitle.get(titleKey(query)) ?? []).map((entry) => ({ ...entry, score: 0 }));
    return searchResults(query, limit, { titled, ranked: matching(query, limit) });
  }

  function assertReady(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (!isOpen) throw new FetchError(`The knowledge base ${name} is closed.`);
  }

  return {
    name,
    pageCount: byUrl.size,
    search: async ({ query, limit, signal }) => {
      assertReady(signal);
      return limit < 1 || query.trim() === "" ? [] : search(query, limit);
    },
    access: async (url, signal) => {
      assertReady(signal);
      return byUrl.get(url) ?? byKey.get(urlKey(url));
    },
    close: async () => {
      isOpen = false;
    },
  };
}

function field(texts: readonly string[]): Field {
  const postings = new Map<string, Map<number, number>>();
  const lengths = texts.map((text, entry) => {
    const words = searchWords(text);
    for (const word of words) {
      const counts = postings.get(word) ?? new Map<number, number>();
      postings.set(word, counts.set(entry, (counts.get(entry) ?? 0) + 1));
    }
    return words.length;
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const written = lengths.filter((length) => length > 0).length;
  return { postings, lengths, meanLength: total / Math.max(1, written) };
}

/** Entry number → how well the field matches the words, for each entry where one of them stands. */
function scores(
  { postings, lengths, meanLength }: Field,
  words: ReadonlySet<string>,
  weight: number,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const word of words) {
    const counts = postings.get(word) ?? new Map<number, number>();
    const rarity = Math.log(1 + (lengths.length - counts.size + 0.5) / (counts.size + 0.5));
    for (const [entry, count] of counts) {
      const length = (lengths[entry] ?? 0) / meanLength;
      const norm = SATURATION * (1 - LENGTH_PENALTY + LENGTH_PENALTY * length);
      const score = (weight * rarity * count * (SATURATION + 1)) / (count + norm);
      found.set(entry, (found.get(entry) ?? 0) + score);
    }
  }
  return found;
}
