/** @file Whether a piece of text states a value: word for word but for case, accents and the way numbers are written. */
import { normaliseText } from "../table/normalise.ts";

/** Text ready to be searched: normalised, numbers without separators of thousands. */
export function searchable(text: string): string {
  return normaliseText(text).replace(/(?<=\d)[,'](?=\d{3}(?!\d))/g, "");
}

/**
 * What one of `value`'s parts must be found in a text for the text to state it: `A, B and C` has three, a plain value
 * one. The whole is always tried first. All are searchable texts; empty where there is nothing to look for.
 */
export function partsOf(value: string): readonly string[] {
  const listed = value
    .split(/\s*[;、]\s*|,\s+(?:and\s+)?|\s+and\s+|\s*<br>\s*/u)
    .map(searchable)
    .filter((part) => part !== "");
  return listed.length > 1 ? listed : [searchable(value)].filter((part) => part !== "");
}

/** Both are searchable texts. `needle` must stand on its own: not inside a longer word or number. */
export function contains(haystack: string, needle: string): boolean {
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (standsAlone(haystack, at, at + needle.length)) return true;
  }
  return false;
}

const WORD = /[\p{L}\p{N}]/u;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function standsAlone(text: string, start: number, end: number): boolean {
  const first = text.charAt(start);
  const last = text.charAt(end - 1);
  const before = text.slice(0, start);
  const after = text.slice(end, end + 2);
  if (joins(before.at(-1), first) || joins(after.at(0), last)) return false;
  // 1.5 states neither 1 nor 5, and -5 does not state 5
  if (/\d/.test(last) && /^[.,]\d/.test(after)) return false;
  return !(/\d/.test(first) && /(?:\d[.,]|(?:^|[^\p{L}\p{N}])-)$/u.test(before.slice(-2)));
}

function joins(neighbour: string | undefined, edge: string): boolean {
  if (neighbour === undefined || !WORD.test(neighbour) || !WORD.test(edge)) return false;
  return !WITHOUT_SPACES.test(neighbour) && !WITHOUT_SPACES.test(edge);
}
