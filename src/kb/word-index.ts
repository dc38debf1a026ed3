/** @file An inverted index in memory: which passages have which words, ranked by Okapi BM25. */
import type { SearchFilter, SearchRequest } from "../core/knowledge-base.ts";
import { placesWithin } from "./places-within.ts";
import { type Candidate, FIELD_WEIGHTS } from "./ranking.ts";
import type { StoredPage } from "./stored-page.ts";
import { chunks } from "./text/chunks.ts";
import { searchWords, titleKey } from "./text/words.ts";

/** Okapi BM25 with the usual constants: how fast a repeated word stops counting, and how much long texts pay. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.75;

type Entry = Omit<Candidate, "score"> & {
  readonly fields: StoredPage["fields"];
  readonly id?: string | undefined;
};

interface Field {
  /** Word → entry number → how often the word stands there. */
  readonly postings: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly lengths: readonly number[];
  /** Of the entries that have something written in the field. */
  readonly meanLength: number;
}

export type Ranked = Entry & Candidate;

/** Where a ranking may end. */
interface Most {
  readonly pages: number;
  readonly passages: number;
}

export interface WordIndex {
  /** A passage of each page whose title is the very query. */
  titled(request: SearchRequest): readonly Candidate[];
  /** Best first. */
  matching(request: SearchRequest, most: Most): readonly Ranked[];
}

export function wordIndex(pages: readonly StoredPage[]): WordIndex {
  const entries: Entry[] = [];
  const byTitle = new Map<string, Entry[]>();
  for (const page of pages) {
    const found = entriesOf(page);
    const key = titleKey(page.title);
    byTitle.set(key, [...(byTitle.get(key) ?? []), ...found.slice(0, 1)]);
    entries.push(...found);
  }
  const titles = field(entries.map(({ title }) => title));
  const texts = field(entries.map(({ text }) => text));
  const keywords = field(entries.map((entry) => entry.keywords ?? ""));
  const fields = [titles, texts, keywords];

  function scored(words: ReadonlySet<string>): readonly (readonly [entry: number, score: number])[] {
    const ofTitle = scores(titles, words, FIELD_WEIGHTS.title);
    const ofText = scores(texts, words, FIELD_WEIGHTS.text);
    const ofKeywords = scores(keywords, words, FIELD_WEIGHTS.keywords);
    const matched = new Set([...ofTitle.keys(), ...ofText.keys(), ...ofKeywords.keys()]);
    // keywords say in other words what the text says, so that the better of the two counts
    const said = (entry: number) => Math.max(ofText.get(entry) ?? 0, ofKeywords.get(entry) ?? 0);
    return [...matched].map((entry) => [entry, (ofTitle.get(entry) ?? 0) + said(entry)]);
  }

  return {
    titled: ({ query, filter }) =>
      (byTitle.get(titleKey(query)) ?? [])
        .filter((entry) => hasFields(entry.fields, filter))
        .map((entry) => ({ ...entry, score: 0 })),
    matching({ query, filter, match }, most) {
      const words = new Set(searchWords(query));
      const hasAll = (entry: number) =>
        [...words].every((word) => fields.some(({ postings }) => postings.get(word)?.has(entry)));
      const sorted = scored(words)
        .filter(([entry]) => hasFields(entries[entry]?.fields, filter) && (match !== "all" || hasAll(entry)))
        .sort(([left, leftScore], [right, rightScore]) => rightScore - leftScore || left - right);
      const found: Ranked[] = [];
      const urls = new Set<string>();
      for (const [number, score] of sorted) {
        const entry = entries[number];
        if (entry === undefined || urls.size >= most.pages || found.length >= most.passages) break;
        urls.add(entry.url);
        found.push({ ...entry, score });
      }
      return found;
    },
  };
}

function entriesOf({ url, title, text, keywords, fields, places, passages }: StoredPage): readonly Entry[] {
  let start = 0;
  const cut = passages ?? chunks(text).map((chunk) => ({ id: undefined, text: chunk }));
  return cut.map(({ id, text: own }) => {
    const within = places && placesWithin(places, start, start + own.length);
    start += own.length;
    return { id, url, title, text: own, keywords, fields, places: within };
  });
}

function hasFields(fields: StoredPage["fields"], filter: SearchFilter = {}): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    const value = fields?.[name];
    return value !== undefined && (typeof wanted === "string" ? wanted === value : wanted.includes(value));
  });
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
