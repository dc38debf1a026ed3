import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { pagesOf, temporaryFolder } from "./pages-of.fixture.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const HEADER = "id\ttext\ttitle\n";
const ROWS = [
  '1\t"Aaron was the brother of ""Moses""."\tAaron\n',
  '2\t"He spoke, in Egypt, for him."\tAaron\n',
  "3\tA plain field needs no quotes.\tCafé (What?)\n",
  '4\t"One with a quote."\t"""Heroes"" (album)"\n',
  '5\t"The name again."\tAaron\n',
];

test("consecutive rows of one title are one page, whose passages put together are its text", async () => {
  const [aaron, ...others] = await pagesOf(folder.write("p.tsv", HEADER + ROWS.join("")));
  expect(aaron).toEqual({
    url: "https://en.wikipedia.org/wiki/Aaron",
    title: "Aaron",
    text: 'Aaron was the brother of "Moses".\nHe spoke, in Egypt, for him.',
    passages: [
      { id: "1", text: 'Aaron was the brother of "Moses".\n' },
      { id: "2", text: "He spoke, in Egypt, for him." },
    ],
  });
  expect(others.map(({ title, url }) => [title, url])).toEqual([
    ["Café (What?)", "https://en.wikipedia.org/wiki/Caf%C3%A9_(What%3F)"],
    ['"Heroes" (album)', "https://en.wikipedia.org/wiki/%22Heroes%22_(album)"],
    ["Aaron", "https://en.wikipedia.org/wiki/Aaron"],
  ]);
});

test("a compressed file, Windows line breaks and a missing last line break give the same pages", async () => {
  const plain = await pagesOf(folder.write("p.tsv", HEADER + ROWS.join("")));
  const windows = `\ufeff${HEADER}${ROWS.join("")}`.trimEnd().replaceAll("\n", "\r\n");
  expect(await pagesOf(folder.write("p.tsv.gz", gzipSync(HEADER + ROWS.join(""))))).toEqual(plain);
  expect(await pagesOf(folder.write("w.tsv", windows))).toEqual(plain);
});

test("a text in quotes may go over several lines", async () => {
  const [page] = await pagesOf(folder.write("m.tsv", `${HEADER}1\t"One\n\nTwo ""2""\nThree"\tTitle\n`));
  expect(page?.text).toBe('One\n\nTwo "2"\nThree');
});

test.each([
  ["a row of two fields", `${HEADER}1\tText\n`, /line 2 has 2 fields/],
  ["a row of four fields", `${HEADER}1\ta\tb\tc\n`, /line 2 has 4 fields/],
  ["a row without a title", `${HEADER}${ROWS[0]}2\t"Text"\t \n`, /line 3 has no title/],
  ["a quote that is not closed", `${HEADER}1\t"Text\tTitle\n2\tb\tB\n`, /line 2: a quote is opened/],
  [
    "a quote that swallows the file",
    `${HEADER}1\t"Text\n${"x\n".repeat(5_000)}`,
    /line 2: a quote is opened/,
  ],
  ["bytes that are not UTF-8", Buffer.from(`${HEADER}1\tCaf\xe9\tT\n`, "latin1"), /line 2 is not UTF-8/],
  ["no row", HEADER, /there is no page in it/],
])("%s is refused by file and line", async (_, content, message) => {
  const path = folder.write("bad.tsv", content);
  const read = () => pagesOf(path, { format: "psgs" });
  await expect(read()).rejects.toThrow(ConfigError);
  await expect(read()).rejects.toThrow(message);
  await expect(read()).rejects.toThrow(path);
});

test("a file without the header is refused where the format is given", async () => {
  const path = folder.write("h.tsv", ROWS.join(""));
  await expect(pagesOf(path, { format: "psgs" })).rejects.toThrow(/line 1: expected the header/);
});
