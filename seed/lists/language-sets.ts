/** @file Sets of human languages: by country, part of the world and script. */
import { language } from "../../src/llm/demonstrator/lexicon/language.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { inProse } from "../lib/text.ts";
import { chineseTerm } from "./country-sets.ts";
import type { EntitySet } from "./entity-set.ts";

function byTitle(a: Entity, b: Entity): number {
  return a.title < b.title ? -1 : 1;
}

/** `spokenIn` gives the titles of the languages of each country, by the country's title. */
export function languageSets(
  countries: readonly Entity[],
  languages: readonly Entity[],
  spokenIn: ReadonlyMap<string, readonly string[]>,
): readonly EntitySet[] {
  const ordered = [...languages].sort(byTitle);
  const byCountry = countries.map((entity) => {
    const titles = new Set(spokenIn.get(entity.title));
    return {
      title: `Languages of ${inProse(entity.name)}`,
      phrase: `languages of ${inProse(entity.name)}`,
      zh: `${entity.zh ?? entity.name}的语言`,
      items: ordered.filter((candidate) => titles.has(candidate.title)),
    };
  });
  const mainly = countries.map((entity) => ({
    title: `Languages spoken mainly in ${inProse(entity.name)}`,
    phrase: `languages spoken mainly in ${inProse(entity.name)}`,
    zh: `主要在${entity.zh ?? entity.name}使用的语言`,
    items: ordered.filter((candidate) => candidate.facts["mainCountry"] === entity.title),
  }));
  const scripts = [...groupBy(ordered, (entity) => entity.facts["script"] ?? "")]
    .filter(([script]) => script !== "")
    .map(([script, items]) => ({
      title: `Languages written in the ${script} script`,
      phrase: `languages written in the ${script} script`,
      zh: `使用${chineseTerm(script)}的语言`,
      items,
    }));
  return [...byCountry, ...mainly, ...scripts].map((set) => ({ ...set, kind: language }));
}
