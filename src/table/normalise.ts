/** @file The parts of a text that do not change what it says, taken away: case, marks, accents, spacing. */

/** Letters that Unicode does not take apart into a base letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

const IS_ASCII = /^[\t-~]*$/;

const MISSING = new Set([
  "",
  "-",
  "--",
  "---",
  "/",
  "?",
  "n/a",
  "na",
  "nan",
  "nil",
  "none",
  "null",
  "unknown",
  "not available",
  "not applicable",
  "tbd",
  "无",
  "未知",
  "不详",
  "暂无",
]);

/**
 * Lower case, plain quotes and dashes, no Latin accents, no Markdown marks, links as their text, no footnote numbers
 * `[1]` at the end, single blanks, no closing full stop.
 */
export function normaliseText(text: string): string {
  const plain = plainText(text);
  return (IS_ASCII.test(plain) ? plain.toLowerCase() : foldLetters(plain))
    .replace(/[`´]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/(?<=[^.])[.。]$/, "");
}

function foldLetters(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[‘’‛ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"');
}

/** A column's name for matching: `Founding Year`, `**founding_year**` and `foundingyear` are one. */
export function normaliseColumn(name: string): string {
  return normaliseText(name).replace(/[\s_*]/g, "");
}

/** The cell says that there is no value, or that none was found. */
export function isMissing(text: string): boolean {
  return MISSING.has(normaliseText(text));
}

/** Bounds keep hostile input linear; a longer link or run of marks is left as it stands. */
function plainText(text: string): string {
  return text
    .replace(/!?\[([^[\]]{0,400})\]\([^()\s]{0,2000}\)/g, "$1")
    .replace(/(?:\s{0,8}\[\d{1,3}\]){1,20}\s{0,8}$/, "")
    .replace(/\*{1,3}|~~|__/g, "");
}
