import { expect, test } from "vitest";
import type { Page } from "../core/knowledge-base.ts";
import { excerptOf } from "./excerpt.ts";

const page = (text: string): Page => ({ url: "doc:///lakes", title: "Lakes", text });

const LINES = Array.from(
  { length: 200 },
  (_, index) => `Line ${index} about ${index === 150 ? "salinity" : "nothing"}.`,
);

test("a long page is shown with its beginning and the lines that fit what is looked for, in their order", () => {
  const excerpt = excerptOf(page(LINES.join("\n")), "the Salinity of the lake", 600).text;

  expect(excerpt.length).toBeLessThanOrEqual(600);
  expect(excerpt).toMatch(/^Line 0 about nothing\.\nLine 1 /);
  expect(excerpt).toContain("\nLine 150 about salinity.\n[page cut here: ");
});

test("a page of one endless line is cut", () => {
  const { text } = excerptOf(page("x".repeat(5_000)), "", 100);

  expect(text).toMatch(/^x+\n\[page cut here: 5000 characters in all\]$/);
});

test("what is shown of a page still knows where it stands in the document", () => {
  const whole = page(LINES.join("\n"));
  const places = LINES.map((line, index) => ({
    start: whole.text.indexOf(line),
    name: `paragraph ${index + 1}`,
  }));

  const excerpt = excerptOf({ ...whole, places }, "salinity", 400);

  const at = excerpt.text.indexOf("Line 150 ");
  expect(excerpt.places?.find(({ start }) => start === at)?.name).toBe("paragraph 151");
  expect(excerpt.places?.at(0)).toEqual({ start: 0, name: "paragraph 1" });
});

test("a page that fits is shown as it is", () => {
  expect(excerptOf(page("short"), "x", 100)).toEqual(page("short"));
});
