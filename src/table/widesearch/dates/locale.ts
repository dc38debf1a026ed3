/** @file One language's way to write dates: whether a text is in it, and the text in English. */
import { asciiDigits } from "../python-text.ts";
import { dictionaryOf, letterRuns, MARKS, splitWords, WORD_CLASS } from "./dictionary.ts";
import { LOCALES } from "./locale-words.ts";

export interface Locale {
  /** Letters D, M and Y in the order of the language. */
  readonly dateOrder: string;
  /** The text, prepared by `prepare`, cut into its words. */
  split(text: string): readonly string[];
  /** The same, or `undefined` if one of the words is not of this language. */
  read(text: string): readonly string[] | undefined;
  /** The words in English, those of other languages as they are. */
  translate(words: readonly string[]): string;
}

const BEFORE = `(?<=^|[^${WORD_CLASS}]|_)`;
const AFTER = `(?=$|[^${WORD_CLASS}]|_)`;
const NUMBER = "\\d+[.,]?\\d*";
const AMOUNT_UNITS = new Set(["day", "week", "month", "year", "hour", "minute", "second"]);

const opened = new Map<number, Locale>();

/** All languages in the order they are tried; each is set up when it is first reached. */
export function* locales(): Generator<Locale> {
  for (const [index, source] of LOCALES.entries()) {
    const locale = opened.get(index) ?? openLocale(source);
    opened.set(index, locale);
    yield locale;
  }
}

/** ASCII digits, lower case, and none of the marks that Unicode sets apart from their letters. */
export function prepare(text: string): string {
  return asciiDigits(text)
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

function openLocale(source: string): Locale {
  const [head = "", words = "", phraseGroups = "", rewritings = ""] = source.split("§");
  const [, dateOrder = "MDY", spacing = ""] = head.split("¶");
  const joined = spacing === "joined";
  const dictionary = dictionaryOf(groupsOf(words));
  const groups = groupsOf(phraseGroups);
  const runs = new Set(
    [...dictionary.meanings.keys(), ...groups.flatMap(([, forms]) => forms.flatMap(variants))].flatMap(
      letterRuns,
    ),
  );
  const rewrite = readRewritings(rewritings, joined);
  const phrases = once(() => readPhrases(groups, joined));
  const cut = (text: string) =>
    text
      .split(phrases().anywhere)
      .flatMap((part) => (phrases().whole.test(part) ? [part] : splitWords(part, dictionary, joined)))
      .filter((word) => word !== "");
  const isKnown = (word: string) =>
    /^\d+$/.test(word) || dictionary.meanings.has(word) || phrases().whole.test(word);
  return {
    dateOrder,
    split: (text) => cut(rewrite(text)),
    read(text) {
      const rewritten = rewrite(text);
      if (!joined && !letterRuns(rewritten).every((run) => runs.has(run))) return undefined;
      const found = cut(rewritten);
      return found.some((word) => !MARKS.includes(word)) && found.every(isKnown) ? found : undefined;
    },
    translate: (found) =>
      joinWords(
        clearIn(found.map((word) => phrases().translate(word) ?? dictionary.meanings.get(word) ?? word)),
      ),
  };
}

type Group = readonly [english: string, forms: readonly string[]];

function groupsOf(section: string): readonly Group[] {
  if (section === "") return [];
  return section.split("¶").map((group) => {
    const at = group.indexOf("=");
    return [group.slice(0, at), group.slice(at + 1).split("¦")];
  });
}

/** A phrase is a small expression: `decades?` stands for two texts, `#\s*h` for one with and without blanks. */
function variants(form: string): readonly string[] {
  const text = form.replaceAll("\\s*", " ");
  return text.includes("?") ? [text.replace(/.\?/g, ""), text.replaceAll("?", "")] : [text];
}

interface Phrases {
  /** Splits a text into the phrases and what lies between them. */
  readonly anywhere: RegExp;
  readonly whole: RegExp;
  /** `undefined` for what is no phrase. */
  translate(text: string): string | undefined;
}

function readPhrases(groups: readonly Group[], joined: boolean): Phrases {
  const forms = groups.flatMap(([, list]) => list).sort((left, right) => right.length - left.length);
  const pattern = forms.join("|").replaceAll("#", NUMBER);
  const whole = new RegExp(`^(?:${pattern})$`, "iu");
  const each = groups.map(([english, list]) => ({
    english,
    pattern: new RegExp(`^(?:${list.join("|").replaceAll("#", `(${NUMBER})`)})$`, "iu"),
  }));
  return {
    anywhere: new RegExp(joined ? `(${pattern})` : `${BEFORE}(${pattern})${AFTER}`, "iu"),
    whole,
    translate(text) {
      if (!whole.test(text)) return undefined;
      const found = each.find((phrase) => phrase.pattern.test(text));
      const numbers = found?.pattern.exec(text)?.slice(1) ?? [];
      return found?.english.replace("#", numbers.find((number) => number !== undefined) ?? "");
    },
  };
}

/** Python's word classes know all scripts, so they are spelled out. */
function readRewritings(section: string, joined: boolean): (text: string) => string {
  if (section === "") return (text) => text;
  const steps = section.split("¶").map((entry) => {
    const [pattern = "", replacement = ""] = entry.split("→");
    const portable = pattern
      .replaceAll("\\b", "")
      .replaceAll("\\w", `[${WORD_CLASS}]`)
      .replaceAll("\\W", `[^${WORD_CLASS}]`);
    return { pattern: new RegExp(joined ? portable : `${BEFORE}${portable}${AFTER}`, "giu"), replacement };
  });
  return (text) =>
    steps.reduce(
      (result, { pattern, replacement }) => result.replace(pattern, replacement).toLowerCase(),
      text,
    );
}

/** `in` says "later" only beside a unit of time. */
function clearIn(words: readonly string[]): readonly string[] {
  const at = words.indexOf("in");
  if (at < 0 || words.some((word) => AMOUNT_UNITS.has(word))) return words;
  return words.toSpliced(at, 1);
}

function joinWords(words: readonly string[]): string {
  return words
    .filter((word) => word !== "")
    .reduce((text, word, index, all) => {
      const previous = all[index - 1];
      const apart = previous !== undefined && !MARKS.includes(previous) && !MARKS.includes(word);
      return text + (apart ? " " : "") + word;
    }, "");
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
