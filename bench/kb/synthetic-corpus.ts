/**
 * @file A corpus of any size that is made, not read: passages as Wikipedia's in length, in the spread of their words and in how
 * names and topics come back on a page, with queries whose passage is known. The same seed gives the same corpus everywhere.
 */

import type { StoredPage, StoredPassage } from "../../src/kb/stored-page.ts";
import { random } from "../../src/util/random.ts";

export interface SyntheticCorpus {
  readonly pageCount: number;
  readonly passageCount: number;
  page(number: number): StoredPage;
  /** In the order of their numbers. */
  pages(): Generator<StoredPage>;
  /** The lines of a psgs_w100.tsv, each with its line break. */
  psgsLines(): Generator<string>;
  /** Of pages spread evenly over the corpus, the three kinds in turn. */
  queries(count: number): readonly SyntheticQuery[];
}

export interface SyntheticQuery {
  readonly kind: "when" | "topics" | "question";
  readonly query: string;
  /** The page and the passage that the query was made from. Other pages may bear the same name. */
  readonly url: string;
  readonly passageId: string;
}

export interface SyntheticOptions {
  readonly seed: number;
  /** Rounded to whole pages, of six passages on average. */
  readonly passages: number;
}

export function syntheticCorpus({ seed, passages }: SyntheticOptions): SyntheticCorpus {
  const pageCount = Math.max(1, Math.round(passages / MEAN_PASSAGES));
  const page = pageMaker(seed);
  return {
    pageCount,
    passageCount: firstPassage(pageCount),
    page: (number) => page(number).page,
    *pages() {
      for (let number = 0; number < pageCount; number += 1) yield page(number).page;
    },
    *psgsLines() {
      yield "id\ttext\ttitle\n";
      for (let number = 0; number < pageCount; number += 1) yield* psgsOf(page(number).page);
    },
    queries: (count) =>
      Array.from({ length: count }, (_, index) => {
        const number = Math.floor(((index + 0.5) * pageCount) / count);
        return queryOf(page(number), index, random(seed + index));
      }),
  };
}

function* psgsOf({ title, passages = [] }: StoredPage): Generator<string> {
  for (const { id, text } of passages) yield `${id}\t"${text.trimEnd()}"\t${title}\n`;
}

/** Of eight pages that follow each other. */
const PASSAGES = [1, 2, 4, 5, 6, 8, 10, 12];
const MEAN_PASSAGES = PASSAGES.reduce((sum, count) => sum + count, 0) / PASSAGES.length;

/** The number of passages on the pages before. */
function firstPassage(page: number): number {
  const rest = PASSAGES.slice(0, page % PASSAGES.length).reduce((sum, count) => sum + count, 0);
  return Math.floor(page / PASSAGES.length) * MEAN_PASSAGES * PASSAGES.length + rest;
}

/** A page with what its queries are made of. */
interface MadePage {
  readonly page: StoredPage;
  readonly name: string;
  readonly topics: readonly string[];
  readonly facts: readonly Fact[];
}

/** What one passage, and hardly another, says. */
interface Fact {
  readonly word: string;
  readonly year: number;
  readonly words: readonly string[];
}

const WORDS = 250_000;
const FIRST_NAMES = 4_000;
const LAST_NAMES = 40_000;
const WORDS_PER_PASSAGE = 100;
const TOPICS = 8;
const TOPIC_SHARE = 0.12;
/** Ranks of words that are neither everywhere nor nowhere. */
const RARE = { from: 2_000, to: 120_000 };

function pageMaker(seed: number): (number: number) => MadePage {
  const words = Array.from({ length: WORDS }, (_, rank) => wordOf(rank));
  const firstNames = names(FIRST_NAMES, 600_000);
  const lastNames = names(LAST_NAMES, 700_000);
  const anyWord = zipf(
    words.map((word) => ` ${word}`),
    1.07,
  );
  const anyFirst = zipf(firstNames, 1);
  const anyLast = zipf(lastNames, 1);
  const rare = (next: () => number) => words[RARE.from + Math.floor(next() * (RARE.to - RARE.from))] ?? "";

  return (number) => {
    const next = random(Math.imul(number + 1, 0x9e3779b1) ^ seed);
    const name = `${anyFirst(next)} ${anyLast(next)}`;
    // names come back on other pages; what stands behind them tells the pages apart, as in Wikipedia's titles
    const title = `${name} (${wordOf(1_000_000 + number)})`;
    const topics = Array.from({ length: TOPICS }, () => rare(next));
    const spaced = topics.map((topic) => ` ${topic}`);
    const first = firstPassage(number);
    const count = PASSAGES[number % PASSAGES.length] ?? 1;
    const facts = Array.from({ length: count }, () => ({
      word: rare(next),
      year: 1500 + Math.floor(next() * 520),
      words: [rare(next), rare(next)],
    }));
    const passages: StoredPassage[] = facts.map((fact, index) => ({
      id: String(first + index + 1),
      text: passageText({ name, fact, topics: spaced }, anyWord, next) + (index < count - 1 ? "\n" : ""),
    }));
    const text = passages.map((passage) => passage.text).join("");
    const url = `https://en.wikipedia.org/wiki/${title.replaceAll(" ", "_")}`;
    return { page: { url, title, text, passages }, name, topics, facts };
  };
}

