import { describe, expect, test } from "vitest";
import { seedLexicon } from "../lexicon/seed-lexicon.ts";
import { factsOf, withoutQualifier } from "./page-facts.ts";

const page = (text: string) => ({ url: "seed://x/y", title: "Xanadu", text });

describe.each(seedLexicon.kinds)("the sentences of $id", (kind) => {
  test("give back the values they were written with", () => {
    const misread = kind.sentences.filter((sentence) => {
      const ids = [...sentence.matchAll(/\{(\w+)\}/g)]
        .map((match) => match[1] ?? "")
        .filter((id) => id !== "name");
      const value = (id: string) => `Value${id}`;
      const text = sentence.replace(/\{(\w+)\}/g, (_whole, id: string) =>
        id === "name" ? "Xanadu" : value(id),
      );
      const facts = factsOf(kind, "Xanadu", page(text));
      return ids.some((id) => facts.get(id) !== value(id));
    });

    expect(misread).toEqual([]);
  });
});

describe("a page's facts", () => {
  const country = seedLexicon.kinds.find(({ id }) => id === "country")!;

  test("are read whether it calls its thing by name, with an article or by a pronoun", () => {
    for (const name of ["Xanadu", "the Xanadu", "The Xanadu"])
      expect(factsOf(country, "Xanadu", page(`The capital of ${name} is Lima.`)).get("capital")).toBe("Lima");
  });

  test("are not those of another thing", () => {
    expect(factsOf(country, "Xanadu", page("The capital of Peru is Lima.")).size).toBe(0);
  });

  test("come without the article before a value", () => {
    expect(factsOf(country, "Xanadu", page("The capital of Xanadu is the Hague.")).get("capital")).toBe(
      "Hague",
    );
  });
});

test("a title's qualifier does not belong to the name", () => {
  expect(["San José, Costa Rica", "Mercury (element)", "Peru"].map(withoutQualifier)).toEqual([
    "San José",
    "Mercury",
    "Peru",
  ]);
});
