/** @file What a compact policy copies: the facts it reports, and every word that it has read. */
import { byId, type CopyingRules } from "../../engine/sampling/copying.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import type { Lexicon } from "../demonstrator/lexicon.ts";
import { ACTION_WORDS } from "./actions.ts";
import { END_TOKEN } from "./special-tokens.ts";

/** Words of the language of actions and of the lexicon may be written unread. */
export function copyingRules(tokenizer: Tokenizer, lexicon: Lexicon): CopyingRules {
  const texts = Array.from({ length: tokenizer.size }, (_, id) => tokenizer.decode([id]));
  const words = [...ACTION_WORDS, ...COUNTS, ...wordsOf(lexicon)];
  const one = (text: string) => tokenizer.encode(text).at(-1) ?? 0;
  return {
    wordStarts: texts.map((text) => !IN_WORD.test(text)),
    joins: texts.map((text) => JOINS.test(text)),
    known: byId(words.map((word) => tokenizer.encode(` ${word}`))),
    quoteAfter: one(" Capital:"),
    absent: tokenizer.encode(" ?"),
    lineEnd: one(" again\n"),
    end: tokenizer.special(END_TOKEN),
  };
}

/** Of rows; unread where the question spells them out. */
const COUNTS: readonly string[] = Array.from({ length: 30 }, (_, index) => String(index + 1));

/** A letter, a digit, or a byte of one. */
const IN_WORD = /^[\p{L}\p{M}\p{N}\uFFFD]/u;

const JOINS = /^[-.,'’/:_+]$/u;

function wordsOf({ kinds, terms }: Lexicon): readonly string[] {
  const texts = [
    ...kinds.flatMap((kind) => [
      ...kind.words.en,
      ...kind.attributes.flatMap(({ words, unit }) => [
        ...words.en,
        ...(unit === undefined ? [] : [`(${unit})`]),
      ]),
    ]),
    ...terms.map(({ en }) => en),
  ];
  const words = texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== "");
  return [...new Set(words.flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]))];
}
