/**
 * @file Demonstrations about things of other names: names and numbers are made up anew, the same everywhere in a
 * demonstration. What was copied is still copied, and what was only remembered is no longer right.
 */
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import type { Lexicon } from "../../llm/demonstrator/lexicon.ts";
import { random } from "../../util/random.ts";
import type { Demonstration } from "../demonstrations/demonstration.ts";

export type Rename = (demonstration: Demonstration, seed: number) => Demonstration;

/** A word in more demonstrations than this share belongs to the language, and is no name. */
const COMMON = 0.02;

/** Names begin with a capital; codes have several. */
const NAME = /^ \p{Lu}[\p{L}\p{M}]*$/u;

/** Shorter numbers stand for links and rows. */
const NUMBER_DIGITS = 3;

/** The words of the lexicon, and those in many demonstrations, stay as they are. A name keeps its number of tokens. */
export function renaming(
  tokenizer: Tokenizer,
  lexicon: Lexicon,
  demonstrations: readonly Demonstration[],
): Rename {
  const texts = Array.from({ length: tokenizer.size }, (_, id) => tokenizer.decode([id]));
  const kept = new Set([...wordsOf(lexicon), ...commonWords(demonstrations, texts)]);
  const stock = stockOf(texts);
  return (demonstration, seed) => {
    const next = random(seed);
    const made = new Map<string, number>();
    const pieces = piecesOf(demonstration.tokens, texts);
    const columns = next() < RENAMED_COLUMNS ? columnWords(pieces) : new Set<string>();
    const tokens = pieces.flatMap((piece) => {
      const isName = NAME.test(piece.text) && (!kept.has(piece.text) || columns.has(piece.text));
      if (!isName && !isNumber(piece.text)) return piece.ids;
      return piece.ids.map((id, index) => {
        // names that begin alike still do: of Bulgaria and Bulgarian only one is the language
        const beginning = piece.ids.slice(0, index + 1).join(" ");
        const known = made.get(beginning) ?? another(id, texts, { stock, next });
        made.set(beginning, known);
        return known;
      });
    });
    return { ...demonstration, tokens };
  };
}

/** How often the columns of a question get names that are none, so that they too are copied from the question. */
const RENAMED_COLUMNS = 0.5;

/** The words of the columns line; none where a condition or an order refers to a column in the question's own words. */
function columnWords(pieces: readonly Piece[]): ReadonlySet<string> {
  const texts = pieces.map(({ text }) => text);
  const start = texts.indexOf(" columns");
  if (start < 0 || texts.includes(" where") || texts.includes(" by")) return new Set();
  const end = texts.findIndex((text, index) => index > start && !/^[ \p{L}\p{M}|()/°³²0-9.-]+$/u.test(text));
  return new Set(texts.slice(start + 1, end < 0 ? undefined : end));
}

interface Piece {
  readonly text: string;
  readonly ids: readonly number[];
}

const LETTERS = /^[\p{L}\p{M}]+$/u;
const IN_NUMBER = /^[\d.,]$/;

/** Whole words and numbers; any other token is a piece of its own. */
function piecesOf(tokens: readonly number[], texts: readonly string[]): readonly Piece[] {
  const pieces: { text: string; ids: number[] }[] = [];
  for (const id of tokens) {
    const text = texts[id] ?? "";
    const last = pieces.at(-1);
    const goesOn =
      last !== undefined &&
      (LETTERS.test(text)
        ? /\p{L}$/u.test(last.text)
        : IN_NUMBER.test(text) && /^ ?\d[\d.,]*$/.test(last.text));
    if (goesOn) {
      last.text += text;
      last.ids.push(id);
    } else pieces.push({ text, ids: [id] });
  }
  return pieces;
}

function isNumber(text: string): boolean {
  return /^ ?\d[\d.,]*$/.test(text) && text.replace(/\D/g, "").length >= NUMBER_DIGITS;
}

/** What a token may be replaced by: tokens of the same form. */
type Stock = ReadonlyMap<string, readonly number[]>;

function formOf(text: string): string {
  return text
    .replace(/\p{Lu}/gu, "A")
    .replace(/\p{Ll}+/gu, "a")
    .replace(/\d/g, "0");
}

function stockOf(texts: readonly string[]): Stock {
  const stock = new Map<string, number[]>();
  for (const [id, text] of texts.entries()) {
    if (!/^ ?(?:[\p{L}\p{M}]+|\d)$/u.test(text)) continue;
    const form = formOf(text);
    stock.set(form, [...(stock.get(form) ?? []), id]);
  }
  return stock;
}

function another(
  id: number,
  texts: readonly string[],
  { stock, next }: { readonly stock: Stock; readonly next: () => number },
): number {
  const like = stock.get(formOf(texts[id] ?? "")) ?? [];
  return like[Math.floor(next() * like.length)] ?? id;
}

function wordsOf({ kinds, terms }: Lexicon): readonly string[] {
  const texts = [
    ...kinds.flatMap((kind) => [
      ...kind.words.en,
      ...kind.sentences,
      ...kind.attributes.flatMap((one) => one.words.en),
    ]),
    ...terms.map(({ en }) => en),
  ];
  return texts.flatMap((text) =>
    text
      .split(/[^\p{L}\p{M}]+/u)
      .flatMap((word) => [` ${word}`, ` ${word.charAt(0).toUpperCase()}${word.slice(1)}`]),
  );
}

function commonWords(demonstrations: readonly Demonstration[], texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { tokens } of demonstrations) {
    for (const word of new Set(piecesOf(tokens, texts).map(({ text }) => text))) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count > COMMON * demonstrations.length).map(([word]) => word);
}
