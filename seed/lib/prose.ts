/** @file Facts into prose and back, both through the sentences of the lexicon. */
import type { Kind } from "../../src/llm/demonstrator/lexicon.ts";
import type { Entity } from "./entity.ts";
import { picked, randomOf, shuffled } from "./random.ts";
import { capitalised, inProse } from "./text.ts";

const placeholder = /\{(\w+)\}/g;

function attributesOf(sentence: string): readonly string[] {
  return [...sentence.matchAll(placeholder)].map((match) => match[1] ?? "").filter((id) => id !== "name");
}

/** Country names take their article inside a sentence, whichever attribute they are the value of. */
function inSentence(id: string, value: string): string {
  return id === "country" || id === "subregion" || id === "region" || id === "mainCountry"
    ? withArticles(value)
    : value;
}

/** The name as the subject of a sentence: `the Peruvian sol`, `the Netherlands`, `Peru`. */
export function subjectName(entity: Entity): string {
  const takesArticle =
    entity.kind === "currency" || / (?:Licen[sc]e|Nebula|Galaxy|Cluster|Cloud)$/.test(entity.name);
  return takesArticle && !/^The /.test(entity.name) ? `the ${entity.name}` : inProse(entity.name);
}

function withArticles(value: string): string {
  if (value === "Caribbean" || value === "Americas" || value === "Antarctic") return `the ${value}`;
  return inProse(value);
}

function filled(sentence: string, entity: Entity, subject: string): string {
  const text = sentence.replace(placeholder, (_, id: string) => {
    if (id === "name") return subject;
    return inSentence(id, entity.facts[id] ?? "");
  });
  return /^[a-z]/.test(subject) || sentence.startsWith("{") ? capitalisedUnlessName(sentence, text) : text;
}

/** Only an article is raised: names such as `iCalendar` keep their first letter. */
function capitalisedUnlessName(sentence: string, text: string): string {
  return sentence.startsWith("{") && text.startsWith("the ") ? capitalised(text) : text;
}

interface Plan {
  readonly opening: string | undefined;
  readonly rest: readonly string[];
}

/** Sentences with an attribute that no sentence states alone come first, so that little has to be said twice. */
function hardestFirst(sentences: readonly string[]): readonly string[] {
  const alone = new Set(sentences.map(attributesOf).flatMap((ids) => (ids.length === 1 ? ids : [])));
  const isHard = (sentence: string): boolean => attributesOf(sentence).some((id) => !alone.has(id));
  return [...sentences.filter(isHard), ...sentences.filter((sentence) => !isHard(sentence))];
}

/** Sentences that together state every wanted fact, as few of them twice as possible. */
function planned(kind: Kind, entity: Entity, wanted: ReadonlySet<string>): Plan {
  const open = new Set([...wanted].filter((id) => entity.facts[id] !== undefined));
  const usable = hardestFirst(
    shuffled(kind.sentences, `${entity.url}#plan`).filter((sentence) =>
      attributesOf(sentence).every((id) => wanted.has(id) && entity.facts[id] !== undefined),
    ),
  );
  const take = (sentence: string | undefined): void => {
    for (const id of sentence === undefined ? [] : attributesOf(sentence)) open.delete(id);
  };
  const opening =
    usable.find((sentence) => /^\{name\}(?:, | is (?:an?|the) )/.test(sentence)) ??
    usable.find((sentence) => sentence.startsWith("{name}"));
  take(opening);
  const rest: string[] = [];
  for (const fresh of [true, false]) {
    for (const sentence of usable) {
      const ids = attributesOf(sentence);
      const states = fresh ? ids.every((id) => open.has(id)) : ids.some((id) => open.has(id));
      if (!states || sentence === opening) continue;
      take(sentence);
      rest.push(sentence);
    }
  }
  return { opening, rest: shuffled(rest, `${entity.url}#order`) };
}

function subjectFor(kind: Kind, entity: Entity, key: string): string {
  const name = subjectName(entity);
  return randomOf(key)() < 0.4 ? name : picked(kind.pronouns, `${key}#pronoun`);
}

/** The facts of the named attributes, as one or two paragraphs. */
export function proseOf(kind: Kind, entity: Entity, attributes: readonly string[]): string {
  const { opening, rest } = planned(kind, entity, new Set(attributes));
  const sentences = opening === undefined ? [] : [filled(opening, entity, subjectName(entity))];
  for (const [index, sentence] of rest.entries()) {
    const pronoun = sentence.startsWith("{name}") && sentences.length > 0;
    const subject = pronoun ? subjectFor(kind, entity, `${entity.url}#${index}`) : subjectName(entity);
    sentences.push(filled(sentence, entity, subject));
  }
  if (sentences.length < 5) return sentences.join(" ");
  const half = Math.ceil(sentences.length / 2);
  return `${sentences.slice(0, half).join(" ")}\n\n${sentences.slice(half).join(" ")}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

interface Reader {
  readonly ids: readonly string[];
  readonly pattern: RegExp;
}

function readersOf(kind: Kind, name: string): readonly Reader[] {
  const subject = `(?:${[name, `the ${name}`, `The ${name}`, ...kind.pronouns].map(escaped).join("|")})`;
  return kind.sentences.map((sentence) => ({
    ids: attributesOf(sentence),
    pattern: new RegExp(
      `^${sentence
        .split(/(\{\w+\})/)
        .map((part) => {
          if (part === "{name}") return subject;
          return part.startsWith("{") ? "(.+?)" : escaped(part);
        })
        .join("")}$`,
      "u",
    ),
  }));
}

/** Every reading of every sentence of a page, in order: a sentence that fits two templates is read twice. */
export function readingsOf(kind: Kind, name: string, text: string): readonly (readonly [string, string])[] {
  const readers = readersOf(kind, name);
  return text.split(/\n+|(?<=\.)\s+/).flatMap((sentence) =>
    readers.flatMap(({ ids, pattern }) => {
      const values = pattern.exec(sentence)?.slice(1) ?? [];
      return values.map((value, index): readonly [string, string] => [
        ids[index] ?? "",
        value.replace(/^the /, ""),
      ]);
    }),
  );
}
