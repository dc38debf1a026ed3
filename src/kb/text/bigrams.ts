/** @file Korean words as pairs of neighbouring syllables: their endings differ, so that whole words would not be found. */

const HANGUL = /[\p{Script=Hangul}]+/gu;

/** `서울은` is `서울 울은`; separated by spaces, null where the text has nothing Korean. */
export function bigrams(text: string): string | null {
  const words = text.normalize("NFC").match(HANGUL);
  return words === null ? null : words.flatMap(pairsOf).join(" ");
}

/** The pairs of one word; of a single syllable, the syllable. */
export function pairsOf(word: string): readonly string[] {
  const letters = [...word];
  if (letters.length < 2) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}
