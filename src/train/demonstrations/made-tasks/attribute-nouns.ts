/** @file The words for an attribute that can stand behind `the`. */
import type { Attribute } from "../../../llm/demonstrator/lexicon.ts";
import { drawn, type Next } from "./draw.ts";

const NO_NOUN = /^(?:how|what|when|whether|who|discovered|mentions|in use|official in)\b|ed(?: or not)?$/;

const SYNONYMS = 0.4;

/** `area`, not `landlocked`. */
export function isNamedByNoun({ id, words }: Attribute): boolean {
  return !NO_NOUN.test(words.en[0] ?? id);
}

/** Its usual words, or now and then a synonym that is a noun. */
export function nounFor({ id, words }: Attribute, next: Next): string {
  const [usual = id, ...others] = words.en;
  const nouns = others.filter((word) => !NO_NOUN.test(word));
  return next() < SYNONYMS ? (drawn(nouns, next) ?? usual) : usual;
}
