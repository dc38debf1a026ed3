import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCorpus } from "../../src/kb/corpora/open-corpus.ts";
import type { StoredPage } from "../../src/kb/stored-page.ts";
import { syntheticCorpus } from "./synthetic-corpus.ts";

const corpus = syntheticCorpus({ seed: 7, passages: 6_000 });
const pages = [...corpus.pages()];

test("the same seed gives the same corpus, and another seed another", () => {
  expect(syntheticCorpus({ seed: 7, passages: 6_000 }).page(500)).toEqual(pages[500]);
  expect(syntheticCorpus({ seed: 8, passages: 6_000 }).page(500)).not.toEqual(pages[500]);
});

test("a page is the same whether it is made alone or in the order of all", () => {
  expect(corpus.page(999)).toEqual(pages[999]);
  expect(pages).toHaveLength(corpus.pageCount);
});

test("pages have their own URLs, and six passages of a hundred words on average, numbered from 1", () => {
  const passages = pages.flatMap((page) => page.passages ?? []);
  expect(new Set(pages.map((page) => page.url)).size).toBe(1_000);
  expect(passages.map((passage) => passage.id)).toEqual(passages.map((_, index) => String(index + 1)));
  expect(passages).toHaveLength(corpus.passageCount);
  expect(corpus.passageCount).toBe(6_000);
  const bytes = pages.reduce((sum, page) => sum + page.text.length, 0) / passages.length;
  expect(bytes).toBeGreaterThan(680);
  expect(bytes).toBeLessThan(800);
  for (const page of pages) expect(page.passages?.map((passage) => passage.text).join("")).toBe(page.text);
});

test("words are as uneven as a language's", () => {
  const counts = new Map<string, number>();
  for (const word of pages.flatMap((page) => page.text.toLowerCase().match(/[a-z]+/g) ?? [])) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const most = [...counts.values()].sort((a, b) => b - a).slice(0, 100);
  expect(counts.size).toBeGreaterThan(40_000);
  expect(most.reduce((sum, count) => sum + count, 0) / total).toBeGreaterThan(0.25);
});

test("some names come back on other pages", () => {
  const names = pages.map((page) => page.title.replace(/ \(.*/, ""));
  expect(new Set(names).size).toBeLessThan(names.length);
  expect(new Set(names).size).toBeGreaterThan(0.9 * names.length);
});

test("each query has all its words in the passage it was made from", () => {
  const queries = corpus.queries(90);
  expect(new Set(queries.map((query) => query.kind))).toEqual(new Set(["when", "topics", "question"]));
  for (const { kind, query, url, passageId } of queries) {
    const page = pages.find((candidate) => candidate.url === url);
    const text = page?.passages?.find((passage) => passage.id === passageId)?.text.toLowerCase() ?? "";
    const asked = (query.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !FRAME.has(word));
    expect(asked.filter((word) => !text.includes(word))).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(kind === "question" ? 5 : 3);
  }
});

const FRAME = new Set("when was which did have in the year it by and what became of".split(" "));

test("the lines read as psgs_w100.tsv are the pages", async () => {
  const folder = mkdtempSync(join(tmpdir(), "synthetic-"));
  try {
    const path = join(folder, "psgs_w100.tsv");
    writeFileSync(path, [...corpus.psgsLines()].join(""));
    const read: StoredPage[] = [];
    for await (const page of (await openCorpus(path)).pages()) read.push(page);
    expect(read).toEqual(pages);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
