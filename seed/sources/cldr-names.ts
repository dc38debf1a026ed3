/** @file English and Chinese names of languages, scripts and currencies: seed/data/names.json, taken from CLDR. */
import { z } from "zod";
import { loadJson } from "../lib/load.ts";

const table = z.record(z.string(), z.tuple([z.string(), z.string()]));

const names = loadJson(
  new URL("../data/names.json", import.meta.url),
  z.object({
    languages: table,
    scripts: table,
    currencies: table,
    scriptOf: z.record(z.string(), z.string()),
  }),
);

type NamedThing = "languages" | "scripts" | "currencies";

export function chineseName(thing: NamedThing, code: string): string | undefined {
  const name = names[thing][code]?.[1];
  return name === undefined || name === "" || !/^[\p{Script=Han}·（）]+$/u.test(name) ? undefined : name;
}

export function englishName(thing: NamedThing, code: string): string | undefined {
  return names[thing][code]?.[0];
}

/** Code of the script that a language is usually written in. */
export function scriptOf(language: string): string | undefined {
  return names.scriptOf[language];
}
