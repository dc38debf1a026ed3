/** @file How well a page's title fits a phrase, and how to ask for a list in other words. */
import type { Hit } from "../reading/tool-results.ts";
import { contentStems, fold, nameKey } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

const CHINESE = /[\u3400-\u9fff]/;
const CHINESE_RUN = /[\u3400-\u9fff·]{2,}/g;

export function sameTitle(left: string, right: string): boolean {
  const key = nameKey(left);
  return (key !== "" && key === nameKey(right)) || fold(left.trim()) === fold(right.trim());
}

/** Like titles, but numbers and codes keep their signs. */
export function sameValue(left: string, right: string): boolean {
  return /^[^\p{L}]*$/u.test(left) ? fold(left.trim()) === fold(right.trim()) : sameTitle(left, right);
}

/** True if a snippet gives `name` as the Chinese name of its page. */
export function calledInChinese(snippet: string, name: string): boolean {
  if (!CHINESE.test(name)) return false;
  return [`called ${name}.`, ` is ${name}.`, `: ${name}、`, `: ${name}.`].some((words) =>
    snippet.includes(words),
  );
}

/** From 0 to 1: the share of words that the phrase and the title have in common; 1 where the page itself gives the phrase. */
export function titleFit(phrase: string, { title, snippet }: Hit, vocabulary: Vocabulary): number {
  if (calledInChinese(snippet, phrase)) return 1;
  const usual = translated(phrase, vocabulary);
  const stems = contentStems(title);
  const inOtherWords = contentStems(translated(title, vocabulary));
  const fit = Math.max(
    dice(contentStems(phrase), stems),
    dice(contentStems(usual), stems) * 0.99,
    dice(contentStems(usual), inOtherWords) * 0.98,
  );
  const isOfOthers = isAboutNeighbours(title) && !isAboutNeighbours(`${phrase} ${usual}`);
  return listSameKind(usual, title, vocabulary) && !isOfOthers ? fit : fit * OTHER_KIND;
}

/** `Spiral galaxies in Hydra` lists some of the `galaxies in Hydra`: it has all words of the phrase, and one more. */
export function isNarrower(title: string, phrase: string, vocabulary: Vocabulary): boolean {
  const ours = contentStems(phrase);
  const theirs = contentStems(title);
  const hasAll = ours.length > 1 && ours.every((word) => theirs.some((other) => akin(word, other)));
  return hasAll && theirs.length === ours.length + 1 && vocabulary.mark(title).some((mark) => mark.term);
}

const NEIGHBOURS = /\b(?:border|neighbo|adjacent|shar|surround|next to)|邻|接壤/i;

/** The states of Austria are not the countries bordering Austria. */
export function isAboutNeighbours(phrase: string): boolean {
  return NEIGHBOURS.test(phrase);
}

/** Airports are not subdivisions with airports. */
const OTHER_KIND = 0.6;

function listSameKind(phrase: string, title: string, vocabulary: Vocabulary): boolean {
  const [ours] = vocabulary.mark(phrase).filter((mark) => mark.kinds.length > 0);
  const [theirs] = vocabulary.mark(title).filter((mark) => mark.kinds.length > 0);
  return ours === undefined || theirs === undefined || ours.kinds.some((kind) => theirs.kinds.includes(kind));
}

/** Words count as the same where one is the other's adjective: `africa` and `african`. */
function dice(left: readonly string[], right: readonly string[]): number {
  const ours = [...new Set(left)];
  const theirs = [...new Set(right)];
  const shared = ours.filter((word) => theirs.some((other) => akin(word, other))).length;
  const total = ours.length + theirs.length;
  return total === 0 ? 0 : Math.min(1, (2 * shared) / total);
}

function akin(left: string, right: string): boolean {
  if (left === right) return true;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= 4 && long.startsWith(short) && /^(?:n|an|ian|ean)$/.test(long.slice(short.length));
}

/** The phrase, then in other words: with the lexicon's usual nouns and terms, and as a list. */
export function listQueries(phrase: string, vocabulary: Vocabulary): readonly string[] {
  const usual = translated(phrase, vocabulary);
  return [phrase, usual, `List of ${usual}`]
    .map((query) => query.replace(/\s+/g, " ").trim())
    .filter((query) => query !== "");
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

/** What is left of a Chinese phrase when the lexicon's words and little words are taken away: names, perhaps. */
export function chineseNames(phrase: string, vocabulary: Vocabulary): readonly string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const mark of [...vocabulary.mark(phrase), { start: phrase.length, end: phrase.length }]) {
    pieces.push(...phrase.slice(at, mark.start).split(/[的各有在以和与及为所]|主要|使用|开头|位于|属于/));
    at = mark.end;
  }
  return pieces.flatMap((piece) => piece.match(CHINESE_RUN) ?? []).slice(0, 2);
}

/** What is left without Chinese characters. */
export function withoutChinese(text: string): string {
  return text
    .replace(/[\u3400-\u9fff·]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The second form of a kind's nouns is the plural of the first. */
function pluralOf(words: readonly string[] | undefined): string | undefined {
  return words?.[1] ?? words?.[0];
}
