import { describe, expect, test } from "vitest";
import { widePhrasings } from "../../../../seed/tasks/wide-phrasings.ts";
import type { WideTask } from "../../../core/task.ts";
import { loadSeedTasks } from "../../../eval/seed-tasks.ts";
import { attributeOf, kindOfNoun } from "../../../llm/demonstrator/language/kinds.ts";
import { createVocabulary } from "../../../llm/demonstrator/language/vocabulary.ts";
import { seedLexicon } from "../../../llm/demonstrator/lexicon/seed-lexicon.ts";
import { random } from "../../../util/random.ts";
import { rephrase } from "./rephrase.ts";

const vocabulary = createVocabulary(seedLexicon);

const all = await loadSeedTasks({ split: "train", kind: "wide", language: "en" });
const tasks = all
  .filter((task): task is WideTask => task.kind === "wide")
  .filter((_, index) => index % 16 === 0);

/** The set phrase that the seed put into one of its phrasings. */
function setIn(question: string): string | undefined {
  const forms = widePhrasings.map((phrasing) =>
    phrasing
      .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
      .replace("{set}", "(.+?)")
      .replace(/\{\w+\}/g, ".+?"),
  );
  return forms.map((form) => new RegExp(`^${form}$`).exec(question)?.[1]).find((set) => set !== undefined);
}

const next = random(4);
const rephrased = tasks.map((task) => ({ task, free: rephrase(task, vocabulary, next) }));
const found = rephrased.flatMap(({ task, free }) => (free === undefined ? [] : [{ task, free }]));

describe("A wide task of the train split in a free phrasing", () => {
  test("is there for nearly each, most often without columns beside the question", () => {
    expect(found.length / tasks.length).toBeGreaterThan(0.8);
    const without = found.filter(({ free }) => free.columns === undefined).length / found.length;
    expect(without).toBeGreaterThan(0.55);
    expect(without).toBeLessThan(0.85);
  });

  test("keeps the words of the set, and its gold table", () => {
    for (const { task, free } of found) {
      const set = setIn(task.question);
      if (set === undefined) throw new Error(`none of the seed's phrasings: ${task.question}`);
      const question = free.question.toLowerCase();
      // landlocked ones are also asked for with that word at the end
      const parts = set.startsWith("landlocked ")
        ? ["landlocked", set.replace("landlocked ", "").toLowerCase()]
        : [set.toLowerCase()];
      for (const part of parts) expect(question).toContain(part);
      expect(free.gold).toEqual(task.gold);
      expect(free.question).not.toBe(task.question);
    }
  });

  test("names each attribute by one of its words", () => {
    for (const { task, free } of found) {
      const [name = "", ...columns] = task.columns ?? [];
      const kind = kindOfNoun(name, vocabulary)!;
      for (const column of columns) {
        const words = attributeOf(kind, column, vocabulary)!.words.en;
        const named = words.some((word) => free.question.toLowerCase().includes(word.toLowerCase()));
        expect(named, `${column}: ${free.question}`).toBe(true);
      }
    }
  });

  test("has none of its slots left", () => {
    for (const { free } of found) expect(free.question).not.toMatch(/[{}]|undefined/);
  });

  test("is the same with the same seed", () => {
    const some = tasks.slice(0, 10);
    const made = (seed: number) => {
      const draw = random(seed);
      return some.map((task) => rephrase(task, vocabulary, draw)?.question);
    };
    expect(made(5)).toEqual(made(5));
    expect(made(5)).not.toEqual(made(6));
  });
});

test("A task whose rows or columns are not in the lexicon has no free phrasing", () => {
  const [task] = tasks;
  expect(rephrase({ ...task!, columns: ["Ferry", "Length"] }, vocabulary, next)).toBeUndefined();
  expect(rephrase({ ...task!, columns: ["Country", "Zorblax"] }, vocabulary, next)).toBeUndefined();
  expect(rephrase({ ...task!, columns: undefined }, vocabulary, next)).toBeUndefined();
});
