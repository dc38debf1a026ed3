/** @file Questions with one answer, reached in one to three steps from page to page. */
import type { Attribute, Kind, Lexicon } from "../../src/llm/demonstrator/lexicon.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { subjectName } from "../lib/prose.ts";
import { shuffled } from "../lib/random.ts";
import { inProse } from "../lib/text.ts";
import {
  chineseDeepPhrasings,
  deepPhrasings,
  heldOutChineseDeepPhrasings,
  heldOutDeepPhrasings,
} from "./deep-phrasings.ts";
import type { Phrasing, SeedDeepTask } from "./task.ts";

/** Attributes whose value can stand for the entity, when no other entity of the kind has it. */
const identifying: Readonly<Record<string, readonly string[]>> = {
  country: ["capital", "tld", "callingCode", "iso3", "officialName", "demonym", "largestCity"],
  airport: ["iata", "icao"],
  element: ["symbol", "atomicNumber", "cas", "configuration"],
  currency: ["code", "numericCode"],
  subdivision: ["code", "highestAirport"],
  constellation: ["abbreviation", "meaning", "brightestStar", "genitive"],
  star: ["designation", "hip"],
  "deep-sky-object": ["commonName", "catalogue"],
  language: ["nativeName", "iso3", "wikidata"],
  licence: ["spdxId"],
  "computer-language": ["linguistId", "extension", "color"],
};

const unasked = new Set(["status", "chineseName"]);

/** How a chain of steps has come to an entity, in words. */
interface Place {
  readonly entity: Entity;
  readonly kind: Kind;
  readonly en: string;
  readonly zh: string;
  readonly hops: number;
  /** Attributes that the words give away or that would lead back. */
  readonly spent: readonly string[];
}

interface Question {
  readonly place: Place;
  readonly attribute: Attribute;
  readonly hops: 1 | 2 | 3;
}

function wordsOf(attribute: Attribute): { readonly en: string; readonly zh: string } {
  return { en: attribute.words.en[0] ?? attribute.id, zh: attribute.words.zh[0] ?? attribute.id };
}

function named(entity: Entity, kind: Kind): Place {
  return {
    entity,
    kind,
    en: entity.title === entity.name ? subjectName(entity) : inProse(entity.title),
    zh: entity.zh ?? entity.title,
    hops: 0,
    spent: [],
  };
}

/** `the country whose capital is Windhoek` */
function described(kind: Kind, entities: readonly Entity[]): readonly Place[] {
  const noun = { en: kind.words.en[0] ?? kind.id, zh: kind.words.zh[0] ?? kind.id };
  return (identifying[kind.id] ?? []).flatMap((id) => {
    const attribute = kind.attributes.find((candidate) => candidate.id === id);
    const byValue = groupBy(
      entities.filter((entity) => entity.facts[id] !== undefined),
      (entity) => entity.facts[id] ?? "",
    );
    if (attribute === undefined) return [];
    const words = wordsOf(attribute);
    return [...byValue].flatMap(([value, [entity, ...others]]) =>
      entity === undefined || others.length > 0
        ? []
        : {
            entity,
            kind,
            en: `the ${noun.en} whose ${words.en} is ${value}`,
            zh: `${words.zh}为${value}的${noun.zh}`,
            hops: 1,
            spent: [id],
          },
    );
  });
}

/** `the capital of …`, for every attribute that names another entity. */
function followed(place: Place, byTitle: ReadonlyMap<string, Entity>, lexicon: Lexicon): readonly Place[] {
  return place.kind.attributes.flatMap((attribute) => {
    const value = place.entity.facts[attribute.id];
    if (attribute.refersTo === undefined || attribute.type === "list" || value === undefined) return [];
    const entity = byTitle.get(value);
    const kind = lexicon.kinds.find((candidate) => candidate.id === attribute.refersTo);
    const usable = entity?.kind === kind?.id && entity?.split === place.entity.split;
    if (entity === undefined || kind === undefined || !usable || place.spent.includes(attribute.id))
      return [];
    const words = wordsOf(attribute);
    return {
      entity,
      kind,
      en: `the ${words.en} of ${place.en}`,
      zh: `${place.zh}的${words.zh}`,
      hops: place.hops + 1,
      spent: [place.kind.id, "capital", "largestCity", "country"],
    };
  });
}

