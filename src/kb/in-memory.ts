/** @file A knowledge base over pages in memory, without an index on disk or native code: for tests and small corpora. */
import { FetchError } from "../core/errors.ts";
import type { KnowledgeBase, Page, Passage } from "../core/knowledge-base.ts";
import { type Candidate, passagesNeeded, searchResults } from "./ranking.ts";
import { chunks } from "./text/chunks.ts";
import { searchWords, titleKey } from "./text/words.ts";
import { urlKey } from "./url-key.ts";

/** Okapi BM25 with the usual constants: how fast a repeated word stops counting, and how much long texts pay. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.75;
const TITLE_BOOST = 2;

type Entry = Omit<Candidate, "score">;

interface Field {
  /** Word → entry number → how often the word stands there. */
  readonly postings: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly lengths: readonly number[];
  readonly meanLength: number;
}

/** Of two pages with one URL the later counts. It is searched from the first call on, with nothing to wait for. */
export function inMemoryKnowledgeBase(pages: readonly Page[], name = "memory"): KnowledgeBase {
  const byUrl = new Map(pages.map((page) => [page.url, page]));
  const byKey = new Map([...byUrl.values()].map((page) => [urlKey(page.url), page]));
  const entries: Entry[] = [];
  const byTitle = new Map<string, Entry[]>();
  for (const { url, title, text } of byUrl.values()) {
    const found = chunks(text).map((chunk): Entry => ({ url, title, text: chunk }));
    const key = titleKey(title);
    byTitle.set(key, [...(byTitle.get(key) ?? []), ...found.slice(0, 1)]);
    entries.push(...found);
  }
  const titles = field(entries.map(({ title }) => title));
  const texts = field(entries.map(({ text }) => text));
  let isOpen = true;

  function matching(query: string, limit: number): readonly Candidate[] {
    const scores = new Map<number, number>();
    for (const word of new Set(searchWords(query))) {
      addScores(scores, titles, word, TITLE_BOOST);
      addScores(scores, texts, word, 1);
    }
    const sorted = [...scores].sort(
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
  return { postings, lengths, meanLength: total / Math.max(1, texts.length) };
}

function addScores(
  scores: Map<number, number>,
  { postings, lengths, meanLength }: Field,
  word: string,
  boost: number,
): void {
  const counts = postings.get(word);
  if (counts === undefined) return;
  const rarity = Math.log(1 + (lengths.length - counts.size + 0.5) / (counts.size + 0.5));
  for (const [entry, count] of counts) {
    const length = (lengths[entry] ?? 0) / meanLength;
    const norm = SATURATION * (1 - LENGTH_PENALTY + LENGTH_PENALTY * length);
    const score = (boost * rarity * count * (SATURATION + 1)) / (count + norm);
    scores.set(entry, (scores.get(entry) ?? 0) + score);
  }
}
