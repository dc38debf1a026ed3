/** @file Sets of licences and of computer languages. */
import { computerLanguage } from "../../src/llm/demonstrator/lexicon/computer-language.ts";
import { licence } from "../../src/llm/demonstrator/lexicon/licence.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { capitalised } from "../lib/text.ts";
import { chineseTerm } from "./country-sets.ts";
import type { EntitySet } from "./entity-set.ts";

function byTitle(a: Entity, b: Entity): number {
  return a.title < b.title ? -1 : 1;
}

/** `BSD-3-Clause` → `BSD`, `CC-BY-NC-4.0` → `CC-BY-NC`. */
function familyOf(id: string): string {
  return id.replace(/-(?:\d.*|v\d.*|only|or-later)$/, "");
}

export function licenceSets(licences: readonly Entity[]): readonly EntitySet[] {
  const ordered = [...licences].sort(byTitle);
  const idOf = (entity: Entity): string => entity.facts["spdxId"] ?? "";
  const letterOf = (entity: Entity): string => idOf(entity).slice(0, 1).toUpperCase();
  const letters = [...groupBy(ordered, letterOf)].flatMap(([letter, items]) => [
    {
      title: `Licences with an SPDX identifier beginning with ${letter}`,
      phrase: `licences with an SPDX identifier beginning with ${letter}`,
      zh: `SPDX标识符以${letter}开头的许可证`,
      items,
    },
    {
      title: `OSI-approved licences with an SPDX identifier beginning with ${letter}`,
      phrase: `OSI-approved licences with an SPDX identifier beginning with ${letter}`,
      zh: `SPDX标识符以${letter}开头且获OSI批准的许可证`,
      items: items.filter((entity) => entity.facts["osiApproved"] === "yes"),
    },
  ]);
  const families = [
    ...groupBy(ordered, (entity) => familyOf(idOf(entity))),
    ...groupBy(ordered, (entity) => idOf(entity).split("-")[0] ?? ""),
  ]
    .filter(([family]) => family.length > 1)
    .map(([family, items]) => ({
      title: `Licences of the ${family} family`,
      phrase: `licences of the ${family} family`,
      zh: `${family}系列许可证`,
      items,
    }));
  return [...letters, ...families]
    .filter(({ items }) => items.length > 2)
    .map((set) => ({ ...set, kind: licence }));
}

export function computerLanguageSets(languages: readonly Entity[]): readonly EntitySet[] {
  const ordered = [...languages].sort(byTitle);
  const byType = [...groupBy(ordered, (entity) => entity.facts["type"] ?? "")].flatMap(([type, members]) =>
    [...groupBy(members, (entity) => entity.name.slice(0, 1).toUpperCase())].map(([letter, items]) => ({
      title: `${capitalised(type)}s beginning with ${letter}`,
      phrase: `${type}s beginning with ${letter}`,
      zh: `以${letter}开头的${chineseTerm(type)}`,
      items: /[A-Z]/.test(letter) ? items : [],
    })),
  );
  const groups = [...groupBy(ordered, (entity) => entity.facts["group"] ?? "")]
    .filter(([group]) => group !== "")
    .map(([group, items]) => ({
      title: `Languages grouped with ${group}`,
      phrase: `computer languages grouped with ${group}`,
      zh: `归入${group}组的计算机语言`,
      items,
    }));
  return [...byType, ...groups]
    .filter(({ items }) => items.length > 2)
    .map((set) => ({ ...set, kind: computerLanguage }));
}
