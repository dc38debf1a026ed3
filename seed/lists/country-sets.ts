/** @file Sets of countries: by part of the world, coast, neighbours, language and money. */
import { country } from "../../src/llm/demonstrator/lexicon/country.ts";
import { terms } from "../../src/llm/demonstrator/lexicon/terms.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { capitalised, inProse } from "../lib/text.ts";
import type { EntitySet } from "./entity-set.ts";

export function chineseTerm(en: string): string {
  return terms.find((term) => term.en === en)?.zh[0] ?? en;
}

function placeInProse(place: string): string {
  return place === "Caribbean" || place === "Americas" ? `the ${place}` : place;
}

function byTitle(a: Entity, b: Entity): number {
  return a.title < b.title ? -1 : 1;
}

function setsOfPlace(place: string, members: readonly Entity[]): readonly EntitySet[] {
  const where = placeInProse(place);
  const zh = chineseTerm(place);
  const sovereign = members.filter((entity) => entity.facts["status"] === "country");
  const landlocked = sovereign.filter((entity) => entity.facts["landlocked"] === "yes");
  const islands = sovereign.filter(
    (entity) => entity.facts["neighbours"] === undefined && entity.facts["landlocked"] === "no",
  );
  const territories = members.filter((entity) => entity.facts["status"] === "territory");
  return [
    {
      title: `List of countries in ${where}`,
      phrase: `countries in ${where}`,
      zh: `${zh}国家`,
      items: sovereign,
    },
    {
      title: `Landlocked countries of ${where}`,
      phrase: `landlocked countries of ${where}`,
      zh: `${zh}内陆国家`,
      items: landlocked,
    },
    {
      title: `Countries of ${where} without land borders`,
      phrase: `countries of ${where} without land borders`,
      zh: `没有陆地邻国的${zh}国家`,
      items: islands,
    },
    {
      title: `Territories in ${where}`,
      phrase: `territories in ${where}`,
      zh: `${zh}属地`,
      items: territories,
    },
  ].map((set) => ({ ...set, kind: country }));
}

function neighbourSets(countries: readonly Entity[]): readonly EntitySet[] {
  const byName = new Map(countries.map((entity) => [entity.name, entity]));
  return countries
    .filter((entity) => entity.facts["neighbours"] !== undefined && entity.zh !== undefined)
    .map((entity) => ({
      title: `Countries bordering ${inProse(entity.name)}`,
      phrase: `countries bordering ${inProse(entity.name)}`,
      zh: `${entity.zh ?? ""}的邻国`,
      kind: country,
      items: (entity.facts["neighbours"] ?? "")
        .split(/, (?!Ascension)| and (?!Herzegovina|Barbuda|Nevis|Miquelon|Futuna|Tobago|Príncipe)/)
        .flatMap((name) => byName.get(name) ?? []),
    }));
}

const places = (
  countries: readonly Entity[],
  id: string,
): readonly (readonly [string, readonly Entity[]])[] => [
  ...groupBy(countries, (entity) => entity.facts[id] ?? ""),
];

/** `among` narrows a property to a place, so that such a list stays inside one split where it can. */
function sharedSets(
  countries: readonly Entity[],
  place: string,
  chineseCurrency: ReadonlyMap<string, string>,
): readonly EntitySet[] {
  const where = placeInProse(place);
  const currencies = [...groupBy(countries, (entity) => entity.facts["currency"] ?? "")];
  return currencies
    .filter(([currency, users]) => currency !== "" && users.length > 2)
    .map(([currency, users]) => ({
      title: capitalised(`countries of ${where} that use the ${currency}`),
      phrase: `countries of ${where} that use the ${currency}`,
      zh: `使用${chineseCurrency.get(currency) ?? currency}的${chineseTerm(place)}国家`,
      kind: country,
      items: users,
    }));
}

export function countrySets(
  countries: readonly Entity[],
  currencies: readonly Entity[],
): readonly EntitySet[] {
  const chineseCurrency = new Map(currencies.map(({ title, zh }) => [title, zh ?? title]));
  const ordered = [...countries].sort(byTitle);
  const regions = places(ordered, "region");
  const subregions = places(ordered, "subregion").filter(
    ([place]) => !regions.some(([name]) => name === place),
  );
  return [
    ...[...regions, ...subregions].flatMap(([place, members]) => [
      ...setsOfPlace(place, members),
      ...sharedSets(members, place, chineseCurrency),
    ]),
    ...neighbourSets(ordered),
  ].filter((set) => set.items.length > 1 && !/Antarctic|Australia and New Zealand/.test(set.title));
}
