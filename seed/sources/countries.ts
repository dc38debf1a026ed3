/** @file Countries from world-countries (ODbL), with population, economy and literacy from CLDR (Unicode licence). */
import { z } from "zod";
import type { Draft, Split } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { loadJson } from "../lib/load.ts";
import { capitalised, listText, plainName } from "../lib/text.ts";

const countrySchema = z.object({
  name: z.object({ common: z.string(), official: z.string() }),
  cca2: z.string(),
  cca3: z.string(),
  independent: z.boolean().nullish(),
  unMember: z.boolean(),
  tld: z.array(z.string()),
  currencies: z.union([
    z.record(z.string(), z.object({ name: z.string(), symbol: z.string().optional() })),
    z.array(z.unknown()).transform((): Record<string, { name: string; symbol?: string | undefined }> => ({})),
  ]),
  idd: z.object({ root: z.string(), suffixes: z.array(z.string()) }),
  capital: z.array(z.string()),
  region: z.string(),
  subregion: z.string(),
  languages: z.union([
    z.record(z.string(), z.string()),
    z.array(z.unknown()).transform((): Record<string, string> => ({})),
  ]),
  translations: z.record(z.string(), z.object({ common: z.string() })),
  landlocked: z.boolean(),
  borders: z.array(z.string()),
  area: z.number(),
  demonyms: z.object({ eng: z.object({ m: z.string() }).optional() }).optional(),
});

const territorySchema = z.object({
  supplemental: z.object({
    territoryInfo: z.record(
      z.string(),
      z.looseObject({
        _population: z.string(),
        _gdp: z.string(),
        _literacyPercent: z.string(),
      }),
    ),
  }),
});

type SourceCountry = z.infer<typeof countrySchema>;

/** A country's draft with what other sources need to point at it. */
export interface CountryDraft extends Draft {
  readonly iso2: string;
  readonly region: string;
  readonly subregion: string;
  readonly sovereign: boolean;
  readonly neighbours: readonly string[];
  readonly languages: readonly string[];
  readonly currencies: readonly {
    readonly code: string;
    readonly name: string;
    readonly symbol?: string | undefined;
  }[];
}

const testSubregions = new Set([
  "Northern Europe",
  "Australia and New Zealand",
  "Melanesia",
  "Micronesia",
  "Polynesia",
]);
const devSubregions = new Set(["Central Europe", "Southeast Europe", "Central Asia"]);

function splitOfSubregion(subregion: string): Split {
  if (testSubregions.has(subregion)) return "test";
  return devSubregions.has(subregion) ? "dev" : "train";
}

/** Where the sources disagree about what the place is, the pages do not say. */
const unstatedStatus = new Set(["TW", "XK", "PS", "EH"]);

/** The source gives several codes of a shared numbering plan; only a single one is a country's own. */
function callingCode({ idd }: SourceCountry): string | undefined {
  const [suffix] = idd.suffixes;
  if (idd.root === "") return undefined;
  if (idd.suffixes.length > 1) return idd.root === "+1" || idd.root === "+7" ? idd.root : undefined;
  return idd.root + (suffix ?? "");
}

function statusOf(source: SourceCountry): string | undefined {
  if (unstatedStatus.has(source.cca2)) return undefined;
  return source.unMember || source.independent === true ? "country" : "territory";
}

/** Uninhabited or shared territories have no page. */
const skipped = new Set(["AQ", "BV", "HM", "TF", "UM", "GS", "IO", "SJ"]);

function languagesOf(source: SourceCountry): readonly string[] {
  return Object.values(source.languages)
    .map(plainName)
    .sort((a, b) => (a < b ? -1 : 1));
}

type Territories = z.infer<typeof territorySchema>["supplemental"]["territoryInfo"];

/** Where the source has one name for two countries, another kind of characters, or another country's name. */
const chineseCorrections: Readonly<Record<string, string>> = {
  CG: "刚果共和国",
  CD: "刚果民主共和国",
  FM: "密克罗尼西亚联邦",
  XK: "科索沃",
  BQ: "荷兰加勒比区",
  CC: "科科斯群岛",
  DM: "多米尼克",
  DO: "多米尼加",
  MK: "北马其顿",
  TW: "台湾",
};

