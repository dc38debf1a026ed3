import { describe, expect, test } from "vitest";
import { parseRobots } from "./parse-robots.ts";

function allows(text: string, path: string): boolean {
  return parseRobots(text, "wideseek").allows(new URL(path, "https://example.org"));
}

describe("the group for us decides", () => {
  test.each([
    ["our name in any case", "User-agent: WideSeek\nDisallow: /", false],
    ["our name with a version", "User-agent: wideseek/2.0\nDisallow: /", false],
    ["everybody's, without one of ours", "User-agent: *\nDisallow: /", false],
    [
      "ours alone, where there are both",
      "User-agent: *\nDisallow: /\n\nUser-agent: wideseek\nAllow: /",
      true,
    ],
    ["ours, though it says nothing", "User-agent: *\nDisallow: /\n\nUser-agent: wideseek\nDisallow:", true],
    ["ours among several names", "User-agent: a\nUser-agent: wideseek\nUser-agent: b\nDisallow: /", false],
    [
      "all of ours together",
      "User-agent: wideseek\nAllow: /x\n\nUser-agent: wideseek\nDisallow: /page",
      false,
    ],
    ["not another's", "User-agent: wideseekers\nDisallow: /", true],
    ["not one whose name ours begins with", "User-agent: wide\nDisallow: /", true],
    ["not rules before any group", "Disallow: /\nUser-agent: other\nDisallow: /x", true],
    ["a sitemap does not end it", "User-agent: wideseek\nSitemap: /s.xml\nDisallow: /page", false],
  ])("%s", (_, text, isAllowed) => expect(allows(text, "/page")).toBe(isAllowed));
});

describe("the longest pattern decides", () => {
  const rules = (...lines: string[]) => ["User-agent: *", ...lines].join("\n");
  test.each([
    ["an empty file allows", "", "/x", true],
    ["no rule allows", rules("Disallow: /y"), "/x", true],
    ["a prefix forbids", rules("Disallow: /x"), "/xy", false],
    ["a longer allow wins", rules("Disallow: /x", "Allow: /x/y"), "/x/y/z", true],
    ["a longer disallow wins", rules("Allow: /x", "Disallow: /x/y"), "/x/y/z", false],
    ["allow wins among equals", rules("Disallow: /x", "Allow: /x"), "/x", true],
    ["an empty disallow says nothing", rules("Disallow:"), "/x", true],
    ["case matters", rules("Disallow: /X"), "/x", true],
    ["a query counts", rules("Disallow: /*?print"), "/a?print=1", false],
    ["a star is any run", rules("Disallow: /*.pdf"), "/a/b.pdf?x", false],
    ["a star may be nothing", rules("Disallow: /a*b"), "/ab", false],
    ["stars in a row are one", rules("Disallow: /a***b"), "/axb", false],
    ["a dollar ends", rules("Disallow: /*.pdf$"), "/b.pdf?x", true],
    ["a dollar ends, and matches there", rules("Disallow: /*.pdf$"), "/a.pdf/b.pdf", false],
    ["a dollar without star is the whole path", rules("Disallow: /x$"), "/xy", true],
    ["what a star eats is not eaten twice", rules("Disallow: /ab*b$"), "/ab", true],
    ["a dollar inside is a character", rules("Disallow: /a$b"), "/a$b", false],
    ["only the start of a path matches", rules("Disallow: x"), "/x", true],
    ["comments are none", rules("Disallow: /x # not /y"), "/y", true],
    ["escapes do not matter", rules("Disallow: /%7ejoe/"), "/~joe/x", false],
    ["escapes in the URL do not matter", rules("Disallow: /~joe/"), "/%7Ejoe/x", false],
    ["letters outside ASCII match their escapes", rules("Disallow: /ü"), "/%c3%bc", false],
    ["an escaped slash is no slash", rules("Disallow: /a%2fb"), "/a/b", true],
    ["robots.txt itself is allowed", rules("Disallow: /"), "/robots.txt", true],
  ])("%s", (_, text, path, isAllowed) => expect(allows(text, path)).toBe(isAllowed));
});

test("lines end in every way, keys have any case, and a byte order mark is none", () => {
  expect(allows("\ufeffUSER-AGENT : *\rDISALLOW : /x\r\nallow: /x/y\n", "/x")).toBe(false);
  expect(allows("\ufeffUSER-AGENT : *\rDISALLOW : /x\r\nallow: /x/y\n", "/x/y")).toBe(true);
});

test("a crawl-delay is in seconds; one that makes no sense is none", () => {
  const delay = (value: string) =>
    parseRobots(`User-agent: *\nCrawl-delay: ${value}`, "wideseek").crawlDelayMs;
  expect(["2", "0.5", "-1", "soon", "", "NaN"].map(delay)).toEqual([2000, 500, 0, 0, 0, 0]);
});

describe("a hostile file costs little", () => {
  const path = `/${"a".repeat(4000)}`;
  const files: Record<string, string> = {
    "half a million stars": `Disallow: /${"*".repeat(500_000)}b`,
    "a quarter of a million wildcards": `Disallow: /${"*a".repeat(250_000)}b`,
    "thousands of patterns with wildcards": `Disallow: /${"*a".repeat(8)}*b\n`.repeat(15_000),
    "patterns that nearly match": `Disallow: *b${"a".repeat(1900)}\n`.repeat(250),
    "twenty thousand agents with twenty thousand rules": `${"User-agent: x\n".repeat(20_000)}${"Allow: /a\n".repeat(20_000)}`,
    "bytes at random": Buffer.from(Uint8Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 256)).toString(
      "latin1",
    ),
  };
  test.each(Object.entries(files))("%s", (_, rules) => {
    const startedAt = process.cpuUsage().user;
    parseRobots(`User-agent: *\n${rules}`, "wideseek").allows(new URL(path, "https://example.org"));
    // robots-parser takes 14 s for the first of them
    expect(process.cpuUsage().user - startedAt).toBeLessThan(3_000_000);
  });
});
