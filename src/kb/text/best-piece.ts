/** @file The piece of a passage that a reader of search results sees. */
import { type Span, units } from "./units.ts";
import { searchWords } from "./words.ts";

/** Characters: 40 to 60 English words. */
const PIECE_LENGTH = 300;
/** Words of the title count less: they say which page it is, the others say what is sought in it. */
const TITLE_WORD_WEIGHT = 0.3;

interface Window extends Span {
  readonly weight: number;
  readonly matches: number;
}

/**
 * The run of whole lines or sentences, at most 300 characters long, that holds the most of the words sought on the page
 * of this title; verbatim, without the white space around it.
 */
export function bestPiece(text: string, words: readonly string[], title: string): string {
  const { start, end } = bestSpan(text, words, title);
  return text.slice(start, end);
}

/** Where that piece stands. */
export function bestSpan(text: string, words: readonly string[], title: string): Span {
  const inTitle = new Set(searchWords(title));
  const weights = new Map(words.map((word) => [word, inTitle.has(word) ? TITLE_WORD_WEIGHT : 1]));
  const spans = units(text, PIECE_LENGTH);
  const found = spans.map(({ start, end }) =>
    searchWords(text.slice(start, end)).filter((word) => weights.has(word)),
  );
  const windows = spans.map((_, from) => widestFrom(spans, found, from, weights));
  const best = windows.reduce(better, { start: 0, end: 0, weight: -1, matches: -1 });
  const piece = text.slice(best.start, best.end);
  const start = best.start + (piece.length - piece.trimStart().length);
  return { start, end: start + piece.trim().length };
}

function widestFrom(
  spans: readonly Span[],
  found: readonly (readonly string[])[],
  from: number,
  weights: ReadonlyMap<string, number>,
): Window {
  const start = spans[from]?.start ?? 0;
  const after = spans.findIndex((span, index) => index > from && span.end - start > PIECE_LENGTH + 1);
  const to = after === -1 ? spans.length : after;
  const matches = found.slice(from, to).flat();
  const weight = [...new Set(matches)].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
  return { start, end: spans[to - 1]?.end ?? start, weight, matches: matches.length };
}

function better(best: Window, next: Window): Window {
  if (next.weight !== best.weight) return next.weight > best.weight ? next : best;
  if (next.matches !== best.matches) return next.matches > best.matches ? next : best;
  return next.end - next.start > best.end - best.start ? next : best;
}
