/** @file Sets of airports, of subdivisions with airports, and of currencies. */
import { airport } from "../../src/llm/demonstrator/lexicon/airport.ts";
import { currency } from "../../src/llm/demonstrator/lexicon/currency.ts";
import { subdivision } from "../../src/llm/demonstrator/lexicon/subdivision.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { inProse } from "../lib/text.ts";
import { chineseTerm } from "./country-sets.ts";
import type { EntitySet } from "./entity-set.ts";

function byTitle(a: Entity, b: Entity): number {
  return a.title < b.title ? -1 : 1;
}

export function airportSets(countries: readonly Entity[], airports: readonly Entity[]): readonly EntitySet[] {
  const ordered = [...airports].sort(byTitle);
  const chinese = new Map(countries.map((entity) => [entity.title, entity.zh ?? entity.name]));
  const inCountries = [...groupBy(ordered, (entity) => entity.facts["country"] ?? "")].flatMap(
    ([name, items]): readonly EntitySet[] => {
      const where = inProse(name);
      const large = items.filter((entity) => entity.facts["size"] === "large airport");
      return [
        {
          title: `Airports in ${where}`,
          phrase: `airports in ${where}`,
          zh: `${chinese.get(name) ?? name}的机场`,
          kind: airport,
          items,
          perCountry: true,
        },
        {
          title: `Large airports in ${where}`,
          phrase: `large airports in ${where}`,
          zh: `${chinese.get(name) ?? name}的大型机场`,
          kind: airport,
          items: large.length < items.length ? large : [],
        },
      ];
    },
  );
  const inRegions = [...groupBy(ordered, (entity) => entity.facts["region"] ?? "")]
    .filter(([name]) => name !== "")
    .map(
      ([name, items]): EntitySet => ({
        title: `Airports of ${name}`,
        phrase: `airports of ${name}`,
        zh: `${name}的机场`,
        kind: airport,
        items,
      }),
    );
  return [...inCountries, ...inRegions].filter(
    ({ items, perCountry }) => perCountry === true || items.length > 2,
  );
}

export function subdivisionSets(
  countries: readonly Entity[],
  subdivisions: readonly Entity[],
): readonly EntitySet[] {
  const byCountry = groupBy([...subdivisions].sort(byTitle), (entity) => entity.facts["country"] ?? "");
  return countries.map((entity) => ({
    title: `Subdivisions of ${inProse(entity.name)} with airports`,
    phrase: `subdivisions of ${inProse(entity.name)} with airports`,
    zh: `${entity.zh ?? entity.name}设有机场的行政区`,
    kind: subdivision,
    items: byCountry.get(entity.title) ?? [],
  }));
}

/** Currencies in use in each part of the world. */
export function currencySets(
  countries: readonly Entity[],
  currencies: readonly Entity[],
): readonly EntitySet[] {
  const byTitleOf = new Map(currencies.map((entity) => [entity.title, entity]));
  const places = ["region", "subregion"].flatMap((id) => [
    ...groupBy(countries, (entity) => entity.facts[id] ?? ""),
  ]);
  return places.map(([place, members]) => {
    const used = new Set(members.flatMap((entity) => byTitleOf.get(entity.facts["currency"] ?? "") ?? []));
    const where = place === "Caribbean" || place === "Americas" ? `the ${place}` : place;
    return {
      title: `Currencies of ${where}`,
      phrase: `currencies of ${where}`,
      zh: `${chineseTerm(place)}使用的货币`,
      kind: currency,
      items: [...used].sort(byTitle),
    };
  });
}
