import { expect, test } from "vitest";
import type { Page } from "../../core/knowledge-base.ts";
import { pageFinder } from "./find-page.ts";
import { urlVariants } from "./url-variants.ts";

const saoTome = "https://en.wikipedia.org/wiki/S%C3%A3o_Tom%C3%A9_(city)";

test.each([
  "https://en.wikipedia.org/w/index.php/S%C3%A3o_Tom%C3%A9_(city)",
  "https://en.wikipedia.org/w/index.php?title=S%C3%A3o_Tom%C3%A9_(city)",
  "https://en.wikipedia.org/w/index.php?title=S%C3%A3o%20Tom%C3%A9%20(city)&action=view",
  "https://en.wikipedia.org/index.php?title=São_Tomé_(city)",
  "https://en.wikipedia.org/wiki/São Tomé (city)",
  "https://en.wikipedia.org/wiki/S%C3%A3o_Tom%C3%A9_%28city%29#History",
  "http://en.wikipedia.org/wiki/S%C3%A3o_Tom%C3%A9_(city)",
])("a wiki page is found from any form of its URL, and from its usual one every form: %s", (form) => {
  expect(urlVariants(form)[0]).toBe(form);
  expect(urlVariants(form)).toContain(saoTome);
});

test("the forms of other servers are among the variants of a wiki page's URL", () => {
  expect(urlVariants("http://en.wikipedia.org/wiki/AC/DC_discography")).toEqual(
    expect.arrayContaining([
      "https://en.wikipedia.org/wiki/AC/DC_discography",
      "https://en.wikipedia.org/w/index.php?title=AC/DC_discography",
      "https://en.wikipedia.org/w/index.php?title=AC%2FDC%20discography",
      "https://en.wikipedia.org/w/index.php?title=AC/DC discography",
    ]),
  );
});

test("a page that is no wiki's has its encodings and both schemes, without a fragment", () => {
  expect(urlVariants("https://example.org/a%20b?q=1#top")).toEqual([
    "https://example.org/a%20b?q=1#top",
    "https://example.org/a%20b?q=1",
    "https://example.org/a b?q=1",
    "http://example.org/a%20b?q=1",
    "http://example.org/a b?q=1",
  ]);
});

test.each(["seed://country/estonia", "", "not a url", "ftp://host/wiki/X", "%E0%A4%A", "\u0000\uD800'\""])(
  "what is no web address stays alone: %s",
  (url) => {
    expect(urlVariants(url)).toEqual([url]);
  },
);

test.each(["https://a.org/wiki/%E0%A4%A", "https://a.org/w/index.php?title=", "https://a.org/wiki/"])(
  "a URL that is half broken has variants all the same: %s",
  (url) => {
    expect(urlVariants(url)[0]).toBe(url);
    expect(new Set(urlVariants(url)).size).toBe(urlVariants(url).length);
  },
);

test("a finder asks for each form once, however many variants it is given", async () => {
  const asked: string[] = [];
  const find = pageFinder(async (url) => {
    asked.push(url);
    return undefined;
  });

  await Promise.all(urlVariants(saoTome).map(find));

  expect(asked.length).toBeLessThan(80);
  const alone: string[] = [];
  await pageFinder(async (url) => {
    alone.push(url);
    return undefined;
  })(saoTome);
  expect(alone.length).toBeLessThan(13);
});

test("a finder takes the page at the very URL before one at a variant", async () => {
  const pages = new Map<string, Page>(
    ["http://a.org/x", "https://a.org/x"].map((url) => [url, { url, title: "X", text: "x" }]),
  );
  const find = pageFinder(async (url) => pages.get(url));

  expect((await find("http://a.org/x"))?.url).toBe("http://a.org/x");
  pages.delete("http://a.org/x");
  expect((await pageFinder(async (url) => pages.get(url))("http://a.org/x"))?.url).toBe("https://a.org/x");
});
