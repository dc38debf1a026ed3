/** @file The lexicon made ready for reading: finds the nouns, attributes and terms of a text by longest match. */
import type { Attribute, Kind, Lexicon, Term } from "../lexicon.ts";
import { type Token, tokens } from "./text.ts";

interface AttributeOfKind {
  readonly kind: Kind;
  readonly attribute: Attribute;
}

/** Everything a phrase can mean: `country` is a kind, and also an attribute of a city. */
interface Meaning {
  readonly kinds: readonly Kind[];
  readonly attributes: readonly AttributeOfKind[];
  readonly term?: Term | undefined;
}

/** A phrase of the lexicon at its place in a text. */
interface Mark extends Meaning {
  readonly start: number;
  readonly end: number;
}

interface Phrase {
  readonly stems: readonly string[];
  readonly meaning: Meaning;
}

export interface Vocabulary {
  readonly lexicon: Lexicon;
  /** The marks of a text in order, without overlaps. */
  mark(text: string): readonly Mark[];
}

export function createVocabulary(lexicon: Lexicon): Vocabulary {
  const phrases = byFirstStem(collect(lexicon));
  return { lexicon, mark: (text) => markWith(phrases, text) };
}

function markWith(phrases: ReadonlyMap<string, readonly Phrase[]>, text: string): readonly Mark[] {
  const all = tokens(text);
  const marks: Mark[] = [];
  for (let index = 0; index < all.length; ) {
    const found = bestAt(phrases, all, index);
    const length = found?.stems.length ?? 0;
    const first = all[index];
    const last = all[index + length - 1];
    if (found && first && last) marks.push({ ...found.meaning, start: first.start, end: last.end });
    index += Math.max(1, length);
  }
  return marks;
}

/** The longest phrase; a shorter one where the next word would else be torn: 内陆 before 国家, not 内陆国 before 家. */
function bestAt(
  phrases: ReadonlyMap<string, readonly Phrase[]>,
  all: readonly Token[],
  index: number,
): Phrase | undefined {
  const fitting = phrasesAt(phrases, all, index);
  const [longest] = fitting;
  if (longest === undefined || fitting.length < 2 || !isChinese(longest)) return longest;
  const untorn = fitting.slice(1).find(({ stems }) => {
    const [next] = phrasesAt(phrases, all, index + stems.length);
    return next !== undefined && stems.length > 1 && stems.length + next.stems.length > longest.stems.length;
  });
  const [behind] = phrasesAt(phrases, all, index + longest.stems.length);
  return behind === undefined ? (untorn ?? longest) : longest;
}

function isChinese({ stems }: Phrase): boolean {
  return /^[\u3400-\u9fff]$/.test(stems[0] ?? "");
}

function phrasesAt(
  phrases: ReadonlyMap<string, readonly Phrase[]>,
  all: readonly Token[],
  index: number,
): readonly Phrase[] {
  return (phrases.get(all[index]?.stem ?? "") ?? []).filter(({ stems }) =>
    stems.every((stem, offset) => {
      const token = all[index + offset];
      return token?.stem === stem && (offset === 0 || token.joined);
    }),
  );
}

function collect(lexicon: Lexicon): ReadonlyMap<string, Phrase> {
  const phrases = new Map<string, Phrase>();
  const add = (text: string, more: Partial<Meaning>): void => {
    const stems = tokens(text).map((token) => token.stem);
    const key = stems.join(" ");
    const { kinds, attributes, term } = phrases.get(key)?.meaning ?? { kinds: [], attributes: [] };
    if (stems.length === 0) return;
    phrases.set(key, {
      stems,
      meaning: {
        kinds: [...kinds, ...(more.kinds ?? []).filter((kind) => !kinds.includes(kind))],
        attributes: [...attributes, ...(more.attributes ?? []).filter((one) => !has(attributes, one))],
        term: term ?? more.term,
      },
    });
  };
  for (const kind of lexicon.kinds) {
    for (const word of [...kind.words.en, ...kind.words.zh]) add(word, { kinds: [kind] });
    for (const attribute of kind.attributes) {
      const { en, zh } = attribute.words;
      for (const word of [...en, ...zh]) add(word, { attributes: [{ kind, attribute }] });
    }
  }
  for (const term of lexicon.terms)
    for (const word of [...withAdjectives(term.en), ...term.zh]) add(word, { term });
  return phrases;
}

/** `South America`, and `South American` that means the same. */
function withAdjectives(name: string): readonly string[] {
  return /^\p{Lu}.*a$/u.test(name) ? [name, `${name}n`] : [name, name.replace(/Europe$/, "European")];
}

function has(attributes: readonly AttributeOfKind[], wanted: AttributeOfKind): boolean {
  return attributes.some((one) => one.attribute === wanted.attribute);
}

function byFirstStem(phrases: ReadonlyMap<string, Phrase>): ReadonlyMap<string, readonly Phrase[]> {
  const longestFirst = [...phrases.values()].sort((left, right) => right.stems.length - left.stems.length);
  const grouped = new Map<string, Phrase[]>();
  for (const phrase of longestFirst) {
    const first = phrase.stems[0] ?? "";
    grouped.set(first, [...(grouped.get(first) ?? []), phrase]);
  }
  return grouped;
}
