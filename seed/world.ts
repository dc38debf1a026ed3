/** @file Everything the seed knows: all entities, and the sets that have list pages. */
import type { Draft, Entity } from "./lib/entity.ts";
import { groupBy } from "./lib/group.ts";
import { withTitles } from "./lib/titles.ts";
import { citySets } from "./lists/city-sets.ts";
import { countryGroups } from "./lists/country-groups.ts";
import { countrySets } from "./lists/country-sets.ts";
import { elementSets } from "./lists/element-sets.ts";
import type { EntitySet } from "./lists/entity-set.ts";
import { setUrl } from "./lists/entity-set.ts";
import { languageSets } from "./lists/language-sets.ts";
import { skySets } from "./lists/sky-sets.ts";
import { computerLanguageSets, licenceSets } from "./lists/software-sets.ts";
import { airportSets, currencySets, subdivisionSets } from "./lists/travel-sets.ts";
import { readAviation } from "./sources/airports.ts";
import type { CityDraft } from "./sources/cities.ts";
import { readCities } from "./sources/cities.ts";
import { readComputerLanguages } from "./sources/computer-languages.ts";
import type { CountryDraft } from "./sources/countries.ts";
import { readCountries } from "./sources/countries.ts";
import { readCurrencies } from "./sources/currencies.ts";
import { readElements } from "./sources/elements.ts";
import { readLanguages } from "./sources/languages.ts";
import { readLicences } from "./sources/licences.ts";
import { readSky } from "./sources/sky.ts";

export interface World {
  readonly entities: readonly Entity[];
  readonly sets: readonly EntitySet[];
}

/** The first set of an address is kept, and of sets with the same phrase too. */
function distinct(sets: readonly EntitySet[]): readonly EntitySet[] {
  const kept = new Map<string, EntitySet>();
  for (const set of sets) if (!kept.has(setUrl(set))) kept.set(setUrl(set), set);
  return [...kept.values()];
}

/** A country's capital and largest city point at pages; a lead too small to trust in the figures is not stated. */
function withCities(country: CountryDraft, cities: readonly CityDraft[]): CountryDraft {
  const capital = cities.find(({ isCapital, name }) => isCapital && name === country.facts["capital"]);
  const [largest, second] = cities;
  const clear = largest !== undefined && largest.population > (second?.population ?? 0) * 1.05;
  return {
    ...country,
    facts: { ...country.facts, ...(clear ? { largestCity: largest.name } : {}) },
    refs: {
      ...country.refs,
      ...(capital === undefined ? {} : { capital: capital.key }),
      ...(clear ? { largestCity: largest.key } : {}),
    },
  };
}

function allSets(
  entities: readonly Entity[],
  spokenIn: ReadonlyMap<string, readonly string[]>,
): readonly EntitySet[] {
  const byKind = groupBy(entities, ({ kind }) => kind);
  const of = (id: string): readonly Entity[] => byKind.get(id) ?? [];
  const countries = of("country");
  return [
    ...countrySets(countries, of("currency")),
    ...citySets(countries, of("city")),
    ...elementSets(of("element")),
    ...airportSets(countries, of("airport")),
    ...subdivisionSets(countries, of("subdivision")),
    ...currencySets(countries, of("currency")),
    ...languageSets(countries, of("language"), spokenIn),
    ...skySets(of("constellation"), of("star"), of("deep-sky-object")),
    ...licenceSets(of("licence")),
    ...computerLanguageSets(of("computer-language")),
    ...countryGroups(countries),
  ].filter(({ items, perCountry }) => items.length > (perCountry === true ? 0 : 1));
}

export function readWorld(): World {
  const countries = readCountries();
  const cities = readCities(countries);
  const citiesOf = groupBy(cities, ({ iso2 }) => iso2);
  const aviation = readAviation(countries);
  const { languages, spokenIn } = readLanguages(countries);
  const drafts: readonly Draft[] = [
    ...countries.map((country) => withCities(country, citiesOf.get(country.iso2) ?? [])),
    ...cities,
    ...readElements(),
    ...aviation.airports,
    ...aviation.subdivisions,
    ...readCurrencies(countries),
    ...languages,
    ...readSky(),
    ...readLicences(),
    ...readComputerLanguages(),
  ];
  const { entities, titleOf } = withTitles(drafts);
  const spoken = new Map(
    [...spokenIn].map(([name, keys]) => [name, keys.flatMap((key) => titleOf.get(key) ?? [])]),
  );
  return { entities, sets: distinct(allSets(entities, spoken)) };
}
