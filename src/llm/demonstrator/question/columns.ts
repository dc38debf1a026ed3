/** @file What each column of the table holds. */

import { attributeOf } from "../language/kinds.ts";
import { contentStems, fold } from "../language/text.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Attribute, Kind } from "../lexicon.ts";
import type { WidePlan } from "./plan.ts";

/** The row's name, its parent's in a join, an attribute by its usual words, or nothing that is known. */
export type Column =
  | { readonly header: string; readonly holds: "name" | "parent" | "unknown" }
  | { readonly header: string; readonly holds: "attribute"; readonly words: string };

export function columnsOf(plan: WidePlan, kind: Kind | undefined, vocabulary: Vocabulary): readonly Column[] {
  return plan.headers === undefined
    ? fromQuestion(plan, kind, vocabulary)
    : fromHeaders(plan.headers, plan, kind, vocabulary);
}

function fromHeaders(
  headers: readonly string[],
  plan: WidePlan,
  kind: Kind | undefined,
  vocabulary: Vocabulary,
): readonly Column[] {
  const nameAt = Math.max(
    0,
    headers.findIndex((header) => isName(header, kind)),
  );
  return headers.map((header, index): Column => {
    if (index === nameAt) return { header, holds: "name" };
    const attribute =
      kind === undefined ? ofAnyKind(header, vocabulary) : attributeOf(kind, header, vocabulary);
    if (attribute !== undefined) return { header, holds: "attribute", words: usual(attribute) };
    return { header, holds: plan.step.by === "itself" ? "unknown" : "parent" };
  });
}

function ofAnyKind(header: string, vocabulary: Vocabulary): Attribute | undefined {
  return vocabulary.lexicon.kinds
    .map((kind) => attributeOf(kind, header, vocabulary))
    .find((found) => found !== undefined);
}

function isName(header: string, kind: Kind | undefined): boolean {
  const text = fold(header.trim());
  if (/^(?:name|title|名称|名字)$/.test(text)) return true;
  return kind !== undefined && [...kind.words.en, ...kind.words.zh].some((word) => fold(word) === text);
}

/** Before it is known what kind of things the rows are, an attribute of any kind may be meant. */
function fromQuestion(
  { asked, language }: WidePlan,
  kind: Kind | undefined,
  vocabulary: Vocabulary,
): readonly Column[] {
  const marked = vocabulary.mark(asked).flatMap((mark) => {
    const own = mark.attributes.find((one) => kind === undefined || one.kind === kind)?.attribute;
    if (own !== undefined || kind === undefined || mark.attributes.length === 0) return own ?? [];
    return similarAttribute(asked.slice(mark.start, mark.end), kind) ?? [];
  });
  const told = kind === undefined ? [] : toldByVerbs(asked, kind);
  const nameHeader = kind?.words[language][0] ?? (language === "zh" ? "名称" : "name");
  return [
    { header: capitalised(nameHeader), holds: "name" },
    ...[...new Set([...marked, ...told])].map(
      (attribute): Column => ({
        header: headerOf(attribute, language),
        holds: "attribute",
        words: usual(attribute),
      }),
    ),
  ];
}

/** `ISO codes` of a language: its `ISO 639-1 code`. */
function similarAttribute(words: string, kind: Kind): Attribute | undefined {
  const wanted = contentStems(words);
  return kind.attributes.find((attribute) =>
    [...attribute.words.en, ...attribute.words.zh].some((word) => {
      const stems = contentStems(word);
      return wanted.every((stem) => stems.includes(stem));
    }),
  );
}

/** `when were they discovered`: the discovery year; `who discovered them`: the discoverer. */
function toldByVerbs(asked: string, kind: Kind): readonly Attribute[] {
  const clauses = [...asked.matchAll(/\b(when|who|where)\b[^,;.?]*?\b(\w{5,})ed\b/gi)];
  return clauses.flatMap(([, question = "", verb = ""]) => {
    const related = kind.attributes.filter(({ words }) =>
      words.en.some((word) =>
        fold(word)
          .split(" ")
          .some((one) => one.startsWith(fold(verb))),
      ),
    );
    const isYear = /^when$/i.test(question);
    return related.filter(({ type }) => (type === "year") === isYear).slice(0, 1);
  });
}

function usual({ words, id }: Attribute): string {
  return words.en[0] ?? id;
}

function headerOf({ words, unit, id }: Attribute, language: WidePlan["language"]): string {
  const word = capitalised(words[language][0] ?? id);
  if (unit === undefined) return word;
  return language === "zh" ? `${word}（${unit}）` : `${word} (${unit})`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
