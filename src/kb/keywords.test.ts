import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inMemoryKnowledgeBase } from "./in-memory.ts";
import { buildLanceIndex } from "./lance/build.ts";
import { openLanceIndex } from "./lance/open.ts";
import type { StoredPage } from "./stored-page.ts";

const root = mkdtempSync(join(tmpdir(), "keywords-"));
afterAll(() => rmSync(root, { recursive: true }));

const estonia: StoredPage = {
  url: "seed://country/estonia",
  title: "Estonia",
  text: "Estonia is a country. Its Chinese name is 爱沙尼亚. The capital is Tallinn.",
  keywords: "爱沙尼亚、爱沙尼亚 首都",
};
const economy: StoredPage = {
  url: "seed://economy/estonia",
  title: "Economy of Estonia",
  text: "The euro replaced the kroon. ".repeat(60),
  keywords: "爱沙尼亚 货币",
};
const others = Array.from({ length: 30 }, (_, index): StoredPage => {
  return {
    url: `seed://village/${index}`,
    title: `Village ${index}`,
    text: "A settlement with a mill.",
    keywords: `第${index}村`,
  };
});
const pages = [...others, economy, estonia];

const makers = {
  "a LanceDB index": async () => {
    const directory = mkdtempSync(join(root, "index-"));
    return openLanceIndex(directory, { name: "test", pageCount: await buildLanceIndex(directory, pages) });
  },
  "a knowledge base in memory": async () => inMemoryKnowledgeBase(pages),
};

describe.each(Object.entries(makers))("keywords in %s", (_, make) => {
  test.each([
    ["爱沙尼亚", [estonia.url, economy.url]],
    ["爱沙尼亚 货币", [economy.url, estonia.url]],
    ["爱沙尼亚的货币是什么", [economy.url, estonia.url]],
    ["爱沙尼亚 首都", [estonia.url, economy.url]],
  ])("they find the page they name best, a page once: %s", async (query, urls) => {
    const knowledgeBase = await make();

    expect((await knowledgeBase.search({ query, limit: 5 })).map(({ url }) => url)).toEqual(urls);
    await knowledgeBase.close();
  });

  test("neither a passage nor a page shows them", async () => {
    const knowledgeBase = await make();

    const found = await knowledgeBase.search({ query: "爱沙尼亚 货币", limit: 5 });
    for (const { url, title, text } of [economy, estonia]) {
      expect(await knowledgeBase.access(url)).toEqual({ url, title, text });
      expect(text).toContain(found.find((passage) => passage.url === url)?.text);
    }
    expect(JSON.stringify(found)).not.toContain("货币");
    await knowledgeBase.close();
  });
});
