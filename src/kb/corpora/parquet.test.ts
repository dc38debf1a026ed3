import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { fixture, pagesOf, temporaryFolder } from "./pages-of.fixture.ts";

// The fixtures were written by pyarrow 26: pages.parquet in Zstandard with row groups of 3 rows and the columns id, url, title, text
// and length; passages.parquet in Snappy with row groups of 2 rows, an int64 id and contents; questions.parquet with other columns.

const folder = temporaryFolder();
afterAll(() => folder.remove());

test("a row with a URL of its own is a whole page", async () => {
  const pages = await pagesOf(fixture("pages.parquet"));
  expect(pages).toHaveLength(7);
  expect(pages[6]).toEqual({
    url: "https://en.wikipedia.org/wiki/Mill_6",
    title: "Mill 6",
    text: "Mill 6 was built in 1706.\nIt grinds rye.",
  });
});

test("rows without URLs are passages, and those of one title a page, over the borders of row groups", async () => {
  const pages = await pagesOf(fixture("passages.parquet"));
  expect(pages.map((page) => page.passages?.map((passage) => passage.id))).toEqual([
    ["0", "1", "2"],
    ["3", "4", "5"],
    ["6"],
  ]);
  expect(pages[1]).toMatchObject({ title: "Mill 1", url: "https://en.wikipedia.org/wiki/Mill_1" });
  expect(pages[1]?.text).toBe("Passage 3 of the mill.\nPassage 4 of the mill.\nPassage 5 of the mill.");
});

test("a file with other columns is refused with their names", async () => {
  const path = fixture("questions.parquet");
  await expect(pagesOf(path)).rejects.toThrow(ConfigError);
  await expect(pagesOf(path)).rejects.toThrow(/has the columns question, answer. Expected: text or contents/);
});

test("a file that is cut off or damaged is refused", async () => {
  const bytes = readFileSync(fixture("pages.parquet"));
  const cut = folder.write("cut.parquet", bytes.subarray(0, bytes.length - 100));
  await expect(pagesOf(cut)).rejects.toThrow(ConfigError);
  await expect(pagesOf(cut)).rejects.toThrow(/cut.parquet cannot be read as Parquet/);
  const broken = folder.write("broken.parquet", Buffer.from(bytes).fill(0xff, 60, 400));
  await expect(pagesOf(broken)).rejects.toThrow(ConfigError);
});