const positive = (text: string | undefined): number | undefined => {
  const value = Number(text ?? 0);
  return value > 0 ? value : undefined;
};

/** Every attribute's value, as far as the sources agree on one. */
function valuesOf(
  source: SourceCountry,
  territory: Territories[string] | undefined,
  neighbours: readonly string[],
): Readonly<Record<string, string | number | undefined>> {
  const currencies = currenciesOf(source);
  const [currency] = currencies.length === 1 ? currencies : [];
  const [capital] = source.capital.length === 1 ? source.capital : [];
  const languages = languagesOf(source);
  const literacy = positive(territory?._literacyPercent);
  const gdp = positive(territory?._gdp);
  const population = positive(territory?._population);
  return {
    officialName: plainName(source.name.official),
    chineseName: chineseOf(source),
    status: statusOf(source),
    region: source.region,
    subregion: source.subregion,
    capital: capital === undefined ? undefined : plainCapital(capital),
    languages: languages.length > 0 && languages.length < 6 ? listText(languages) : undefined,
    callingCode: callingCode(source),
    tld: source.tld.find((tld) => /^\.[a-z]{2}$/.test(tld)),
    iso2: source.cca2,
    iso3: source.cca3,
    demonym: source.demonyms?.eng?.m,
    area: source.area > 0 ? source.area : undefined,
    landlocked: source.landlocked ? "yes" : "no",
    neighbours: neighbours.length > 0 ? listText(neighbours) : undefined,
    neighbourCount: neighbours.length,
    population,
    density: source.area < 1 ? undefined : quotient(population, source.area, 1),
    literacy: literacy === 100 ? undefined : literacy,
    currency: currency?.name,
    currencyCode: currency?.code,
    gdp,
    gdpPerHead: quotient(gdp, population, 0),
  };
}

function quotient(of: number | undefined, by: number | undefined, digits: number): number | undefined {
  return of === undefined || by === undefined ? undefined : Number((of / by).toFixed(digits));
}

function chineseOf(source: SourceCountry): string | undefined {
  return chineseCorrections[source.cca2] ?? source.translations["zho"]?.common;
}

function currenciesOf(source: SourceCountry): CountryDraft["currencies"] {
  return Object.entries(source.currencies).map(([code, { name, symbol }]) => ({
    code,
    name: capitalised(plainName(name)),
    symbol,
  }));
}

function draftOf(
  source: SourceCountry,
  territories: Territories,
  nameOf: ReadonlyMap<string, string>,
): CountryDraft {
  const territory = territories[source.cca2];
  const neighbours = source.borders.flatMap((code) => nameOf.get(code) ?? []);
  const currencies = currenciesOf(source);
  const [currency] = currencies.length === 1 ? currencies : [];
  return {
    kind: "country",
    key: `country:${source.cca2}`,
    name: plainName(source.name.common),
    qualifiers: [" (country)"],
    prominence: 1e12 + (positive(territory?._population) ?? 0),
    ...factSheet(valuesOf(source, territory, neighbours)),
    ...(currency === undefined ? {} : { refs: { currency: `currency:${currency.code}` } }),
    zh: chineseOf(source),
    split: splitOfSubregion(source.subregion),
    iso2: source.cca2,
    region: source.region,
    subregion: source.subregion,
    sovereign: statusOf(source) === "country",
    neighbours,
    languages: languagesOf(source),
    currencies,
  };
}

function plainCapital(name: string): string {
  return plainName(name.replace(/,? D\.C\.$/, ""));
}

export function readCountries(): readonly CountryDraft[] {
  const sources = loadJson(import.meta.resolve("world-countries/countries.json"), z.array(countrySchema));
  const { supplemental } = loadJson(
    import.meta.resolve("cldr-core/supplemental/territoryInfo.json"),
    territorySchema,
  );
  const kept = sources.filter((source) => !skipped.has(source.cca2));
  const nameOf = new Map(kept.map((source) => [source.cca3, plainName(source.name.common)]));
  return kept.map((source) => draftOf(source, supplemental.territoryInfo, nameOf));
}
