/** @file Narrower sets: those of a set that satisfy a condition on one attribute. */
import type { Attribute } from "../../src/llm/demonstrator/lexicon.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { randomOf } from "../lib/random.ts";
import { numberText } from "../lib/text.ts";
import { chineseTerm } from "../lists/country-sets.ts";
import type { EntitySet } from "../lists/entity-set.ts";

export interface Condition {
  readonly en: string;
  readonly zh: string;
  readonly attribute: string;
  readonly items: readonly Entity[];
}

/** `2,748,113` → `2,700,000`: two leading digits, so that the question reads as people ask. */
function rounded(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((Math.floor(value / unit) * unit).toPrecision(6));
}

function article(word: string): string {
  return /^[aeiou]/i.test(word) ? "an" : "a";
}

interface Limit {
  readonly threshold: number;
  readonly above: boolean;
}

/** A round number between two values, so that no value equals it. */
function limitFor(values: readonly number[], year: boolean, key: string): Limit | undefined {
  const random = randomOf(key);
  const middle = values[Math.floor(values.length * (0.3 + 0.4 * random()))] ?? 0;
  const threshold = year ? Math.floor(middle / 10) * 10 : rounded(middle);
  return threshold <= 0 || values.includes(threshold) ? undefined : { threshold, above: random() < 0.6 };
}

function wordingOf(
  attribute: Attribute,
  { threshold, above }: Limit,
): { readonly en: string; readonly zh: string } {
  const [word = attribute.id] = attribute.words.en;
  const [wordZh = attribute.id] = attribute.words.zh;
  if (attribute.type === "year") {
    return {
      en: `with ${article(word)} ${word} ${above ? "after" : "before"} ${threshold}`,
      zh: `${wordZh}${above ? "晚于" : "早于"}${threshold}年的`,
    };
  }
  const limit = `${numberText(threshold)}${attribute.unit === undefined ? "" : ` ${attribute.unit}`}`;
  return {
    en: `with ${article(word)} ${word} ${above ? "above" : "below"} ${limit}`,
    zh: `${wordZh}${above ? "超过" : "低于"}${limit}的`,
  };
}

function numberCondition(set: EntitySet, attribute: Attribute): Condition | undefined {
  const numberOf = (entity: Entity): number => entity.numbers[attribute.id] ?? 0;
  const known = set.items.every((entity) => entity.facts[attribute.id] !== undefined);
  if (!known || set.items.length < 6) return undefined;
  const values = set.items.map(numberOf).sort((a, b) => a - b);
  const limit = limitFor(values, attribute.type === "year", `${set.title}#${attribute.id}`);
  if (limit === undefined) return undefined;
  const items = set.items.filter((entity) => numberOf(entity) > limit.threshold === limit.above);
  return { ...wordingOf(attribute, limit), attribute: attribute.id, items };
}

/** Identifying texts never repeat, so they give no condition. */
function textConditions(
  set: EntitySet,
  attribute: Attribute,
  chinese: ReadonlyMap<string, string>,
): readonly Condition[] {
  if (set.items.some((entity) => entity.facts[attribute.id] === undefined)) return [];
  const groups = groupBy(set.items, (entity) => entity.facts[attribute.id] ?? "");
  const [word = attribute.id] = attribute.words.en;
  const [wordZh = attribute.id] = attribute.words.zh;
  return [...groups]
    .filter(([, items]) => items.length > 2 && items.length < set.items.length)
    .map(([value, items]) => ({
      en: `whose ${word} is ${value}`,
      zh: `${wordZh}为${chinese.get(value) ?? chineseTerm(value)}的`,
      attribute: attribute.id,
      items,
    }));
}

const unfilterable = new Set([
  "rank",
  "neighbours",
  "landlocked",
  "languages",
  "region",
  "subregion",
  "country",
]);

/** `chinese` has the Chinese names of entities by their titles. All conditions that leave between two rows and all but one. */
export function conditionsOn(set: EntitySet, chinese: ReadonlyMap<string, string>): readonly Condition[] {
  return set.kind.attributes
    .filter(({ id }) => !unfilterable.has(id) && !(id === "status" && set.kind.id === "country"))
    .flatMap((attribute) => {
      if (attribute.type === "number" || attribute.type === "year")
        return numberCondition(set, attribute) ?? [];
      return attribute.type === "text" ? textConditions(set, attribute, chinese) : [];
    })
    .filter(({ items }) => items.length > 2 && items.length < set.items.length);
}

export function filteredSet(set: EntitySet, condition: Condition): EntitySet {
  return {
    title: set.title,
    phrase: `${set.phrase} ${condition.en}`,
    zh: `${condition.zh}${set.zh}`,
    kind: set.kind,
    items: condition.items,
  };
}
