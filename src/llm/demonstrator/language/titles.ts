/** @file How well a page's title fits a phrase, and how to ask for a list in other words. */

import type { Hit } from "../reading/tool-results.ts";
import { contentStems, fold, nameKey } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

const CHINESE = /[\u3400-\u9fff]/;

export function sameTitle(left: string, right: string): boolean {
  return nameKey(left) === nameKey(right) && nameKey(left) !== ""
    ? true
    : fold(left.trim()) === fold(right.trim());
}

/** From 0 to 1: the share of words that the phrase and the title have in common; 1 where the page itself gives the phrase. */
export function titleFit(phrase: string, { title, snippet }: Hit, vocabulary: Vocabulary): number {
  if (CHINESE.test(phrase) && snippet.includes(`called ${phrase}.`)) return 1;
  const usual = translated(phrase, vocabulary);
  const stems = contentStems(title);
  const fit = Math.max(dice(contentStems(phrase), stems), dice(contentStems(usual), stems) * 0.99);
  return listSameKind(usual, title, vocabulary) ? fit : fit * OTHER_KIND;
}

/** Airports are not subdivisions with airports. */
const OTHER_KIND = 0.6;

function listSameKind(phrase: string, title: string, vocabulary: Vocabulary): boolean {
  const [ours] = vocabulary.mark(phrase).filter((mark) => mark.kinds.length > 0);
  const [theirs] = vocabulary.mark(title).filter((mark) => mark.kinds.length > 0);
  return ours === undefined || theirs === undefined || ours.kinds.some((kind) => theirs.kinds.includes(kind));
}

/** Words count as the same if one begins with the other: `africa` and `african`. */
function dice(left: readonly string[], right: readonly string[]): number {
  const ours = [...new Set(left)];
  const theirs = [...new Set(right)];
  const common = ours.filter((word) => theirs.some((other) => akin(word, other))).length;
  return ours.length + theirs.length === 0 ? 0 : (2 * common) / (ours.length + theirs.length);
}

function akin(left: string, right: string): boolean {
  if (left === right) return true;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= 4 && long.startsWith(short) && long.length - short.length <= 3;
}

/** The phrase, then in other words: with the lexicon's usual nouns and terms, and as a list. */
export function listQueries(phrase: string, vocabulary: Vocabulary): readonly string[] {
  const usual = translated(phrase, vocabulary);
  return [...new Set([phrase, usual, `List of ${usual}`])].filter((query) => query.trim() !== "");
}

/** The phrase with each word of the lexicon in its usual English form; names stay as they are. */
export function translated(phrase: string, vocabulary: Vocabulary): string {
  let text = "";
  let at = 0;
  for (const mark of vocabulary.mark(phrase)) {
    const usual =
      mark.term?.en ?? pluralOf(mark.kinds[0]?.words.en) ?? mark.attributes[0]?.attribute.words.en[0];
    if (usual === undefined) continue;
    text += `${phrase.slice(at, mark.start)} ${usual} `;
    at = mark.end;
  }
  return `${text}${phrase.slice(at)}`
    .replace(/[的各]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The second form of a kind's nouns is the plural of the first. */
function pluralOf(words: readonly string[] | undefined): string | undefined {
  return words?.[1] ?? words?.[0];
}
