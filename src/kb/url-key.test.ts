import { expect, test } from "vitest";
import { urlKey } from "./url-key.ts";

test.each([
  ["HTTPS://Example.ORG/Path/", "https://example.org/Path"],
  ["https://example.org", "https://example.org"],
  ["https://example.org/", "https://example.org"],
  ["https://example.org/a?b=C#part", "https://example.org/a?b=C"],
  ["https://example.org/a/?b=/", "https://example.org/a?b=/"],
  ["seed://city/s%C3%A3o-tom%c3%a9", "seed://city/são-tomé"],
  ["seed://city/sa\u0303o", "seed://city/são"],
  ["  <seed://country/estonia> ", "seed://country/estonia"],
  ['"seed://country/estonia"', "seed://country/estonia"],
  ["https://example.org/Georgia_(country)", "https://example.org/Georgia_(country)"],
  ["https://example.org/100%", "https://example.org/100%"],
  ["https://example.org/%E0%A4%A", "https://example.org/%E0%A4%A"],
  ["Not a URL", "Not a URL"],
  ["", ""],
])("%s", (url, key) => {
  expect(urlKey(url)).toBe(key);
});

test("the path keeps its case, as servers do", () => {
  expect(urlKey("https://example.org/A")).not.toBe(urlKey("https://example.org/a"));
});
