import { expect, test } from "vitest";
import { deepPhrasings, heldOutDeepPhrasings } from "../../../../seed/tasks/deep-phrasings.ts";
import { heldOutWidePhrasings, widePhrasings } from "../../../../seed/tasks/wide-phrasings.ts";
import { entityPhrasings, listPhrasings, phrasingsOfAttribute, valuePhrasings } from "./deep-phrasings.ts";
import { freePhrasings } from "./free-phrasings.ts";

const slots: Readonly<Record<string, string>> = {
  set: "countries bordering Peru",
  Set: "Countries bordering Peru",
  attributes: "area and population",
  columns: "area and population",
  a: "area and population",
  c: "area and population",
  is: "is",
  noun: "country",
  attribute: "area",
  thing: "Peru",
  entity: "Peru",
};

/** As it stands in a question, without what a careless writer leaves out. */
function plain(phrasing: string): string {
  return phrasing
    .replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? slot)
    .toLowerCase()
    .replace(/[.?]$/, "");
}

test("No free phrasing is one that the seed's questions have, of any split", () => {
  const seed = new Set([...widePhrasings, ...heldOutWidePhrasings].map(plain));
  expect(freePhrasings.filter((phrasing) => seed.has(plain(phrasing)))).toEqual([]);
});

test("No phrasing of a deep task from tables is one that the seed's questions have, of any split", () => {
  const withAttribute = { ...slots, a: "area" };
  const seed = new Set([...deepPhrasings, ...heldOutDeepPhrasings].map(plain));
  const own = [
    ...valuePhrasings,
    ...listPhrasings,
    ...entityPhrasings,
    ...Object.values(phrasingsOfAttribute).flat(),
  ].map((phrasing) => phrasing.replace(/\{[aA]\}/, withAttribute.a));
  expect(own.filter((phrasing) => seed.has(plain(phrasing)))).toEqual([]);
});

test("Each phrasing stands in its list once, and has a place for what is asked", () => {
  for (const list of [freePhrasings, valuePhrasings, entityPhrasings])
    expect(new Set(list).size).toBe(list.length);
  for (const phrasing of freePhrasings) {
    expect(phrasing).toMatch(/\{[sS]et\}/);
    expect(phrasing).toMatch(/\{[ac]\}/);
  }
  for (const phrasing of valuePhrasings) expect(phrasing).toMatch(/\{[aA]\}.*\{entity\}|\{entity\}.*\{a\}/);
});