/** The fact, and sentences of words among which the page's topics come back. Topics and words bring their space along. */
function passageText(
  { name, fact, topics }: { name: string; fact: Fact; topics: readonly string[] },
  anyWord: (next: () => number) => string,
  next: () => number,
): string {
  let text = `${name} was ${fact.word} in ${fact.year} by ${fact.words.join(" and ")}.`;
  let left = 0;
  for (let count = 10; count < WORDS_PER_PASSAGE; count += 1) {
    const topic = (next() / TOPIC_SHARE) * TOPICS;
    const word = topic < TOPICS ? (topics[Math.floor(topic)] ?? "") : anyWord(next);
    if (left > 0) text += word;
    else {
      left = 8 + Math.floor(next() * 14);
      text += `${count === 10 ? "" : "."} ${word.charAt(1).toUpperCase()}${word.slice(2)}`;
    }
    left -= 1;
  }
  return `${text}.`;
}

function queryOf({ page, name, topics, facts }: MadePage, index: number, next: () => number): SyntheticQuery {
  const passage = Math.floor(next() * facts.length);
  const { id = "" } = page.passages?.[passage] ?? {};
  const text = page.passages?.[passage]?.text.toLowerCase() ?? "";
  const { word = "", year = 0, words = [] } = facts[passage] ?? {};
  // words of the page that this passage has: all its passages share them
  const here = topics.filter((topic) => text.includes(` ${topic}`));
  const known = { url: page.url, passageId: id };
  if (index % 3 === 0) return { kind: "when", query: `when was ${name} ${word}`, ...known };
  if (index % 3 === 1) {
    return { kind: "topics", query: [word, ...words, ...here].slice(0, 4).join(" "), ...known };
  }
  const question = `Which ${here[0] ?? word} did ${name} have in the year ${year} when it was ${word} by ${words[0]}, and what became of the ${here[1] ?? words[1]}?`;
  return { kind: "question", query: question, ...known };
}

/** Zipf-Mandelbrot: the item of rank r is drawn in proportion to (r + 2.7) ^ -exponent, in constant time (Walker's alias method). */
function zipf(items: readonly string[], exponent: number): (next: () => number) => string {
  const weights = items.map((_, rank) => (rank + 2.7) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = Float64Array.from(weights, (weight) => (weight / total) * items.length);
  const alias = new Uint32Array(items.length);
  const small: number[] = [];
  const large: number[] = [];
  for (const [index, value] of share.entries()) (value < 1 ? small : large).push(index);
  for (let low = small.pop(); low !== undefined; low = small.pop()) {
    const high = large.at(-1);
    if (high === undefined) break;
    alias[low] = high;
    const rest = (share[high] ?? 0) + (share[low] ?? 0) - 1;
    share[high] = rest;
    if (rest < 1) small.push(large.pop() ?? high);
  }
  return (next) => {
    const at = next() * items.length;
    const index = Math.floor(at);
    // the 14 bits behind the point are random enough to choose between two items
    return items[at - index < (share[index] ?? 0) ? index : (alias[index] ?? index)] ?? "";
  };
}

const ONSETS = [
  "b",
  "d",
  "f",
  "g",
  "h",
  "k",
  "l",
  "m",
  "n",
  "p",
  "r",
  "s",
  "t",
  "v",
  "w",
  "br",
  "dr",
  "st",
  "tr",
  "sh",
];
const VOWELS = ["a", "e", "i", "o", "u", "ai", "ou"];
const CODAS = ["", "n", "r", "l", "s", "nd"];
const OPEN = ONSETS.length * VOWELS.length;
const CLOSED = OPEN * CODAS.length;

/** Up to which rank words have so many syllables; the more frequent, the shorter. */
const LAST_RANKS = [110, 2_200];

/** A word that no other rank has: its syllables spell the rank, mixed so that neighbours differ. */
function wordOf(rank: number): string {
  const syllables = LAST_RANKS.filter((last) => rank >= last).length + 1;
  const size = CLOSED * OPEN ** (syllables - 1);
  // the factor is prime and divides no size, so that no two ranks meet
  let code = (rank * 7_919) % size;
  const last = syllable(code % OPEN) + (CODAS[Math.floor(code / OPEN) % CODAS.length] ?? "");
  code = Math.floor(code / CLOSED);
  let word = last;
  for (let left = syllables - 1; left > 0; left -= 1) {
    word = syllable(code % OPEN) + word;
    code = Math.floor(code / OPEN);
  }
  return word;
}

function syllable(code: number): string {
  return `${ONSETS[code % ONSETS.length]}${VOWELS[Math.floor(code / ONSETS.length)]}`;
}

function names(count: number, firstRank: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const word = wordOf(firstRank + index);
    return word.charAt(0).toUpperCase() + word.slice(1);
  });
}
