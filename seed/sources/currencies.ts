/** @file Currencies in use, from world-countries (ODbL) and CLDR (Unicode licence). */
import { z } from "zod";
import type { Draft } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { groupBy } from "../lib/group.ts";
import { loadJson } from "../lib/load.ts";
import { capitalised, listText } from "../lib/text.ts";
import { chineseName } from "./cldr-names.ts";
import type { CountryDraft } from "./countries.ts";

const dataSchema = z.object({
  supplemental: z.object({
    currencyData: z.object({
      fractions: z.record(z.string(), z.object({ _digits: z.string() })),
      region: z.record(
        z.string(),
        z.array(z.record(z.string(), z.object({ _from: z.string().optional(), _to: z.string().optional() }))),
      ),
    }),
  }),
});

const codesSchema = z.object({
  supplemental: z.object({
    codeMappings: z.record(z.string(), z.looseObject({ _numeric: z.string().optional() })),
  }),
});

/** In ISO 4217, but without their number in this version of CLDR; the other codes without one are not in ISO 4217. */
const withoutNumber = new Set(["BYN"]);

type Data = z.infer<typeof dataSchema>["supplemental"]["currencyData"];

/** The first year in which any of the users had it, when that is within living memory of the data. */
function firstYear(code: string, users: readonly CountryDraft[], data: Data): number | undefined {
  const years = users.flatMap((country) =>
    (data.region[country.iso2] ?? []).flatMap((entry) => {
      const from = entry[code]?._from;
      return from === undefined || entry[code]?._to !== undefined ? [] : Number(from.slice(0, 4));
    }),
  );
  return years.length < users.length ? undefined : Math.min(...years);
}

export function readCurrencies(countries: readonly CountryDraft[]): readonly Draft[] {
  const data = loadJson(import.meta.resolve("cldr-core/supplemental/currencyData.json"), dataSchema)
    .supplemental.currencyData;
  const codes = loadJson(import.meta.resolve("cldr-core/supplemental/codeMappings.json"), codesSchema)
    .supplemental.codeMappings;
  const uses = countries.flatMap((country) =>
    country.currencies.map((currency) => ({ ...currency, country })),
  );
  return [...groupBy(uses, ({ code }) => code)]
    .filter(([code]) => codes[code]?._numeric !== undefined || withoutNumber.has(code))
    .map(([code, users]): Draft => {
      const names = users.map(({ country }) => country.name).sort();
      const [first] = users;
      const zh = chineseName("currencies", code);
      const split = users.every(({ country }) => country.split === first?.country.split)
        ? (first?.country.split ?? "train")
        : "train";
      const sheet = factSheet(
        {
          chineseName: zh,
          code,
          numericCode: codes[code]?._numeric?.padStart(3, "0"),
          symbol: first?.symbol,
          countries: names.length > 8 ? undefined : listText(names),
          countryCount: names.length,
          decimals: Number(data.fractions[code]?._digits ?? "2"),
          since:
            users.length > 3
              ? undefined
              : firstYear(
                  code,
                  users.map(({ country }) => country),
                  data,
                ),
        },
        ["since"],
      );
      return {
        kind: "currency",
        key: `currency:${code}`,
        name: capitalised(first?.name ?? code),
        qualifiers: [` (${code})`],
        prominence: 1e7 + names.length,
        ...sheet,
        zh,
        split,
      };
    });
}
