/** @file Sets of constellations, stars and deep-sky objects. */
import { constellation, deepSkyObject, star } from "../../src/llm/demonstrator/lexicon/sky.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { chineseTerm } from "./country-sets.ts";
import type { EntitySet } from "./entity-set.ts";

function byMagnitude(a: Entity, b: Entity): number {
  return (a.numbers["magnitude"] ?? 99) - (b.numbers["magnitude"] ?? 99) || (a.title < b.title ? -1 : 1);
}

/** By code points, but `Messier 2` before `Messier 10`. */
function naturally(a: Entity, b: Entity): number {
  const [left, right] = [a, b].map(({ title }) => title.replace(/\d+/g, (digits) => digits.padStart(6, "0")));
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

function plural(type: string): string {
  return type.endsWith("y") ? `${type.slice(0, -1)}ies` : `${type}s`.replace("nebulas", "nebulae");
}

/** The zodiac is a split of its own. */
function constellationSets(constellations: readonly Entity[]): readonly EntitySet[] {
  const ordered = [...constellations].sort(naturally);
  const zodiac = ordered.filter((entity) => entity.split === "test");
  const parts = [...groupBy(ordered, (entity) => entity.facts["part"] ?? "")].map(([part, items]) => ({
    title: `Constellations of the ${part}`,
    phrase: `constellations of the ${part}`,
    zh: `${chineseTerm(part)}的星座`,
    items,
  }));
  const others = parts.map(({ title, phrase, zh, items }) => ({
    title: `${title} outside the zodiac`,
    phrase: `${phrase} outside the zodiac`,
    zh: `${zh.replace("的星座", "")}的非黄道星座`,
    items: items.some((entity) => entity.split === "test")
      ? items.filter((entity) => entity.split !== "test")
      : [],
  }));
  return [
    { title: "Zodiac constellations", phrase: "zodiac constellations", zh: "黄道星座", items: zodiac },
    ...parts,
    ...others,
  ].map((set) => ({ ...set, kind: constellation }));
}

export function skySets(
  constellations: readonly Entity[],
  stars: readonly Entity[],
  objects: readonly Entity[],
): readonly EntitySet[] {
  const starsOf = groupBy([...stars].sort(byMagnitude), (entity) => entity.facts["constellation"] ?? "");
  const objectsOf = groupBy([...objects].sort(naturally), (entity) => entity.facts["constellation"] ?? "");
  const sets = constellations.flatMap((place) => {
    const zh = place.zh ?? place.name;
    const inside = objectsOf.get(place.title) ?? [];
    const messier = inside.filter((entity) => entity.name.startsWith("Messier "));
    const byType = [...groupBy(inside, (entity) => entity.facts["type"] ?? "")];
    return [
      {
        title: `Named stars of ${place.name}`,
        phrase: `named stars of ${place.name}`,
        zh: `${zh}有专名的恒星`,
        kind: star,
        items: starsOf.get(place.title) ?? [],
      },
      {
        title: `Deep-sky objects in ${place.name}`,
        phrase: `deep-sky objects in ${place.name}`,
        zh: `${zh}的深空天体`,
        kind: deepSkyObject,
        items: inside,
      },
      {
        title: `Messier objects in ${place.name}`,
        phrase: `Messier objects in ${place.name}`,
        zh: `${zh}的梅西耶天体`,
        kind: deepSkyObject,
        items: messier.length < inside.length ? messier : [],
      },
      ...byType.map(([type, items]) => ({
        title: `${plural(type).replace(/^./, (first) => first.toUpperCase())} in ${place.name}`,
        phrase: `${plural(type)} in ${place.name}`,
        zh: `${zh}的${chineseTerm(type)}`,
        kind: deepSkyObject,
        items: items.length < inside.length ? items : [],
      })),
    ];
  });
  return [...constellationSets(constellations), ...sets];
}
