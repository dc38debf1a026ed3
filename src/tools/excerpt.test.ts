import { expect, test } from "vitest";
import { excerptFor } from "./excerpt.ts";

const LINES = Array.from(
  { length: 200 },
  (_, index) => `Line ${index} about ${index === 150 ? "salinity" : "nothing"}.`,
);

test("a long page is shown with its beginning and the lines that fit what is looked for, in their order", () => {
  const excerpt = excerptFor(LINES.join("\n"), "the Salinity of the lake", 600);

  expect(excerpt.length).toBeLessThanOrEqual(600);
  expect(excerpt).toMatch(/^Line 0 about nothing\.\nLine 1 /);
  expect(excerpt).toContain("\nLine 150 about salinity.\n[page cut here: ");
});

test("a page of one endless line is cut", () => {
  expect(excerptFor("x".repeat(5_000), "", 100)).toMatch(/^x+\n\[page cut here: 5000 characters in all\]$/);
});
