import { expect, test } from "vitest";
import { chunks } from "./chunks.ts";
import { units } from "./units.ts";

const sentence = "The valley has a mill, a church and a bridge. ";
const texts: Record<string, string> = {
  nothing: "",
  "one line": sentence,
  prose: sentence.repeat(100),
  lines: "- [Tallinn](seed://city/tallinn)\n".repeat(200),
  "no spaces": "x".repeat(5_000),
  "no spaces, two-part characters": "😀".repeat(3_000),
  Chinese: "塔林是爱沙尼亚的首都。它位于芬兰湾沿岸。".repeat(100),
  "white space": " \n\t".repeat(1_000),
};

test.each(Object.entries(texts))("the passages of a page put together are the page: %s", (_, text) => {
  expect(chunks(text).join("")).toBe(text);
  expect(chunks(text).length).toBeGreaterThan(0);
});

test.each(Object.entries(texts))(
  "no passage is longer than 1,200 characters, nor short when cut: %s",
  (_, text) => {
    const lengths = chunks(text).map((chunk) => chunk.length);

    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_200);
    if (lengths.length > 1) expect(Math.min(...lengths)).toBeGreaterThanOrEqual(400);
  },
);

test.each(Object.entries(texts))(
  "units follow each other without a gap and keep to the length: %s",
  (_, text) => {
    const spans = units(text, 300);

    expect(spans.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
    for (const { start, end } of spans) {
      expect(end - start).toBeGreaterThan(0);
      expect(end - start).toBeLessThanOrEqual(300);
      expect(text.slice(start, end)).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
    }
  },
);

test("an entity page of 150 words is one passage", () => {
  expect(chunks(sentence.repeat(15))).toHaveLength(1);
});

test("a passage begins where a sentence begins", () => {
  for (const chunk of chunks(sentence.repeat(100))) expect(chunk).toMatch(/^The valley/);
});

test("an abbreviation does not end a sentence, and a number may", () => {
  const text = "St. Louis was visited by J. Smith in 1904. He wrote of it. 东京很大。他喜欢。";

  expect(units(text, 300).map(({ start, end }) => text.slice(start, end).trim())).toEqual([
    "St. Louis was visited by J. Smith in 1904.",
    "He wrote of it.",
    "东京很大。",
    "他喜欢。",
  ]);
});
