import { describe, expect, test } from "vitest";
import { hostList, isHostPattern } from "./host-list.ts";

describe("a host in the list is found", () => {
  test.each([
    ["example.org", "example.org", true],
    ["example.org", "www.example.org", true],
    ["example.org", "a.b.example.org", true],
    ["example.org", "notexample.org", false],
    ["example.org", "example.org.evil.test", false],
    ["EXAMPLE.org.", "example.org", true],
    ["*.example.org", "www.example.org", true],
    ["*.example.org", "a.b.example.org", true],
    ["*.example.org", "example.org", false],
    ["*.example.org", "evilexample.org", false],
    ["news-*.example.org", "news-eu.example.org", true],
    ["news-*.example.org", "news-.example.org", false],
    ["*.gov.*", "data.gov.uk", true],
    ["*", "anything.example", true],
    ["bücher.example", "xn--bcher-kva.example", true],
    ["10.0.0.5", "10.0.0.5", true],
    ["10.0.0.5", "110.0.0.5", false],
    ["::1", "[::1]", true],
  ])("%s and %s: %s", (pattern, host, isIn) => expect(hostList([pattern])(host)).toBe(isIn));
});

test("what is no host is no pattern", () => {
  const patterns = [
    "example.org",
    "*.example.org",
    "bücher.example",
    "localhost",
    "10.0.0.5",
    "::1",
    "a_b.example",
  ];
  expect(patterns.filter(isHostPattern)).toEqual(patterns);
  const others = [
    "https://example.org",
    "example.org/x",
    "example.org:80",
    "a..b",
    "",
    ".",
    "user@example.org",
    "a b",
  ];
  expect(others.filter(isHostPattern)).toEqual([]);
});
