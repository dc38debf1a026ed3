/** @file From matching passages to search results: a page once, pages that the query names first, their best pieces shown. */
import type { Passage, Place } from "../core/knowledge-base.ts";
import { placesWithin } from "./places-within.ts";
import { bestSpan } from "./text/best-piece.ts";
import { searchWords } from "./text/words.ts";

/** An indexed passage that matched, with its whole text. */
export interface Candidate {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** Its page's, as `StoredPage` has them. */
  readonly keywords?: string | null | undefined;
  readonly score: number;
  readonly places?: readonly Place[] | undefined;
}

export interface Matches {
  /** A passage of each page whose title is the very query; they stand before all others. */
  readonly titled: readonly Candidate[];
  /** Best first. */
  readonly ranked: readonly Candidate[];
}

/** What a match in each field counts: a page's title says more of what it is about than a word in its text. */
export const FIELD_WEIGHTS = { title: 2, text: 1, keywords: 1.5 };
/** What a score grows by for each word of a title or keyword phrase that stands whole in the query. */
const NAMED_BOOST = 0.25;
const FEWEST_PASSAGES = 20;

/** How many passages must be ranked for `limit` results: more than are shown, since the order still changes. */
export function passagesNeeded(limit: number): number {
  return Math.max(FEWEST_PASSAGES, 2 * limit);
}

/** At most `limit` passages, one a page, best first. */
export function searchResults(query: string, limit: number, { titled, ranked }: Matches): readonly Passage[] {
  const words = searchWords(query);
  const best = firstPerPage(
    ranked
      .map((candidate) => ({ ...candidate, score: candidate.score * namedBoost(words, candidate) }))
      .sort(byScore),
  );
  const top = best[0]?.score ?? 0;
  const first = firstPerPage(titled)
    .map((candidate) => best.find(({ url }) => url === candidate.url) ?? candidate)
    .map((candidate) => ({ ...candidate, score: top + candidate.score }))
    .sort(byScore);
  return firstPerPage([...first, ...best])
    .slice(0, limit)
    .map((candidate) => pieceOf(candidate, words));
}

function pieceOf({ url, title, text, score, places }: Candidate, words: readonly string[]): Passage {
  const { start, end } = bestSpan(text, words, title);
  const piece = { url, title, text: text.slice(start, end), score };
  return places === undefined ? piece : { ...piece, places: placesWithin(places, start, end) };
}

/** `largest cities of Estonia` names the page of that title, and with fewer words the page `Estonia`; the longest name counts. */
function namedBoost(words: readonly string[], { title, keywords }: Candidate): number {
  const query = ` ${words.join(" ")} `;
  const lengths = [title, ...(keywords?.split("、") ?? [])]
    .map(searchWords)
    .filter((name) => query.includes(` ${name.join(" ")} `))
    .map((name) => name.length);
  return 1 + NAMED_BOOST * Math.max(0, ...lengths);
}

function byScore(left: Candidate, right: Candidate): number {
  return right.score - left.score;
}

function firstPerPage(candidates: readonly Candidate[]): readonly Candidate[] {
  const pages = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!pages.has(candidate.url)) pages.set(candidate.url, candidate);
  }
  return [...pages.values()];
}
