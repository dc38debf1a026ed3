/** @file Questions for a table, with gold tables, made from the sets. */
import type { Attribute } from "../../src/llm/demonstrator/lexicon.ts";
import type { Entity, Split } from "../lib/entity.ts";
import { splitOf } from "../lib/entity.ts";
import { randomOf, shuffled } from "../lib/random.ts";
import { listText } from "../lib/text.ts";
import type { EntitySet } from "../lists/entity-set.ts";
import { columnOf } from "../lists/entity-set.ts";
import type { Phrasing, SeedWideTask } from "./task.ts";
import {
  chineseWidePhrasings,
  heldOutChineseWidePhrasings,
  heldOutWidePhrasings,
  widePhrasings,
} from "./wide-phrasings.ts";

/** What a question asks for: a set, and some attributes of each of its members. */
export interface WideQuery {
  readonly set: EntitySet;
  readonly difficulty: 1 | 2 | 3;
  readonly attributes: readonly Attribute[];
}

const mostRows = 30;

/** Attributes that every member has stated, and that are not the same for all. */
function askableAttributes(set: EntitySet): readonly Attribute[] {
  return set.kind.attributes.filter(({ id }) => {
    const values = set.items.map((entity) => entity.facts[id]);
    return !values.includes(undefined) && new Set(values).size > 1;
  });
}

/** Up to `count` different choices of attributes for one set; `wanted` ones come first in every choice. */
export function queriesOf(
  set: EntitySet,
  difficulty: 1 | 2 | 3,
  { count, wanted = [] }: { readonly count: number; readonly wanted?: readonly string[] },
): readonly WideQuery[] {
  const split = splitOf(set.items);
  const askable = askableAttributes(set);
  if (split === "shared" || set.items.length < 3 || set.items.length > mostRows || askable.length === 0)
    return [];
  const queries = new Map<string, WideQuery>();
  for (let index = 0; index < count; index += 1) {
    const key = `${set.phrase}#${index}`;
    const size = 1 + Math.floor(randomOf(key)() * Math.min(4, askable.length));
    const first = askable.filter(({ id }) => wanted.includes(id));
    const others = shuffled(askable, key).filter((attribute) => !first.includes(attribute));
    const attributes = [...first, ...others].slice(0, Math.max(size, first.length));
    const ids = attributes.map(({ id }) => id).sort();
    queries.set(ids.join(), { set, difficulty, attributes });
  }
  return [...queries.values()];
}

/** Synonyms that read as a noun after `its` or `the`. */
function nounOf(attribute: Attribute, language: "en" | "zh", key: string): string {
  const [usual = attribute.id, ...others] = attribute.words[language].filter(
    (word) => !/^(?:how|what|when|whether|who|discovered|landlocked)\b|^[A-Z]?是否/.test(word),
  );
  const random = randomOf(`${key}#${attribute.id}`);
  if (random() < 0.65) return usual;
  return others[Math.floor(random() * others.length)] ?? usual;
}

interface Wording {
  readonly language: "en" | "zh";
  readonly templates: readonly string[];
  readonly heldOut: readonly string[];
  readonly count: number;
}

const wordings: readonly Wording[] = [
  { language: "en", templates: widePhrasings, heldOut: heldOutWidePhrasings, count: 4 },
  { language: "zh", templates: chineseWidePhrasings, heldOut: heldOutChineseWidePhrasings, count: 2 },
];

function filled(template: string, query: WideQuery, language: "en" | "zh", key: string): string {
  const { set, attributes } = query;
  const nouns = attributes.map((attribute) => nounOf(attribute, language, key));
  const columns = columnsOf(query, language);
  const slots: Readonly<Record<string, string>> = {
    set: language === "en" ? set.phrase : set.zh,
    attributes: language === "en" ? listText(nouns) : nouns.join("、"),
    columns: language === "en" ? columns.join(", ") : columns.join("、"),
    noun: set.kind.words.en[0] ?? set.kind.id,
  };
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? "");
}

function columnsOf(query: WideQuery, language: "en" | "zh"): readonly string[] {
  const { kind } = query.set;
  return ["name", ...query.attributes.map(({ id }) => id)].map((id) => columnOf(kind, id, language));
}

/** A test task is also asked in one of the forms that the other splits never see. */
function phrasingsOf(query: WideQuery, split: Split, id: string): readonly Phrasing[] {
  return wordings.flatMap(({ language, templates, heldOut, count }) => {
    const key = `${id}#${language}`;
    const ordinary = shuffled(templates, key).slice(0, count);
    const unseen = split === "test" ? shuffled(heldOut, key).slice(0, 1) : [];
    return [...ordinary.slice(0, count - unseen.length), ...unseen].map((template, index) => ({
      language,
      question: filled(template, query, language, `${key}#${index}`),
      ...(language === "zh" ? { columns: columnsOf(query, "zh") } : {}),
    }));
  });
}

function rowOf(entity: Entity, attributes: readonly Attribute[]): readonly string[] {
  return [entity.title, ...attributes.map(({ id }) => entity.facts[id] ?? "")];
}

export function wideTask(query: WideQuery, id: string): SeedWideTask | undefined {
  const split = splitOf(query.set.items);
  if (split === "shared") return undefined;
  const columns = columnsOf(query, "en");
  return {
    id,
    kind: "wide",
    split,
    difficulty: query.difficulty,
    phrasings: phrasingsOf(query, split, id),
    columns,
    uniqueColumns: columns.slice(0, 1),
    gold: { columns, rows: query.set.items.map((entity) => rowOf(entity, query.attributes)) },
    pages: query.set.items.map(({ url }) => url),
  };
}
