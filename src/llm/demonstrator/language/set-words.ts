/** @file A phrase that describes a set, taken apart: what to search for, and what a thing's page must state for it to belong. */
import type { Attribute, Kind } from "../lexicon.ts";
import { attributeOf, kindOfNoun } from "./kinds.ts";
import { contentStems } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Of a phrase in English: `large airports in Finland`, `programming languages beginning with B`. */
export interface SetWords {
  readonly phrase: string;
  /** Absent where no noun says it: `noble gases`. */
  readonly kind?: Kind | undefined;
  /** Words that pages of the set may have: all that the phrase has, then fewer. */
  readonly queries: readonly string[];
  /** Stems of the words that the page of each member accounts for. */
  readonly asked: readonly string[];
  /** Those of them that the name itself may account for: `Messier objects` are called Messier something. */
  readonly ofName: readonly string[];
  /** What the name begins with, or the value of an attribute. */
  readonly initial?: { readonly letters: string; readonly of?: Attribute | undefined } | undefined;
  /** What the set has none of: `without land borders`. */
  readonly none?: { readonly counted?: Attribute | undefined } | undefined;
  /** What a page must state, whatever it is: `with airports`. */
  readonly some?: Attribute | undefined;
}

/** Words that tell how a list was made rather than what is on it. */
const SAYS_NOTHING = new Set(contentStems("named main mainly spoken written original known entries"));

const INITIAL = /\s*\b(?:beginning|starting) with (?:the letter )?(\S+)/iu;
const WITH = /\bwith ((?!an? |the )[^,]+)$/iu;
const WITHOUT = /\bwithout (?:any )?(.+)$/iu;

/** `nounLast`: the noun follows what describes it, as in a phrase that was translated word by word. */
export function setWords(phrase: string, nounLast: boolean, vocabulary: Vocabulary): SetWords {
  const { text, initial } = takeInitial(phrase, vocabulary);
  const [, without] = WITHOUT.exec(text) ?? [];
  const [, having] = WITH.exec(text) ?? [];
  const positive = text.replace(WITHOUT, "").replace(WITH, "");
  const noun = nounIn(positive, nounLast, vocabulary);
  const some = noun && having !== undefined ? attributeOf(noun.kind, having, vocabulary) : undefined;
  const described = withTerms(noun?.rest ?? positive, vocabulary);
  const asked = contentStems(described).filter((stem) => !SAYS_NOTHING.has(stem));
  return {
    phrase,
    kind: noun?.kind,
    queries: queriesFor(described, asked, noun, (initial?.of ?? some)?.words.en[0] ?? ""),
    asked: [...new Set(asked)],
    ofName: contentStems(noun?.describing ?? ""),
    initial,
    some,
    ...(without !== undefined && { none: { counted: countOf(without, noun?.kind) } }),
  };
}

/** `attribute` is what pages must state besides. */
function queriesFor(
  described: string,
  asked: readonly string[],
  noun: Noun | undefined,
  attribute: string,
): readonly string[] {
  const words = described.split(/\s+/u).filter((word) => {
    const stems = contentStems(word);
    return stems.some((stem) => asked.includes(stem) && stem !== LARGEST);
  });
  const usual = noun?.kind.words.en[0] ?? "";
  const end = [...(noun?.isAsked ? [] : [usual]), attribute];
  const names = words.filter((word) => /[\p{Lu}\p{N}]/u.test(word));
  const fewer = names.length > 0 ? [[...names, ...end], names] : [];
  const queries = [[...words, ...end], ...fewer, [usual]].map((query) => query.filter((word) => word !== ""));
  return [...new Set(queries.map((query) => query.join(" ")))].filter((query) => query !== "");
}

/** With the usual form of each term: `bright nebula` for `bright nebulae`, `Africa` for `African`. */
function withTerms(text: string, vocabulary: Vocabulary): string {
  let written = "";
  let at = 0;
  for (const { term, start, end } of vocabulary.mark(text)) {
    if (term === undefined) continue;
    written += `${text.slice(at, start)}${term.en}`;
    at = end;
  }
  return written + text.slice(at);
}

