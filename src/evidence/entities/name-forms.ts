/**
 * @file Names that may mean one thing although they differ: acronyms, initials, and spellings in other letters. Each is a hint
 * and no proof; `mergeRows` believes it only where what else is known of the rows agrees.
 */
import { nameWords } from "./name-key.ts";

/** Words that acronyms leave out. */
const SMALL_WORDS = new Set(
  "the of and for in on at to a an de la le du des del e y und von der die das".split(" "),
);
const LONGEST_ACRONYM = 10;
const MOST_WORDS = 12;
const SHORTEST_SKELETON = 4;

export type NameForm = "acronym" | "initials" | "spelling";

/** Why two names may mean one thing; `undefined` where nothing suggests it. */
export function sharedForm(first: string, second: string): NameForm | undefined {
  const [left, right] = [nameWords(first), nameWords(second)];
  if (isAcronymOf(left, right) || isAcronymOf(right, left)) return "acronym";
  if (shortens(left, right) || shortens(right, left)) return "initials";
  const skeleton = skeletonOf(left);
  return skeleton !== undefined && skeleton === skeletonOf(right) ? "spelling" : undefined;
}

/** Keys of which two names share one wherever `sharedForm` finds something; names may share one without it. */
export function formKeys(name: string): readonly string[] {
  const words = nameWords(name);
  if (words.length === 0 || words.length > MOST_WORDS) return [];
  const keys = [...acronymsOf(words), asAcronym(words)].map((letters) => letters && `acronym ${letters}`);
  const last = words.at(-1) ?? "";
  const initials = words.length > 1 ? `initials ${words[0]?.charAt(0)} ${last}` : undefined;
  const skeleton = skeletonOf(words);
  const all = [...keys, initials, skeleton && `spelling ${skeleton}`];
  return [...new Set(all.filter((key) => key !== undefined))];
}

function isAcronymOf(short: readonly string[], long: readonly string[]): boolean {
  const letters = asAcronym(short);
  return letters !== undefined && acronymsOf(long).includes(letters);
}

/** `un` and `u. n.` as the letters of an acronym. */
function asAcronym(words: readonly string[]): string | undefined {
  const letters = words.join("");
  const isOne = words.length === 1 || words.every((word) => word.length === 1);
  return isOne && letters.length > 1 && letters.length <= LONGEST_ACRONYM ? letters : undefined;
}

/** First letters of all words, and of all but the small ones; none of a single word. */
function acronymsOf(words: readonly string[]): readonly string[] {
  if (words.length > MOST_WORDS) return [];
  const large = words.filter((word) => !SMALL_WORDS.has(word));
  return [words, large].filter((list) => list.length > 1).map((list) => list.map(firstLetter).join(""));
}

function firstLetter(word: string): string {
  return [...word.slice(0, 2)][0] ?? "";
}

/** `J. K. Rowling`, `Joanne Rowling`: the last names are one, the first ones too, and those between follow each other. */
function shortens(short: readonly string[], long: readonly string[]): boolean {
  if (short.length < 2 || short.length > long.length || long.length > MOST_WORDS) return false;
  if (short.at(-1) !== long.at(-1) || short.join(" ") === long.join(" ")) return false;
  if (!abbreviates(short[0] ?? "", long[0] ?? "")) return false;
  let at = 0;
  return short.slice(0, -1).every((word) => {
    const found = long.slice(at, -1).findIndex((full) => abbreviates(word, full));
    at += found + 1;
    return found >= 0;
  });
}

/** One is the other's first letter, or both are one. */
function abbreviates(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short === long || (short.length === 1 && long.startsWith(short));
}

/** Scholarly and popular romanisations of Cyrillic and Greek, one letter at a time. */
const ROMAN: Readonly<Record<string, string>> = Object.fromEntries(
  `а a б b в v г g ґ g д d е e є e ё e ж zh з z и i і i ї i й i к k л l м m н n о o п p р r с s т t у u ў u ф f х h ц ts ч ch
  ш sh щ sh ы i э e ю u я a α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ ks ο o π p ρ r σ s ς s τ t υ i φ f χ h
  ψ ps ω o`
    .split(/\s+/)
    .flatMap((letter, index, all) => (index % 2 === 0 ? [[letter, all[index + 1] ?? ""]] : [])),
);

/** Spellings of one sound, the longer first. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/tsch|tch|cz|ch|č/g, "C"],
  [/schtsch|shch|sch|sh|sz|zh/g, "S"],
  [/ph/g, "f"],
  [/kh|gh/g, "h"],
  [/th/g, "t"],
  [/ts|tz/g, "z"],
  [/ck|c|q/g, "k"],
  [/x/g, "ks"],
  [/w/g, "v"],
  [/[ьъ]/g, ""],
  [/(?<=.)[aeiouyj]/g, ""],
  [/(.)\1+/g, "$1"],
];

/** The consonants of a name in Latin, Cyrillic or Greek letters, so that spellings of one name in different ways agree. */
function skeletonOf(words: readonly string[]): string | undefined {
  if (words.length > MOST_WORDS) return undefined;
  const skeletons = words.map((word) => {
    const roman = [...word.slice(0, 40)].map((letter) => ROMAN[letter] ?? letter).join("");
    return SOUNDS.reduce((text, [spelling, sound]) => text.replace(spelling, sound), roman);
  });
  const skeleton = skeletons.join(" ");
  return skeleton.length >= SHORTEST_SKELETON && /^[a-zCS ]+$/.test(skeleton) ? skeleton : undefined;
}
