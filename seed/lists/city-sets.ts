/** @file Sets of cities: the largest of each country, and the capitals of each part of the world. */
import { city } from "../../src/llm/demonstrator/lexicon/city.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { inProse } from "../lib/text.ts";
import { chineseTerm } from "./country-sets.ts";
import type { EntitySet } from "./entity-set.ts";

const rankedBy = { attribute: "population", adjective: "most populous", zh: "人口最多" };

/** Cities of one country, largest first. */
export function citiesByCountry(cities: readonly Entity[]): ReadonlyMap<string, readonly Entity[]> {
  const order = [...cities].sort((a, b) => (b.numbers["population"] ?? 0) - (a.numbers["population"] ?? 0));
  return groupBy(order, (entity) => entity.facts["country"] ?? "");
}

function largestCities(countries: readonly Entity[], cities: readonly Entity[]): readonly EntitySet[] {
  const byCountry = citiesByCountry(cities);
  return countries.flatMap((entity) => {
    const items = (byCountry.get(entity.title) ?? []).slice(0, 20);
    const where = inProse(entity.name);
    return {
      title: `Largest cities of ${where}`,
      phrase: `largest cities of ${where}`,
      zh: `${entity.zh ?? entity.name}最大城市`,
      kind: city,
      items,
      shown: ["population"],
      rankedBy,
      perCountry: true,
    };
  });
}

function capitals(countries: readonly Entity[], cities: readonly Entity[]): readonly EntitySet[] {
  const byCountry = citiesByCountry(cities);
  const places = ["region", "subregion"].flatMap((id) => [
    ...groupBy(countries, (entity) => entity.facts[id] ?? ""),
  ]);
  return places.map(([place, members]) => {
    const where = place === "Caribbean" || place === "Americas" ? `the ${place}` : place;
    return {
      title: `National capitals of ${where}`,
      phrase: `national capitals of ${where}`,
      zh: `${chineseTerm(place)}各国首都`,
      kind: city,
      items: members.flatMap((member) =>
        (byCountry.get(member.title) ?? []).filter(
          (candidate) =>
            candidate.facts["status"] === "national capital" && member.facts["status"] === "country",
        ),
      ),
    };
  });
}

export function citySets(countries: readonly Entity[], cities: readonly Entity[]): readonly EntitySet[] {
  return [
    ...largestCities(countries, cities),
    ...capitals(countries, cities).filter(({ items }) => items.length > 2),
  ];
}
