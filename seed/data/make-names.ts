/**
 * @file Writes names.json: English and Chinese names of languages, scripts and currencies out of the CLDR data that Node
 * carries. It is run by hand when codes are added, so that a build does not depend on the version of Node.
 */
import { writeFileSync } from "node:fs";
import { z } from "zod";
import { loadJson } from "../lib/load.ts";

const territories = loadJson(
  import.meta.resolve("cldr-core/supplemental/territoryInfo.json"),
  z.object({
    supplemental: z.object({
      territoryInfo: z.record(
        z.string(),
        z.looseObject({ languagePopulation: z.record(z.string(), z.unknown()).optional() }),
      ),
    }),
  }),
).supplemental.territoryInfo;
const countries = loadJson(
  import.meta.resolve("world-countries/countries.json"),
  z.array(z.object({ currencies: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]) })),
);

const languages = Object.values(territories).flatMap(({ languagePopulation }) =>
  Object.keys(languagePopulation ?? {}),
);
const currencies = countries.flatMap((country) =>
  Array.isArray(country.currencies) ? [] : Object.keys(country.currencies),
);
const scripts = languages.map(
  (language) => new Intl.Locale(language.replace("_", "-")).maximize().script ?? "",
);

function names(
  codes: readonly string[],
  type: "language" | "script" | "currency",
): Record<string, readonly string[]> {
  const [en, zh] = ["en", "zh"].map((locale) => new Intl.DisplayNames([locale], { type, fallback: "none" }));
  const entries = [...new Set(codes)]
    .sort()
    .filter((code) => /^[A-Za-z]{2,4}$/.test(code))
    .map((code): [string, readonly string[]] => [code, [en?.of(code) ?? "", zh?.of(code) ?? ""]])
    .filter(([, [english]]) => english !== "");
  return Object.fromEntries(entries);
}

const scriptOf = Object.fromEntries(
  languages.map((language, index): [string, string] => [language, scripts[index] ?? ""]).sort(),
);

writeFileSync(
  new URL("names.json", import.meta.url),
  `${JSON.stringify(
    {
      languages: names(languages, "language"),
      scripts: names(scripts, "script"),
      currencies: names(
        currencies.filter((code) => /^[A-Z]{3}$/.test(code)),
        "currency",
      ),
      scriptOf,
    },
    null,
    1,
  )}\n`,
);
