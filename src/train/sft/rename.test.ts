import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openTokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { seedLexicon } from "../../llm/demonstrator/lexicon/seed-lexicon.ts";
import { shippedTokenizer } from "../../llm/embedded/shipped-policy.ts";
import type { Demonstration } from "../demonstrations/demonstration.ts";
import { renaming } from "./rename.ts";

const tokenizer = openTokenizer(JSON.parse(readFileSync(shippedTokenizer, "utf8")));

function demonstrated(text: string): Demonstration {
  const tokens = tokenizer.encode(text);
  return { role: "subagent", tokens, spans: [[tokens.length - 4, tokens.length]] };
}

const text =
  " facts Capital; Population\n 1 Zubrowka open 1 page 1 Zubrowka\n The capital of Zubrowka is Lutz. In all, 1,234,567 people live in Zubrowka. Capital: Lutz\n Population: 1,234,567";
const one = demonstrated(text);
const rename = renaming(tokenizer, seedLexicon, [
  one,
  ...Array.from({ length: 99 }, () => demonstrated(" The capital")),
]);

test("a name and a number become others, the same ones wherever they stand", () => {
  const renamed = tokenizer.decode(rename(one, 1).tokens);

  const [, name, capital, population] =
    /^ facts Capital; Population\n 1 (\S+) open 1 page 1 \1\n The capital of \1 is (\S+)\. In all, (\d,\d{3},\d{3}) people live in \1\. Capital: \2\n Population: \3$/.exec(
      renamed,
    ) ?? [];
  expect([name, capital, population]).not.toContain(undefined);
  expect(name).not.toBe("Zubrowka");
  expect(population).not.toBe("1,234,567");
});

test("what is learnt stays where it is, and another seed makes other names", () => {
  const [first, second] = [rename(one, 1), rename(one, 2)];

  expect(first.tokens).toHaveLength(one.tokens.length);
  expect(first.spans).toEqual(one.spans);
  expect(first.tokens).not.toEqual(second.tokens);
  expect(rename(one, 1)).toEqual(first);
});

test("the columns of a question may get other names, the same in what is asked of the rows", () => {
  const question = demonstrated(
    " List the lakes.\n columns Lake | Population | Capital list lakes 1 Balaton facts Population; Capital",
  );
  const texts = Array.from({ length: 20 }, (_, seed) => tokenizer.decode(rename(question, seed).tokens));

  const forms = texts.map((text) =>
    /columns \S+ \| (\S+) \| (\S+) list lakes 1 \S+ facts \1; \2$/.exec(text),
  );
  expect(forms).not.toContain(null);
  expect(new Set(forms.map((form) => form?.[1])).size).toBeGreaterThan(5);
  expect(forms.some((form) => form?.[1] === "Population")).toBe(true);
});

test("names that begin alike still do, so that of a country and its language only one is right", () => {
  const pair = demonstrated(" The language of Zubrowka is Zubrowkan. The language of Lutz is Lutzish.");
  for (let seed = 0; seed < 20; seed += 1) {
    const renamed = tokenizer.decode(rename(pair, seed).tokens);
    const [, country, language] = /of (\S+) is (\S+)\. The/.exec(renamed) ?? [];
    expect(country).not.toBe("Zubrowka");
    expect(country).not.toBe(language);
    expect(language?.startsWith(country?.slice(0, 1) ?? "?")).toBe(true);
  }
});
