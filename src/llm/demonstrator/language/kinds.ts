/** @file Which kind a page, a noun or an attribute's words belong to. */

import type { Attribute, Kind } from "../lexicon.ts";
import { fold } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The kind that a page's URL names: `seed://country/peru`. Pages of lists and second pages have none. */
export function kindOfUrl(url: string, { lexicon }: Vocabulary): Kind | undefined {
  const [, id] = /^\w+:\/\/([\w-]+)\//.exec(url) ?? [];
  return lexicon.kinds.find((kind) => kind.id === id);
}

export function kindOfNoun(noun: string, { lexicon }: Vocabulary): Kind | undefined {
  const wanted = fold(noun.trim());
  return lexicon.kinds.find(({ words }) => [...words.en, ...words.zh].some((word) => fold(word) === wanted));
}

const byWord = new WeakMap<Kind, ReadonlyMap<string, Attribute>>();

function attributesByWord(kind: Kind): ReadonlyMap<string, Attribute> {
  const known = byWord.get(kind);
  if (known !== undefined) return known;
  const made = new Map<string, Attribute>();
  for (const attribute of kind.attributes)
    for (const word of [...attribute.words.en, ...attribute.words.zh].map(fold))
      if (!made.has(word)) made.set(word, attribute);
  byWord.set(kind, made);
  return made;
}

/** The attribute of a kind that some words name; a unit in brackets behind them is passed over. */
export function attributeOf(kind: Kind, words: string, vocabulary: Vocabulary): Attribute | undefined {
  const bare = words.replace(/\s*[（(][^()（）]*[)）]\s*$/u, "").trim();
  const exact = attributesByWord(kind).get(fold(bare));
  if (exact !== undefined) return exact;
  return vocabulary
    .mark(bare)
    .flatMap((mark) =>
      mark.attributes.filter((one) => one.kind === kind).map((one) => ({ one, size: mark.end - mark.start })),
    )
    .sort((left, right) => right.size - left.size)[0]?.one.attribute;
}
