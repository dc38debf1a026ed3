import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { describeKnowledgeBase } from "../../testing/describe-knowledge-base.ts";
import type { Corpus } from "../corpora/corpus.ts";
import type { Embedder } from "../embedding/embedder.ts";
import type { StoredPage } from "../stored-page.ts";
import { buildStore } from "./build.ts";
import { corpusSource } from "./corpus-source.ts";
import { readManifest } from "./manifest.ts";
import { openStore } from "./open.ts";
import type { StoreProgress } from "./source.ts";

const root = mkdtempSync(join(tmpdir(), "store-"));
afterAll(() => rmSync(root, { recursive: true }));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(root, "kb-"));
});

function villages(count: number): readonly StoredPage[] {
  return Array.from({ length: count }, (_, index) => ({
    url: `https://example.org/village/${index}`,
    title: `Village ${index}`,
    text: `Village ${index} has ${index * 7 + 3} people and a mill.`,
    fields: { kind: index % 2 === 0 ? "even" : "odd" },
  }));
}

/** Its `pages` are those of the list; `onPage` is called before each. */
function corpusWith(pages: readonly StoredPage[], onPage: (index: number) => void = () => undefined): Corpus {
  return {
    format: "pages",
    bytes: pages.length,
    pages: async function* ({ skip = 0, signal, onBytes } = {}) {
      for (const [index, page] of pages.entries()) {
        signal?.throwIfAborted();
        onPage(index);
        onBytes?.(index + 1);
        if (index >= skip) yield page;
      }
    },
  };
}

const sourceOf = (corpus: Corpus) => corpusSource("/corpora/villages.jsonl", corpus);
const build = (corpus: Corpus, more: Partial<Parameters<typeof buildStore>[1]> = {}) =>
  buildStore(directory, { name: "villages", source: sourceOf(corpus), ...more });

async function opened(): Promise<KnowledgeBase> {
  const knowledgeBase = await openStore(directory);
  if (knowledgeBase === undefined) throw new Error("there is no knowledge base");
  return knowledgeBase;
}

describeKnowledgeBase("a knowledge base in a directory", {
  create: async (pages) => {
    directory = mkdtempSync(join(root, "suite-"));
    await build(corpusWith(pages));
    return opened();
  },
});

