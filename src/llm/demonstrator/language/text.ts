/** @file Plain words about plain text: folding, splitting and comparing names and titles. */

const NOT_PLAIN = /[^ -~]/;
const MARKS = /[\u0300-\u036f]/g;
const TOKEN = /[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])[\p{L}\p{N}])+(?:[+#]+)?/gu;

/** Words that carry no meaning in a title or a set description. */
const STOP_WORDS = new Set(
  "a an the of in on for to by from with and or at is are was were be that which who whose what it its all each every list lists name names find me there than lie lies lying located situated belong belongs spoken use uses used using called part".split(
    " ",
  ),
);

/** Lower case without accents. The result has the length of the input, so that positions carry over. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  const even = lower.length === text.length ? lower : text;
  return NOT_PLAIN.test(even) ? Array.from(even, foldCharacter).join("") : even;
}

function foldCharacter(character: string): string {
  const plain = character.normalize("NFKD").replace(MARKS, "");
  return plain.length === character.length ? plain : character;
}

/** A word of a text with its place in it. */
export interface Token {
  /** The word folded and without its plural: what is compared. */
  readonly stem: string;
  readonly start: number;
  readonly end: number;
  /** False where a comma or the like stands before it. */
  readonly joined: boolean;
}

/** The words of a text; every Chinese character is a word. */
export function tokens(text: string): readonly Token[] {
  const folded = fold(text);
  let end = 0;
  return Array.from(folded.matchAll(TOKEN), (match) => {
    const joined = /^[\s'’-]*$/.test(folded.slice(end, match.index));
    end = match.index + match[0].length;
    return { stem: stem(match[0]), start: match.index, end, joined };
  });
}

function words(text: string): readonly string[] {
  return fold(text).match(TOKEN) ?? [];
}

/** The stems of the words that carry meaning. */
export function contentStems(text: string): readonly string[] {
  return words(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem);
}

/** A form shared by singular and plural: `country`, `countries` → `country`; `licenses` → `licens`. Not for readers. */
function stem(word: string): string {
  return word.length < 4 ? word : withoutPlural(word).replace(/e$/, "");
}

function withoutPlural(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:[sxz]|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/** A key under which two spellings of one name meet. */
export function nameKey(name: string): string {
  return words(name).join(" ");
}

/** Share of the words of both texts that they have in common, from 0 to 1 (Dice). */
export function overlap(left: string, right: string): number {
  const ours = new Set(contentStems(left));
  const theirs = new Set(contentStems(right));
  const common = [...ours].filter((word) => theirs.has(word)).length;
  return ours.size + theirs.size === 0 ? 0 : (2 * common) / (ours.size + theirs.size);
}
