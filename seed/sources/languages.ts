/** @file Human languages: speakers from CLDR (Unicode licence), codes and own names from wikidata-lang (Wikidata, CC0). */
import { z } from "zod";
import type { Draft } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { groupBy } from "../lib/group.ts";
import { loadJson } from "../lib/load.ts";
import { listText, plainName } from "../lib/text.ts";
import { chineseName, englishName, scriptOf } from "./cldr-names.ts";
import type { CountryDraft } from "./countries.ts";

const territorySchema = z.object({
  supplemental: z.object({
    territoryInfo: z.record(
      z.string(),
      z.looseObject({
        _population: z.string(),
        languagePopulation: z
          .record(
            z.string(),
            z.looseObject({ _populationPercent: z.string(), _officialStatus: z.string().optional() }),
          )
          .optional(),
      }),
    ),
  }),
});

const languageSchema = z.looseObject({
  wd: z.string(),
  native: z.string().optional(),
  wmCode: z.array(z.string()).optional(),
  iso6391: z.array(z.string()).optional(),
  iso6393: z.array(z.string()).optional(),
});

interface Use {
  readonly language: string;
  readonly country: CountryDraft;
  readonly speakers: number;
  readonly official: boolean;
}

/** Below this share of a country's people the figures of the source are too rough to name the country. */
const leastPercent = 0.5;

function usesOf(countries: readonly CountryDraft[]): readonly Use[] {
  const { territoryInfo } = loadJson(
    import.meta.resolve("cldr-core/supplemental/territoryInfo.json"),
    territorySchema,
  ).supplemental;
  return countries.flatMap((country) => {
    const territory = territoryInfo[country.iso2];
    return Object.entries(territory?.languagePopulation ?? {})
      .map(([code, entry]) => ({
        language: code.split("_")[0] ?? code,
        country,
        percent: Number(entry._populationPercent),
        speakers: (Number(territory?._population ?? 0) * Number(entry._populationPercent)) / 100,
        official: entry._officialStatus === "official",
      }))
      .filter(({ percent, speakers }) => percent >= leastPercent && speakers >= 1);
  });
}

type SourceLanguage = z.infer<typeof languageSchema>;

/** The only one, or none when the source gives several. */
function single(items: readonly string[] | undefined): string | undefined {
  return items?.length === 1 ? items[0] : undefined;
}

/** The first of several forms, without remarks in brackets. */
function nativeName(source: SourceLanguage | undefined): string | undefined {
  const name = plainName(source?.native?.replace(/\s*[(/,;].*$/, "") ?? "");
  return name === "" ? undefined : name;
}

function scriptName(code: string): string | undefined {
  const script = englishName("scripts", scriptOf(code) ?? "");
  return script === "Simplified" || script === "Traditional" ? "Han" : script;
}

function officialIn(uses: readonly Use[]): string | undefined {
  const names = [...new Set(uses.filter((use) => use.official).map(({ country }) => country.name))].sort();
  return names.length > 0 && names.length < 8 ? listText(names) : undefined;
}

/** The country with the most speakers, if its lead is clear, comes first. */
function mainUse(uses: readonly Use[]): { readonly main: Use | undefined; readonly clear: boolean } {
  const [main, second] = [...uses].sort((a, b) => b.speakers - a.speakers);
  return { main, clear: main !== undefined && main.speakers > (second?.speakers ?? 0) * 1.2 };
}

function draftOf(code: string, uses: readonly Use[], source: SourceLanguage | undefined): Draft | undefined {
  const name = englishName("languages", code);
  const { main, clear } = mainUse(uses);
  if (name === undefined || main === undefined || !/^[\p{Script=Latin}\s'’ʼ-]+$/u.test(name))
    return undefined;
  const speakers = Math.round(Number(uses.reduce((sum, use) => sum + use.speakers, 0).toPrecision(3)));
  const zh = chineseName("languages", code);
  const sheet = factSheet({
    chineseName: zh,
    nativeName: nativeName(source),
    iso1: single(source?.iso6391),
    iso3: single(source?.iso6393),
    script: scriptName(code),
    speakers: speakers > 1 ? speakers : undefined,
    officialIn: officialIn(uses),
    countryCount: new Set(uses.map(({ country }) => country.name)).size,
    wikidata: source?.wd,
  });
  return {
    kind: "language",
    key: `language:${code}`,
    name: plainName(name),
    qualifiers: [" (language)"],
    prominence: 1e6,
    ...sheet,
    ...(clear ? { refs: { mainCountry: main.country.key } } : {}),
    zh,
    split: main.country.split,
  };
}

interface Languages {
  readonly languages: readonly Draft[];
  /** Keys of the languages of each country, by the country's name. */
  readonly spokenIn: ReadonlyMap<string, readonly string[]>;
}

export function readLanguages(countries: readonly CountryDraft[]): Languages {
  const sources = loadJson(import.meta.resolve("wikidata-lang/data/languages.json"), z.array(languageSchema));
  const byCode = new Map(
    sources.flatMap((source) =>
      [...(source.iso6393 ?? []), ...(source.iso6391 ?? [])].map((code) => [code, source]),
    ),
  );
  const uses = usesOf(countries);
  const languages = [...groupBy(uses, ({ language }) => language)].flatMap(
    ([code, list]) => draftOf(code, list, byCode.get(code)) ?? [],
  );
  const spoken = groupBy(uses, ({ country }) => country.name);
  return {
    languages,
    spokenIn: new Map(
      [...spoken].map(([name, list]) => [name, list.map(({ language }) => `language:${language}`)]),
    ),
  };
}
