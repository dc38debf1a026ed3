import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { pagesOf, temporaryFolder } from "./pages-of.fixture.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const lines = (...rows: readonly object[]) => `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;

const AARON = {
  url: "https://en.wikipedia.org/wiki/Aaron",
  title: "Aaron",
  text: "Brother of Moses.\nHe spoke.",
  passages: [
    { id: "0", text: "Brother of Moses.\n" },
    { id: "1", text: "He spoke." },
  ],
};

test("passages of Search-R1, with the quoted title in their first line, make pages", async () => {
  const path = folder.write(
    "wiki-18.jsonl",
    lines(
      { id: "0", contents: '"Aaron"\nBrother of Moses.' },
      { id: "1", contents: '"Aaron"\nHe spoke.' },
      { id: 2, contents: '"""Heroes"" (album)"\nBy David Bowie.' },
    ),
  );
  expect(await pagesOf(path)).toEqual([
    AARON,
    {
      url: "https://en.wikipedia.org/wiki/%22Heroes%22_(album)",
      title: '"Heroes" (album)',
      text: "By David Bowie.",
      passages: [{ id: "2", text: "By David Bowie." }],
    },
  ]);
});

test("passages of FlashRAG, with a title of their own or unquoted in their first line, make pages", async () => {
  const own = folder.write(
    "own.jsonl.gz",
    gzipSync(
      lines(
        { id: "0", title: "Aaron", text: "Brother of Moses." },
        { id: "1", title: "Aaron", text: "He spoke." },
      ),
    ),
  );
  const first = folder.write(
    "first.jsonl",
    lines({ id: "0", contents: "Aaron\nBrother of Moses." }, { id: "1", contents: "Aaron\nHe spoke." }),
  );
  expect(await pagesOf(own)).toEqual([AARON]);
  expect(await pagesOf(first)).toEqual([AARON]);
});

test("rows with a URL keep it, and belong together by it", async () => {
  const url = (title: string) => `https://en.wikipedia.org/w/index.php?title=${title}`;
  const path = folder.write(
    "wiki_corpus.jsonl",
    lines(
      { id: "0", url: url("Aaron"), contents: '"Aaron"\nBrother of Moses.' },
      { id: "1", url: url("Aaron"), contents: '"Aaron"\nHe spoke.' },
      { id: "2", url: url("Aaron_(name)"), contents: '"Aaron"\nA name.' },
      { id: "3", url: url("New_York"), contents: "A city." },
    ),
  );
  const pages = await pagesOf(path);
  expect(pages[0]).toEqual({ ...AARON, url: url("Aaron") });
  expect(pages.slice(1).map((page) => [page.url, page.title, page.text])).toEqual([
    [url("Aaron_(name)"), "Aaron", "A name."],
    [url("New_York"), "New York", "A city."],
  ]);
});

test("whole pages are left to be cut where they are indexed", async () => {
  const path = folder.write(
    "wiki_webpages.jsonl",
    lines(
      {
        id: "9",
        url: "https://en.wikipedia.org/wiki/Aaron",
        contents: '"Aaron"\nBrother of Moses.\nHe spoke.',
      },
      { url: "https://en.wikipedia.org/wiki/New%20York", contents: "A city.\nIt is large." },
      { url: "https://a.example/", title: "A", text: "Text." },
    ),
  );
  expect(await pagesOf(path)).toEqual([
    { url: "https://en.wikipedia.org/wiki/Aaron", title: "Aaron", text: "Brother of Moses.\nHe spoke." },
    { url: "https://en.wikipedia.org/wiki/New%20York", title: "New York", text: "A city.\nIt is large." },
    { url: "https://a.example/", title: "A", text: "Text." },
  ]);
});

const GOOD = lines({ id: "0", title: "Aaron", text: "Brother." });

test.each([
  ["a line that is no JSON", `${GOOD}{"id": \n`, /line 2 is not JSON/],
  ["a list", `${GOOD}[1]\n`, /line 2: the row: /],
  ["a row without a title", `${GOOD}\n{"id":"1","text":"He spoke."}\n`, /line 3 has no title/],
  ["an empty title", GOOD + lines({ id: "1", title: " ", text: "He spoke." }), /line 2 has no title/],
  ["contents of a single line", GOOD + lines({ id: "1", contents: "He spoke." }), /line 2 has no title/],
  ["a row without text", GOOD + lines({ id: "1", title: "Aaron" }), /line 2 has no text/],
  ["a text that is a number", GOOD + lines({ id: "1", title: "Aaron", text: 5 }), /line 2: text: /],
])("%s is refused by file and line", async (_, content, message) => {
  const path = folder.write("bad.jsonl", content);
  await expect(pagesOf(path)).rejects.toThrow(ConfigError);
  await expect(pagesOf(path)).rejects.toThrow(message);
  await expect(pagesOf(path)).rejects.toThrow(path);
});

test("a page that is passed over is not parsed", async () => {
  const path = folder.write(
    "wiki_webpages.jsonl",
    `{"url": broken}\n${lines({ url: "https://a.example/", title: "A", text: "B" })}`,
  );
  expect(await pagesOf(path, { format: "pages", skip: 1 })).toHaveLength(1);
});

test("a long line is read, and one without end is refused before it fills the memory", async () => {
  const long = folder.write("long.jsonl", lines({ id: "0", title: "Long", text: "word ".repeat(1_000_000) }));
  expect((await pagesOf(long))[0]?.text).toHaveLength(5_000_000);
  const endless = folder.write("endless.jsonl.gz", gzipSync(Buffer.alloc(80 * 2 ** 20, "a"), { level: 1 }));
  await expect(pagesOf(endless, { format: "jsonl" })).rejects.toThrow(/line 1 is longer than 64 MB/);
});

test("a page that does not end is refused", async () => {
  const row = `${JSON.stringify({ id: "0", title: "Endless", text: "x".repeat(2 ** 20) })}\n`;
  const path = folder.write("endless.jsonl.gz", gzipSync(row.repeat(66), { level: 1 }));
  await expect(pagesOf(path)).rejects.toThrow(/belong to the page "Endless"/);
});