describe("a build", () => {
  test("tells how far it is, and its directory says what it holds", async () => {
    const progress: StoreProgress[] = [];

    await build(corpusWith(villages(30)), { onProgress: (step) => progress.push(step) });

    expect(progress.at(0)).toEqual({ phase: "reading", pages: 30, done: 30, total: 30 });
    expect(progress.at(-1)).toMatchObject({ phase: "indexing" });
    expect(await readManifest(directory)).toMatchObject({
      name: "villages",
      phase: "ready",
      pageCount: 30,
      words: "spaced",
      source: { kind: "corpus", corpus: "pages", pagesRead: 30, isRead: true },
    });
  });

  test("that is broken off goes on where it was: nothing is missing, and nothing is there twice", async () => {
    const pages = villages(25_000);
    const controller = new AbortController();
    const broken = corpusWith(pages, (index) => {
      if (index === 23_456) controller.abort(new Error("stop"));
    });
    await expect(build(broken, { signal: controller.signal })).rejects.toThrow("stop");
    await expect(openStore(directory)).rejects.toThrow(/not built to the end\. Go on: wideseek kb build/);
    const before = await readManifest(directory);

    await build(corpusWith(pages));

    expect(before).toMatchObject({ phase: "reading", pageCount: 20_000 });
    const knowledgeBase = await opened();
    const all = await knowledgeBase.search({ query: "mill", limit: 30_000, form: "passages" });
    await knowledgeBase.close();
    expect(all).toHaveLength(25_000);
    expect(new Set(all.map(({ url }) => url)).size).toBe(25_000);
  }, 60_000);

  test("that is whole has nothing to do again", async () => {
    await build(corpusWith(villages(10)));
    const progress: StoreProgress[] = [];

    await build(corpusWith(villages(10)), { onProgress: (step) => progress.push(step) });

    expect(progress).toEqual([]);
  });

  test("of another corpus does not touch what is there", async () => {
    await build(corpusWith(villages(10)));
    const other = corpusSource("/corpora/other.jsonl", corpusWith(villages(3)));

    await expect(buildStore(directory, { name: "x", source: other })).rejects.toThrow(
      /holds the knowledge base of \/corpora\/villages\.jsonl\. Choose another directory\./,
    );
    expect((await opened()).pageCount).toBe(10);
  });

  test("waits for nobody: a directory that another process builds is refused, and one whose builder died is not", async () => {
    writeFileSync(join(directory, "kb.lock"), String(process.ppid));
    await expect(build(corpusWith(villages(3)))).rejects.toThrow(
      new ConfigError(`${directory} is being built by process ${process.ppid}. Wait for it, or stop it.`),
    );

    writeFileSync(join(directory, "kb.lock"), "999999999");
    await build(corpusWith(villages(3)));
    expect((await opened()).pageCount).toBe(3);
  });

  test("cannot go on from a manifest that is damaged", async () => {
    await build(corpusWith(villages(3)));
    const file = join(directory, "kb.json");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 40));

    await expect(openStore(directory)).rejects.toThrow(/damaged or of another version/);
  });

  test("of a page in Korean finds its words whatever their endings", async () => {
    const pages = [
      { url: "doc:///a", title: "서울", text: "서울은 대한민국의 수도이다." },
      { url: "doc:///b", title: "부산", text: "부산은 항구 도시이다." },
    ];
    await build(corpusWith(pages));
    const knowledgeBase = await opened();

    const found = await knowledgeBase.search({ query: "대한민국 수도", limit: 5 });

    expect(found.map(({ title }) => title)).toEqual(["서울"]);
  });
});

describe("a search", () => {
  test("of all pages with its words, and of those with a field", async () => {
    await build(corpusWith(villages(200)));
    const knowledgeBase = await opened();

    const all = await knowledgeBase.search({ query: "mill people", limit: 500, match: "all" });
    const odd = await knowledgeBase.search({
      query: "mill people",
      limit: 500,
      match: "all",
      filter: { kind: ["odd"] },
    });
    const none = await knowledgeBase.search({ query: "mill heliograph", limit: 500, match: "all" });

    expect([all.length, odd.length, none.length]).toEqual([200, 100, 0]);
    expect(odd.every(({ title }) => Number(title.split(" ")[1]) % 2 === 1)).toBe(true);
  });

  test("by meaning needs embeddings, and the model that made them", async () => {
    const animals = ["cat", "dog", "salmon"];
    const vectorOf = (text: string) => animals.map((name) => (text.includes(name) ? 1 : 0.1));
    const embedder = (model: string): Embedder => ({
      model,
      dimensions: 3,
      embedQueries: async (texts) => texts.map(vectorOf),
      embedPassages: async (texts) => texts.map(vectorOf),
    });
    const pages = animals.map((name) => ({
      url: `doc:///${name}`,
      title: name,
      text: `The ${name} is an animal.`,
    }));
    await build(corpusWith(pages), { embedder: embedder("zoo") });
    const plain = await opened();
    const dense = await openStore(directory, async () => embedder("zoo"));

    await expect(plain.search({ query: "dog", limit: 1, mode: "dense" })).rejects.toThrow(/no embeddings/);
    const found = await dense?.search({ query: "dog", limit: 3, mode: "dense" });
    const both = await dense?.search({ query: "salmon animal", limit: 3, mode: "hybrid" });
    expect(found?.[0]?.title).toBe("dog");
    expect(both?.[0]?.title).toBe("salmon");
    expect(both).toHaveLength(3);
    await expect(openStore(directory, async () => embedder("other"))).rejects.toThrow(
      /built with model "zoo"/,
    );
    await expect(build(corpusWith(pages))).rejects.toThrow(/embeddings of zoo/);
  });
});