function questionsAt(place: Place): readonly Question[] {
  const hops = place.hops + 1;
  if (hops !== 1 && hops !== 2 && hops !== 3) return [];
  return place.kind.attributes
    .filter(({ id, type }) => type !== "yes-no" && !unasked.has(id) && !place.spent.includes(id))
    .filter(({ id }) => place.entity.facts[id] !== undefined && place.entity.facts[id] !== place.entity.title)
    .map((attribute) => ({ place, attribute, hops }));
}

function filled(template: string, { place, attribute }: Question, language: "en" | "zh"): string {
  const word = wordsOf(attribute)[language];
  const what = attribute.type === "number" || attribute.type === "year" ? "多少" : "什么";
  const text = template
    .replace("{attribute}", () => word)
    .replace("{thing}", () => place[language])
    .replace("{what}", what);
  return text;
}

function phrasingsOf(question: Question, id: string): readonly Phrasing[] {
  const wordings = [
    { language: "en" as const, templates: deepPhrasings, heldOut: heldOutDeepPhrasings, count: 4 },
    {
      language: "zh" as const,
      templates: chineseDeepPhrasings,
      heldOut: heldOutChineseDeepPhrasings,
      count: 2,
    },
  ];
  return wordings.flatMap(({ language, templates, heldOut, count }) => {
    const key = `${id}#${language}`;
    const unseen = question.place.entity.split === "test" ? shuffled(heldOut, key).slice(0, 1) : [];
    const ordinary = shuffled(templates, key).slice(0, count - unseen.length);
    return [...ordinary, ...unseen].map((template) => ({
      language,
      question: filled(template, question, language),
    }));
  });
}

/** The value itself, its Chinese name if it is an entity's, and a number without separators. */
function acceptedAnswers(
  { place, attribute }: Question,
  byTitle: ReadonlyMap<string, Entity>,
): readonly string[] {
  const value = place.entity.facts[attribute.id] ?? "";
  const zh = attribute.refersTo === undefined ? undefined : byTitle.get(value)?.zh;
  const bare = attribute.type === "number" ? value.replaceAll(",", "") : value;
  const answers = [value, bare, ...(zh === undefined ? [] : [zh])];
  if (attribute.unit !== undefined) answers.push(`${value} ${attribute.unit}`);
  return [...new Set(answers)];
}

/** Drawn evenly from the kinds of entity that a question is about. */
function evenly(questions: readonly Question[], count: number, key: string): readonly Question[] {
  const byKind = [...groupBy(questions, ({ place }) => place.kind.id)].map(([id, list]) =>
    shuffled(list, key + id),
  );
  const most = Math.max(0, ...byKind.map((list) => list.length));
  const order = Array.from({ length: most }, (_, index) =>
    byKind.flatMap((list) => list[index] ?? []),
  ).flat();
  return order.slice(0, count);
}

const wanted: Readonly<Record<1 | 2 | 3, Readonly<Record<"train" | "dev" | "test", number>>>> = {
  1: { train: 360, dev: 50, test: 80 },
  2: { train: 420, dev: 60, test: 90 },
  3: { train: 300, dev: 40, test: 60 },
};

export function allDeepTasks(lexicon: Lexicon, entities: readonly Entity[]): readonly SeedDeepTask[] {
  const byTitle = new Map(entities.map((entity) => [entity.title, entity]));
  const byKind = groupBy(entities, ({ kind }) => kind);
  const starts = lexicon.kinds.flatMap((kind) => {
    const members = byKind.get(kind.id) ?? [];
    const some = shuffled(members, `${kind.id}#deep`).slice(0, 600);
    return [...some.map((entity) => named(entity, kind)), ...described(kind, members)];
  });
  const first = starts.flatMap((place) => followed(place, byTitle, lexicon));
  const second = first.filter(({ hops }) => hops < 2).flatMap((place) => followed(place, byTitle, lexicon));
  const questions = [...starts, ...first, ...second].flatMap(questionsAt);
  const chosen = ([1, 2, 3] as const).flatMap((hops) =>
    (["train", "dev", "test"] as const).flatMap((split) =>
      evenly(
        questions.filter((question) => question.hops === hops && question.place.entity.split === split),
        wanted[hops][split],
        `${hops}${split}`,
      ),
    ),
  );
  return chosen.map((question, index) => {
    const id = `deep-${String(index + 1).padStart(5, "0")}`;
    return {
      id,
      kind: "deep",
      split: question.place.entity.split,
      hops: question.hops,
      phrasings: phrasingsOf(question, id),
      gold: acceptedAnswers(question, byTitle),
    };
  });
}
