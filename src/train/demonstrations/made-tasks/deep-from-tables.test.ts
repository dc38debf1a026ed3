import { describe, expect, test } from "vitest";
import type { Task, WideTask } from "../../../core/task.ts";
import { createVocabulary } from "../../../llm/demonstrator/language/vocabulary.ts";
import { seedLexicon } from "../../../llm/demonstrator/lexicon/seed-lexicon.ts";
import { random } from "../../../util/random.ts";
import { deepFromTables } from "./deep-from-tables.ts";

const vocabulary = createVocabulary(seedLexicon);

function table(question: string, columns: readonly string[], rows: readonly (readonly string[])[]): WideTask {
  return { id: question, kind: "wide", question, language: "en", columns, gold: { columns, rows } };
}

const countries = table(
  "List some countries.",
  ["Country", "Capital", "Region", "Area (km²)", "Landlocked"],
  [
    ["Peru", "Lima", "Americas", "1,285,216", "no"],
    ["Chile", "Santiago", "Americas", "756,102", "no"],
    ["Ghana", "Accra", "Africa", "238,533", "no"],
    ["Nepal", "Kathmandu", "Asia", "147,181", "yes"],
    ["Laos", "Vientiane", "Asia", "236,800", "yes"],
    ["Kenya", "Nairobi", "Africa", "580,367", "no"],
  ],
);
const cities = table(
  "List some cities.",
  ["City", "Country", "Population", "Chinese name"],
  [
    ["Lima", "Peru", "9,751,717", "利马"],
    ["Accra", "Ghana", "2,291,352", "阿克拉"],
  ],
);

function made(tables: readonly Task[] = [countries, cities], heldOut: readonly Task[] = [], seed = 1) {
  return deepFromTables(tables, 1000, { heldOut, vocabulary, next: random(seed) });
}

/** Gold answers of the questions that match. */
function golds(tasks: ReturnType<typeof made>, pattern: RegExp): readonly (readonly string[] | undefined)[] {
  return tasks.filter(({ question }) => pattern.test(question)).map(({ gold }) => gold);
}

describe("Deep tasks from tables", () => {
  test("ask for a value, as it stands, without separators and with its unit", () => {
    const ofArea = golds(made(), /(?:area|size|large|big\b).*(?:of|is) Peru|Peru.*(?:area|size)/i);
    expect(ofArea).toEqual([["1,285,216", "1285216", "1,285,216 km²"]]);
  });

  test("ask for the entity that has a value", () => {
    expect(golds(made(), /^(?!.* of ).*Lima/i)).toContainEqual(["Peru"]);
  });

  test("hop on to an entity of another table", () => {
    const hops =
      /(?:population|inhabitants|people|residents).* (?:of|in) the .*(?:capital|seat).* of Peru|for the .*capital.* of Peru.*(?:population|inhabitants|people|residents)|capital.* of Peru.*report its/i;
    expect(golds(made(), hops)).toContainEqual(["9,751,717", "9751717"]);
  });

  test("describe nothing by a value that two entities have, and ask for no yes or no", () => {
    const tasks = made();
    expect(golds(tasks, /(?:whose|with|has|'s) .*(?:Americas|Africa|Asia)/)).toEqual([]);
    expect(tasks.filter(({ gold }) => gold?.includes("yes") || gold?.includes("no"))).toEqual([]);
  });

  test("do not lead back to where they began", () => {
    const backwards = made().filter(({ question, gold }) => question.includes(gold?.[0] ?? ""));
    expect(backwards).toEqual([]);
  });

  test("are English, though answers may be in Chinese characters", () => {
    const tasks = made();
    expect(tasks.filter(({ question }) => /\p{Script=Han}/u.test(question))).toEqual([]);
    expect(tasks.some(({ gold }) => gold?.includes("利马"))).toBe(true);
  });

  test("are about nothing that a held-out task names, in its question, its table or its answer", () => {
    const heldOut: readonly Task[] = [
      table("List the countries bordering Chile.", ["Country", "Capital"], [["Laos", "Vientiane"]]),
      { id: "d", kind: "deep", question: "Which country?", language: "en", gold: ["Nepal"] },
    ];
    const questions = made(undefined, heldOut).map(({ question }) => question);
    expect(questions.filter((question) => /Chile|Laos|Vientiane|Nepal/.test(question))).toEqual([]);
    expect(questions.some((question) => question.includes("Kenya"))).toBe(true);
  });

  test("leave an entity out of which tables contradict each other", () => {
    const other = table("List others.", ["Country", "Capital"], [["Peru", "Cusco"]]);
    const questions = made([countries, other]).map(({ question }) => question);
    expect(questions.filter((question) => /Peru|Lima|Cusco/.test(question))).toEqual([]);
  });

  test("are as many as wanted, no question twice, and the same with the same seed", () => {
    expect(deepFromTables([countries], 7, { heldOut: [], vocabulary, next: random(1) })).toHaveLength(7);
    const tasks = made();
    expect(new Set(tasks.map(({ question }) => question)).size).toBe(tasks.length);
    expect(made()).toEqual(tasks);
    expect(made(undefined, undefined, 2)).not.toEqual(tasks);
  });

  test("are none where there are no tables, or none that the lexicon knows", () => {
    expect(made([])).toEqual([]);
    expect(made([table("Ferries?", ["Ferry", "Length"], [["Star", "186"]])])).toEqual([]);
  });
});
