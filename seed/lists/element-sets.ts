/** @file Sets of chemical elements: by series, period, group and block. */
import { element } from "../../src/llm/demonstrator/lexicon/element.ts";
import type { Entity } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { capitalised } from "../lib/text.ts";
import { chineseTerm } from "./country-sets.ts";
import type { EntitySet } from "./entity-set.ts";

function plural(series: string): string {
  return series === "noble gas" ? "noble gases" : `${series}s`;
}

export function elementSets(elements: readonly Entity[]): readonly EntitySet[] {
  const order = [...elements].sort(
    (a, b) => (a.numbers["atomicNumber"] ?? 0) - (b.numbers["atomicNumber"] ?? 0),
  );
  const by = (id: string): readonly (readonly [string, readonly Entity[]])[] =>
    [...groupBy(order, (entity) => entity.facts[id] ?? "")].filter(([value]) => value !== "");
  const sets = [
    ...by("category").map(([series, items]) => ({
      title: capitalised(plural(series)),
      phrase: plural(series),
      zh: chineseTerm(series),
      items,
    })),
    ...by("period").map(([period, items]) => ({
      title: `Elements of period ${period}`,
      phrase: `elements of period ${period}`,
      zh: `第${period}周期元素`,
      items,
    })),
    ...by("group").map(([group, items]) => ({
      title: `Elements of group ${group}`,
      phrase: `elements of group ${group}`,
      zh: `第${group}族元素`,
      items,
    })),
    ...by("block").map(([block, items]) => ({
      title: `Elements of the ${block}`,
      phrase: `elements of the ${block}`,
      zh: `${block.slice(0, 1)}区元素`,
      items,
    })),
    ...by("category").flatMap(([series, members]) =>
      [...groupBy(members, (entity) => entity.facts["period"] ?? "")].map(([period, items]) => ({
        title: `${capitalised(plural(series))} of period ${period}`,
        phrase: `${plural(series)} of period ${period}`,
        zh: `第${period}周期的${chineseTerm(series)}`,
        items,
      })),
    ),
  ];
  return sets.filter((set) => set.items.length > 2).map((set) => ({ ...set, kind: element }));
}
