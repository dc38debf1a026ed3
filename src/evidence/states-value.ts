/** @file Whether a piece of text states a value: word for word but for case, accents and the way numbers are written. */
import { normaliseText } from "../table/normalise.ts";

/** They say which way a piece of text runs, and nothing else. */
const DIRECTION_MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** Text ready to be searched: normalised, numbers without separators of thousands. */
export function searchable(text: string): string {
  return normaliseText(text.replace(DIRECTION_MARKS, "")).replace(/(?<=\d)[,'](?=\d{3}(?!\d))/g, "");
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
  return placeOf(haystack, needle, 0) >= 0;
}

/** Where `needle` stands on its own in `haystack`, each time. */
export function placesOf(haystack: string, needle: string): readonly number[] {
  const places: number[] = [];
  if (needle === "") return places;
  for (let at = placeOf(haystack, needle, 0); at >= 0; at = placeOf(haystack, needle, at + needle.length))
    places.push(at);
  return places;
}

/** -1: nowhere from `from` on. */
function placeOf(haystack: string, needle: string, from: number): number {
  if (needle === "") return -1;
  for (let at = haystack.indexOf(needle, from); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (standsAlone(haystack, at, at + needle.length)) return at;
  }
  return -1;
}

const WORD = /[\p{L}\p{N}]/u;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function standsAlone(text: string, start: number, end: number): boolean {
  if (joins(text.charAt(start - 1), text.charAt(start)) || joins(text.charAt(end), text.charAt(end - 1)))
    return false;
  // 1.5 states neither 1 nor 5, and -5 does not state 5
  if (isDigit(text.charAt(end - 1)) && isPoint(text.charAt(end)) && isDigit(text.charAt(end + 1)))
    return false;
  if (!isDigit(text.charAt(start))) return true;
  const [before, first] = [text.charAt(start - 2), text.charAt(start - 1)];
  return first === "-" ? isWord(before) : !(isPoint(first) && isDigit(before));
}

/** Two characters that belong to one word; scripts that write no spaces join nothing. */
function joins(neighbour: string, edge: string): boolean {
  if (!isWord(neighbour) || !isWord(edge)) return false;
  return (
    isAscii(neighbour) || isAscii(edge) || !(WITHOUT_SPACES.test(neighbour) || WITHOUT_SPACES.test(edge))
  );
}

function isWord(character: string): boolean {
  if (character === "") return false;
  return isAscii(character)
    ? isDigit(character) || (character >= "a" && character <= "z")
    : WORD.test(character);
}

function isAscii(character: string): boolean {
  return character < "\u0080";
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function isPoint(character: string): boolean {
  return character === "." || character === ",";
}
