/** @file What the names in a Chinese phrase are called in English, as searches for them have shown. */
import { kindOfUrl } from "../language/kinds.ts";
import { calledInChinese, translated, withoutChinese } from "../language/titles.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import { type Evidence, searched } from "./move.ts";

/** The phrase with each Chinese name that a search has resolved replaced by the title of its page. */
export function withEnglishNames(
  phrase: string,
  names: readonly string[],
  evidence: Evidence,
  vocabulary: Vocabulary,
): string {
  let text = phrase;
  for (const name of names) {
    const things = (searched(evidence, name)?.hits ?? []).filter(({ url }) => kindOfUrl(url, vocabulary));
    const hit =
      things.find(({ snippet }) => calledInChinese(snippet, name)) ??
      things.find(({ snippet }) => snippet.includes(name));
    if (hit !== undefined) text = text.replace(name, ` ${hit.title} `);
  }
  return text === phrase ? phrase : withoutChinese(translated(text, vocabulary));
}
