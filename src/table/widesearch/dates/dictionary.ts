/** @file The words of one language, and how a text is cut into them. */

export interface Dictionary {
  /** From a word to its meaning in English; an empty one is passed over. */
  readonly meanings: ReadonlyMap<string, string>;
  /** Every word by its first character, longest first. */
  readonly byStart: ReadonlyMap<string, readonly string[]>;
}

/** What dateparser's expressions take for part of a word, as the inside of a character class. */
export const WORD_CLASS = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d";
/** Kept in a date whatever the language. */
export const MARKS: readonly string[] = ["+", ":", ".", " ", "-", "/"];

const NOT_WORD = new RegExp(`[^${WORD_CLASS}]`, "u");
const KEPT = new RegExp(`(?!_)[${WORD_CLASS}]`, "u");
const LETTERS = new RegExp(`(?:(?![\\d_])[${WORD_CLASS}])+`, "gu");
const SAME_EVERYWHERE: readonly (readonly [string, string])[] = [
  ...MARKS.map((mark) => [mark, mark] satisfies [string, string]),
  ["am", "am"],
  ["pm", "pm"],
  ["utc", "UTC"],
  ["gmt", "GMT"],
  ["z", "Z"],
];

/** From groups of words with one meaning. */
export function dictionaryOf(groups: readonly (readonly [string, readonly string[]])[]): Dictionary {
  const meanings = new Map<string, string>(SAME_EVERYWHERE);
  for (const [meaning, words] of groups) {
    for (const word of words) meanings.set(word, meaning);
  }
  meanings.set("t", "");
  const byStart = new Map<string, string[]>();
  for (const word of [...meanings.keys()].sort((left, right) => right.length - left.length)) {
    const start = word.charAt(0);
    const words = byStart.get(start);
    if (words) words.push(word);
    else byStart.set(start, [word]);
  }
  return { meanings, byStart };
}

/** The unbroken runs of letters in a text. A text in a language of spaced words has none but those of its words. */
export function letterRuns(text: string): readonly string[] {
  return text.match(LETTERS) ?? [];
}

/** Known words where they stand apart, digits, and what is left between them; punctuation that is no mark goes. */
export function splitWords(text: string, dictionary: Dictionary, joined: boolean): readonly string[] {
  const words: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const standsApart = joined || at === from || isEdge(text.charAt(at - 1));
    const word = standsApart ? wordAt(text, at, dictionary, joined) : undefined;
    if (word === undefined) continue;
    words.push(...text.slice(from, at).split(/(\d+)/), word);
    from = at + word.length;
    at = from - 1;
  }
  return [...words, ...text.slice(from).split(/(\d+)/)].filter(
    (word) => MARKS.includes(word) || KEPT.test(word),
  );
}

function wordAt(text: string, at: number, { byStart }: Dictionary, joined: boolean): string | undefined {
  return byStart
    .get(text.charAt(at))
    ?.find((word) => text.startsWith(word, at) && (joined || isEdge(text.charAt(at + word.length))));
}

function isEdge(character: string): boolean {
  return character === "" || NOT_WORD.test(character) || /[_\d]/.test(character);
}
