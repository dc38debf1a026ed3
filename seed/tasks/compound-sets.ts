/** @file Sets that have no list page of their own, but follow from those that have. */
import { airport } from "../../src/llm/demonstrator/lexicon/airport.ts";
import { city } from "../../src/llm/demonstrator/lexicon/city.ts";
import { currency } from "../../src/llm/demonstrator/lexicon/currency.ts";
import type { Entity } from "../lib/entity.ts";
import type { EntitySet } from "../lists/entity-set.ts";

const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const chineseWords = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];

function numberWord(count: number, language: "en" | "zh"): string {
  return (language === "en" ? words : chineseWords)[count] ?? String(count);
}

/** The first few of a ranked list: `five largest cities of Estonia`. */
export function topOf(set: EntitySet, count: number): EntitySet | undefined {
  if (set.rankedBy === undefined || set.items.length < count + 1) return undefined;
  return {
    title: set.title,
    phrase: `${numberWord(count, "en")} ${set.phrase}`,
    zh: `${set.zh.replace("最大城市", "")}最大的${numberWord(count, "zh")}座城市`,
    kind: set.kind,
    items: set.items.slice(0, count),
  };
}

/** Entities by the title of the country they lie in, cities with the largest first. */
export type ByCountry = ReadonlyMap<string, readonly Entity[]>;

/** The largest cities of every country of a set, `count` of each. */
export function citiesOfEach(set: EntitySet, cities: ByCountry, count: number): EntitySet | undefined {
  const groups = set.items.map((entity) => (cities.get(entity.title) ?? []).slice(0, count));
  if (groups.some((group) => group.length < count)) return undefined;
  return {
    title: set.title,
    phrase: `${numberWord(count, "en")} largest cities of each of the ${set.phrase}`,
    zh: `${set.zh}各自最大的${numberWord(count, "zh")}座城市`,
    kind: city,
    items: groups.flat(),
  };
}

/** The capitals of a set of countries. */
export function capitalsOf(set: EntitySet, cities: ByCountry): EntitySet | undefined {
  const capitals = set.items.flatMap((entity) =>
    (cities.get(entity.title) ?? []).filter(
      ({ title, facts }) => title === entity.facts["capital"] && facts["status"] === "national capital",
    ),
  );
  if (capitals.length < set.items.length) return undefined;
  return {
    title: set.title,
    phrase: `capitals of the ${set.phrase}`,
    zh: `${set.zh}的首都`,
    kind: city,
    items: capitals,
  };
}

/** All airports of a set of countries, at least two of which have some. */
export function airportsOfEach(set: EntitySet, airports: ByCountry): EntitySet | undefined {
  const groups = set.items.map(({ title }) => airports.get(title) ?? []).filter(({ length }) => length > 0);
  if (groups.length < 2) return undefined;
  return {
    title: set.title,
    phrase: `airports of the ${set.phrase}`,
    zh: `${set.zh}的机场`,
    kind: airport,
    items: groups.flat(),
  };
}

/** The currencies that a set of countries uses. */
export function currenciesOf(set: EntitySet, currencies: readonly Entity[]): EntitySet | undefined {
  if (set.items.some(({ facts }) => facts["currency"] === undefined)) return undefined;
  const titles = new Set(set.items.map(({ facts }) => facts["currency"]));
  return {
    title: set.title,
    phrase: `currencies of the ${set.phrase}`,
    zh: `${set.zh}使用的货币`,
    kind: currency,
    items: currencies.filter((candidate) => titles.has(candidate.title)),
  };
}
