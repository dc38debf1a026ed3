/**
 * @file From text to the words that are compared: case and accents folded, plurals cut, stop words dropped. Names in
 * scripts without spaces become words of their own, so `爱沙尼亚的首都` is `爱沙尼亚` and `首都`; Korean words, which carry
 * their endings, become pairs of neighbouring syllables.
 */
import { pairsOf } from "./bigrams.ts";
import { STOP_WORDS } from "./stop-words.ts";

const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu;
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}])+/gu;
const ASCII = /^[ -~\s]*$/;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const KOREAN = /^\p{Script=Hangul}+$/u;

/** Letters that no decomposition takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  ı: "i",
  "’": "'",
  "‘": "'",
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** The text in lower case, without accents, in one form of every character: `São Tomé` becomes `sao tome`. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const lower = text.normalize("NFKD").toLowerCase().replace(ACCENTS, "").normalize("NFC");
  return lower.replace(LETTER, (letter) => LETTERS[letter] ?? letter);
}

/** A title as it is compared with a whole query: folded, spaces made one, quotation marks around it dropped. */
export function titleKey(title: string): string {
  return fold(title)
    .replace(/[\s_]+/gu, " ")
    .replace(/^["'“”«»《》\s]+|["'“”«»《》\s]+$/gu, "");
}

/** The words of a text that carry meaning, in order, as `search` compares them. */
export function searchWords(text: string): string[] {
  const words = fold(text).match(WORDS) ?? [];
  return words
    .flatMap(parts)
    .filter((word) => !STOP_WORDS.has(word))
    .map(singular);
}

function parts(word: string): readonly string[] {
  if (KOREAN.test(word)) return pairsOf(word);
  return UNSPACED.test(word) ? segments(word) : [word];
}

function segments(run: string): string[] {
  return [...segmenter.segment(run)].map(({ segment }) => segment);
}

/** Harman's S stemmer (How effective is suffixing?, 1991): the three rules that take English plurals away. */
function singular(word: string): string {
  if (word.length < 4 || !word.endsWith("s")) return word;
  if (word.endsWith("ies") && !/[ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (word.endsWith("es") && !/[aeo]es$/.test(word)) return word.slice(0, -1);
  return /[us]s$/.test(word) ? word : word.slice(0, -1);
}