/** The stem that a rank accounts for. */
export const LARGEST = contentStems("largest")[0] ?? "";

/** `with an SPDX identifier beginning with B`, or of the name itself: `beginning with B`. */
function takeInitial(
  phrase: string,
  vocabulary: Vocabulary,
): { readonly text: string; readonly initial?: SetWords["initial"] } {
  const found = INITIAL.exec(phrase);
  if (found === null) return { text: phrase };
  const before = phrase.slice(0, found.index);
  const mark = vocabulary.mark(before).at(-1);
  const isOfAttribute =
    mark !== undefined && mark.end === before.length && mark.kinds.length === 0 && mark.attributes.length > 0;
  const kept = isOfAttribute ? before.slice(0, mark.start) : before;
  return {
    text: `${kept} ${phrase.slice(found.index + found[0].length)}`,
    initial: {
      letters: found[1] ?? "",
      of: isOfAttribute ? mark.attributes[0]?.attribute : undefined,
    },
  };
}

interface Noun {
  readonly kind: Kind;
  /** The phrase without the noun; a noun that is a value of its own (`territories`, `large airports`) stays. */
  readonly rest: string;
  readonly isAsked: boolean;
  /** What stands before the last word of the noun and describes it. */
  readonly describing: string;
}

const MOST_NOUN_WORDS = 3;

function nounIn(phrase: string, nounLast: boolean, vocabulary: Vocabulary): Noun | undefined {
  const words = [...phrase.matchAll(/[\p{L}\p{N}-]+/gu)].map((match) => match.index);
  const nouns = words.flatMap((start) => nounAt(phrase, start, vocabulary) ?? []);
  const noun = nounLast ? nouns.at(-1) : nouns[0];
  if (noun === undefined) return undefined;
  const { kind, start, text } = noun;
  const end = start + text.length;
  const mark = vocabulary
    .mark(phrase)
    .find((one) => one.term !== undefined && one.start <= start && end <= one.end);
  if (mark?.term !== undefined) {
    const rest = `${phrase.slice(0, mark.start)} ${mark.term.en} ${phrase.slice(mark.end)}`;
    return { kind, rest, isAsked: true, describing: "" };
  }
  // `Messier objects` are Messier's, `deep-sky objects` only objects
  const isUsual = kind.words.en.slice(0, 2).includes(text.toLowerCase());
  const describing = isUsual ? "" : text.replace(/\S+$/u, "");
  const rest = `${phrase.slice(0, start)}${describing}${phrase.slice(end)}`;
  return { kind, rest, isAsked: false, describing };
}

/** The longest noun that begins there. */
function nounAt(
  phrase: string,
  start: number,
  vocabulary: Vocabulary,
): { readonly kind: Kind; readonly start: number; readonly text: string } | undefined {
  for (let length = MOST_NOUN_WORDS; length > 0; length -= 1) {
    const text = new RegExp(`^[\\p{L}\\p{N}-]+(?: [\\p{L}\\p{N}-]+){${length - 1}}`, "u").exec(
      phrase.slice(start),
    )?.[0];
    const kind = text === undefined ? undefined : kindOfNoun(text, vocabulary);
    if (text !== undefined && kind !== undefined) return { kind, start, text };
  }
  return undefined;
}

/** The number of land neighbours, for `land borders`. */
function countOf(words: string, kind: Kind | undefined): Attribute | undefined {
  const wanted = contentStems(words).map((stem) => stem.slice(0, SHARED_LETTERS));
  return kind?.attributes.find(
    (attribute) =>
      attribute.type === "number" &&
      attribute.words.en.flatMap(contentStems).some((stem) => wanted.includes(stem.slice(0, SHARED_LETTERS))),
  );
}

const SHARED_LETTERS = 6;
