import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { ConfigError } from "../src/core/errors.ts";
import type { KnowledgeBase } from "../src/core/knowledge-base.ts";
import { buildOpenSearchIndex, type OpenSearchBuild } from "../src/kb/opensearch/build.ts";
import { type OpenSearchOptions, openOpenSearchKnowledgeBase } from "../src/kb/opensearch/open.ts";
import type { StoredPage } from "../src/kb/stored-page.ts";
import { describeKnowledgeBase } from "../src/testing/describe-knowledge-base.ts";
import { missingForCluster, startCluster, type TestCluster } from "./fixtures/opensearch/cluster.ts";
import { conceptEmbedder } from "./fixtures/opensearch/concept-embedder.ts";
import { type Fault, faultProxy } from "./fixtures/opensearch/fault-proxy.ts";
import { virtualClock } from "./fixtures/virtual-clock.ts";

// a node takes some seconds of a core to start, and cores may be busy
vi.setConfig({ hookTimeout: 300_000, testTimeout: 120_000 });

const missing = missingForCluster();
const skipped = missing === undefined ? "" : ` (skipped: there is no ${missing})`;

const villages = (count: number, tells = "has a mill"): StoredPage[] =>
  Array.from({ length: count }, (_, index) => ({
    url: `seed://village/${index}`,
    title: `Village ${index}`,
    text: `Village ${index} ${tells}.`,
  }));

const places: readonly StoredPage[] = [
  {
    url: "seed://place/tallinn",
    title: "Tallinn",
    text: "Tallinn is the seat of the Estonian government.",
    fields: { kind: "city", country: "Estonia" },
  },
  {
    url: "seed://place/emajogi",
    title: "Emajõgi",
    text: "The Emajõgi is a stream in Estonia.",
    fields: { kind: "river", country: "Estonia" },
  },
  {
    url: "seed://place/gaizins",
    title: "Gaiziņš",
    text: "Gaiziņš is the highest summit of Latvia, and a stream rises on it.",
    fields: { kind: "hill", country: "Latvia" },
    keywords: "Gaizinkalns、roof of Latvia",
  },
];

const indexList = z.array(z.object({ index: z.string() }));

describe.skipIf(missing !== undefined)(`two nodes of OpenSearch${skipped}`, () => {
  let cluster: TestCluster;
  const open: KnowledgeBase[] = [];
  let indexes = 0;

  const node = () => cluster.nodes.map(({ url }) => url);
  const build = (index: string, pages: readonly StoredPage[], more: Partial<OpenSearchBuild> = {}) =>
    buildOpenSearchIndex(pages, { node: node(), index, ...more });
  const openIndex = async (index: string, more: Partial<OpenSearchOptions> = {}) => {
    const knowledgeBase = await openOpenSearchKnowledgeBase({ node: node(), index, ...more });
    open.push(knowledgeBase);
    return knowledgeBase;
  };
  const versionsOf = async (alias: string) => {
    const listed = await cluster.get(`/_cat/indices/${alias}-*?format=json`);
    return indexList.parse(listed).map(({ index }) => index);
  };

  beforeAll(async () => {
    cluster = await startCluster(["one", "two"]);
  });
  afterAll(async () => {
    await Promise.all(open.map((knowledgeBase) => knowledgeBase.close()));
    await cluster?.close();
  });

  describeKnowledgeBase("an OpenSearch cluster", {
    create: async (pages) => {
      const index = `suite-${indexes++}`;
      await build(index, pages, { shards: 2 });
      return openOpenSearchKnowledgeBase({ node: node(), index });
    },
  });

  test("both nodes are members, and each holds a copy of every shard", async () => {
    await build("spread", villages(40), { shards: 3 });

    const listed = await cluster.get("/_cat/shards/spread?format=json");
    const shards = z
      .array(z.object({ shard: z.string(), state: z.string(), node: z.string() }))
      .parse(listed)
      .filter(({ state }) => state === "STARTED")
      .map((shard) => `${shard.shard} on ${shard.node}`);
    expect(shards.toSorted()).toEqual(
      ["0", "1", "2"].flatMap((shard) => [`${shard} on one`, `${shard} on two`]),
    );
  });

  test("it counts its pages and reports how far a build is", async () => {
    const reports: string[] = [];

    const count = await build("counted", villages(2_500), {
      total: 2_500,
      onProgress: ({ phase, done, total }) => reports.push(`${phase} ${done}/${total}`),
    });

    expect(count).toBe(2_500);
    expect((await openIndex("counted")).pageCount).toBe(2_500);
    expect(reports.filter((report) => report.startsWith("pages")).at(-1)).toBe("pages 2500/2500");
    expect(reports.at(-1)).toBe("indexes 3/3");
  });

  describe("searches", () => {
    let knowledgeBase: KnowledgeBase;
    const urls = async (query: string, more: object = {}) => {
      const found = await knowledgeBase.search({ query, limit: 5, ...more });
      return found.map(({ url }) => url.replace("seed://place/", ""));
    };

    beforeAll(async () => {
      await build("places", places, { embedder: conceptEmbedder() });
      knowledgeBase = await openIndex("places", { embedder: conceptEmbedder() });
    });

    test("by meaning find what other words say", async () => {
      expect(await urls("capital")).toEqual([]);
      expect((await urls("capital", { mode: "dense" }))[0]).toBe("tallinn");
      expect((await urls("mountain peak", { mode: "dense" }))[0]).toBe("gaizins");
    });

    test("by both rank first what both find", async () => {
      expect(await urls("water stream in Latvia", { mode: "hybrid", limit: 1 })).toEqual(["gaizins"]);
      expect((await urls("capital of Latvia", { mode: "hybrid" })).toSorted()).toEqual(
        ["emajogi", "gaizins", "tallinn"].toSorted(),
      );
    });

    test("can be limited to pages with a field, in every mode", async () => {
      for (const mode of ["bm25", "dense", "hybrid"]) {
        expect(await urls("stream", { mode, filter: { country: "Latvia" } })).toEqual(["gaizins"]);
        expect(
          await urls("stream", { mode, filter: { kind: ["river", "city"], country: "Latvia" } }),
        ).toEqual([]);
      }
      expect((await urls("stream", { filter: { kind: ["river", "hill"] } })).toSorted()).toEqual([
        "emajogi",
        "gaizins",
      ]);
      expect(await urls("stream", { filter: { unknown: "Latvia" } })).toEqual([]);
    });

    test("can demand every word, in whatever field it stands", async () => {
      expect((await urls("Latvia stream")).length).toBe(2);
      expect(await urls("Latvia stream", { match: "all" })).toEqual(["gaizins"]);
      expect(await urls("Gaizinkalns stream", { match: "all" })).toEqual(["gaizins"]);
      expect(await urls("Latvia stream", { match: "all", mode: "dense" })).toEqual(["gaizins"]);
      expect(await urls("Latvia government", { match: "all" })).toEqual([]);
    });

    test("find a page by its keywords, which are not shown", async () => {
      const [found] = await knowledgeBase.search({ query: "roof", limit: 1 });

      expect(found?.url).toBe("seed://place/gaizins");
      expect(found?.text).not.toContain("roof");
    });

    test.each([
      ["Chinese characters", "爱沙尼亚首都".repeat(300)],
      ["Korean syllables", "에스토니아의수도".repeat(250)],
      ["single letters", "a b c d e f g ".repeat(140)],
      ["emoji", "😀😺👩‍👩‍👧‍👦🇪🇪".repeat(100)],
    ])("take a query of thousands of %s", async (_, query) => {
      for (const match of ["best", "all"]) expect(await urls(query, { match })).toEqual([]);
      expect(await urls(`Tallinn ${query}`)).toEqual(["tallinn"]);
    });

    test("by meaning need the model that the vectors are of", async () => {
      await build("words-only", places);
      const wordsOnly = await openIndex("words-only");

      await expect(openIndex("places", { embedder: conceptEmbedder("others") })).rejects.toThrow(
        /model "concepts".*"others"/u,
      );
      await expect(openIndex("words-only", { embedder: conceptEmbedder() })).rejects.toThrow(
        "The index words-only has no vectors",
      );
      await expect(openIndex("places", { mode: "hybrid" })).rejects.toThrow(ConfigError);
      await expect(wordsOnly.search({ query: "capital", limit: 1, mode: "dense" })).rejects.toThrow(
        "has no embeddings: search it with mode bm25",
      );
    });
  });

  test("passages that the corpus cut come back whole, with their names and places", async () => {
    const passages = ["The first tells of a mill.\n", "The second tells of a mill and its miller."];
    const page: StoredPage = {
      url: "https://example.org/mill",
      title: "Mill",
      text: passages.join(""),
      passages: passages.map((text, index) => ({ id: `p${index}`, text })),
      places: [
        { start: 0, name: "page 1" },
        { start: 10, name: "page 2" },
      ],
    };
    await build("cut", [page, ...villages(3)]);
    const knowledgeBase = await openIndex("cut");

    const found = await knowledgeBase.search({ query: "second miller", limit: 2, form: "passages" });

    expect(found.map(({ id, text, places: within }) => ({ id, text, within }))).toEqual([
      { id: "p1", text: passages[1], within: [{ start: 0, name: "page 2" }] },
    ]);
    const ofMill = await knowledgeBase.search({ query: "mill", limit: 9, form: "passages" });
    expect(ofMill.filter(({ url }) => url === page.url)).toHaveLength(2);
    expect(await knowledgeBase.access(page.url)).toEqual({
      url: page.url,
      title: page.title,
      text: page.text,
      places: page.places,
    });
  });

  test("a page of thousands of passages is accessed whole and in order", async () => {
    const passages = Array.from({ length: 2_300 }, (_, index) => ({ text: `Line ${index} of the roll.\n` }));
    const text = passages.map((passage) => passage.text).join("");
    await build("long", [{ url: "https://example.org/roll", title: "Roll", text, passages }], { shards: 3 });

    expect((await (await openIndex("long")).access("https://example.org/roll"))?.text).toBe(text);
  });

  test("two pages whose URLs differ only in how they are written are two pages", async () => {
    const pair = ["https://example.org/a", "https://example.org/a/"].map((url) => ({
      url,
      title: url,
      text: `The page at ${url}`,
    }));
    await build("pair", pair);
    const knowledgeBase = await openIndex("pair");

    for (const page of pair) expect(await knowledgeBase.access(page.url)).toEqual(page);
  });

  test("who searches while an index is replaced sees the old pages or the new ones, and no failure", async () => {
    await build("swap", villages(60, "has a mill"));
    const knowledgeBase = await openIndex("swap");
    const [old] = await versionsOf("swap");
    const seen = new Set<string | undefined>();
    let isBuilding = true;
    const searching = async () => {
      while (isBuilding) {
        const [found] = await knowledgeBase.search({ query: "Village 7", limit: 1 });
        const page = await knowledgeBase.access("seed://village/7");
        seen.add(found?.text).add(page?.text);
      }
    };

    const searches = [1, 2, 3, 4].map(searching);
    await build("swap", villages(60, "has a well"));
    await knowledgeBase.search({ query: "Village 7", limit: 1 });
    isBuilding = false;
    await Promise.all(searches);

    expect([...seen].every((text) => /^Village 7 has a (?:mill|well)\.$/u.test(text ?? ""))).toBe(true);
    const [found] = await knowledgeBase.search({ query: "Village 7", limit: 1 });
    expect(found?.text).toBe("Village 7 has a well.");
    const versions = await versionsOf("swap");
    expect(versions).toHaveLength(1);
    expect(versions).not.toContain(old);
  });

  describe("a build that fails leaves the index that is searched as it is", () => {
    const expectUntouched = async (index: string) => {
      expect(await versionsOf(index)).toHaveLength(1);
      expect((await (await openIndex(index)).access("seed://village/2"))?.text).toBe("Village 2 has a mill.");
    };

    test("where the cluster refuses a passage", async () => {
      await build("refused", villages(3));
      const tooLong = `https://example.org/${"x".repeat(40_000)}`;
      const bad = { url: tooLong, title: "Too long a URL", text: "It cannot be indexed." };

      await expect(build("refused", [...villages(3, "is new"), bad])).rejects.toThrow(
        /^The cluster refuses passage 0 of the page https:\/\/example\.org\/x+… \(400, .*immense term/u,
      );
      await expectUntouched("refused");
    });

    test("where two pages have one URL", async () => {
      await build("twice", villages(3));

      await expect(build("twice", [...villages(3, "is new"), ...villages(1)])).rejects.toThrow(
        new ConfigError("Two pages have the URL seed://village/0; a URL names one page."),
      );
      await expectUntouched("twice");
    });

    test("where the corpus cannot be read to its end", async () => {
      await build("broken", villages(3));
      const reason = new Error("the file ends here");
      async function* corpus() {
        yield* villages(1_500, "is new");
        throw reason;
      }

      await expect(buildOpenSearchIndex(corpus(), { node: node(), index: "broken" })).rejects.toBe(reason);
      await expectUntouched("broken");
    });

    test("where it is aborted", async () => {
      await build("aborted", villages(3));
      const controller = new AbortController();
      const reason = new Error("enough");
      const onProgress = () => controller.abort(reason);

      await expect(
        build("aborted", villages(3_000, "is new"), { signal: controller.signal, onProgress }),
      ).rejects.toBe(reason);
      await expectUntouched("aborted");
    });
  });

  test("an index that was not built by us, or whose name is taken, is refused", async () => {
    await fetch(`${node()[0]}/foreign`, { method: "PUT" });

    await expect(openIndex("foreign")).rejects.toThrow("is not one that this version built");
    await expect(build("foreign", villages(1))).rejects.toThrow("foreign is an index and no alias");
    await expect(openIndex("nowhere")).rejects.toThrow(
      `There is no index nowhere at ${node()
        .map((url) => new URL(url).host)
        .join(", ")}: build one`,
    );
  });

  test("a cluster that is busy, or whose answers get lost, gets every passage once", async () => {
    const faults: Fault[] = ["busy", "lost", undefined, "busy"];
    const bulk = (request: string) => request.startsWith("POST") && request.includes("/_bulk");
    const proxy = await faultProxy(node()[0] ?? "", (request) =>
      bulk(request) ? faults.shift() : undefined,
    );
    const clock = virtualClock();

    const count = await buildOpenSearchIndex(villages(2_500), { node: proxy.url, index: "busy", clock });
    await proxy.close();

    expect(faults).toEqual([]);
    expect(clock.slept.length).toBe(3);
    expect(count).toBe(2_500);
    expect(await cluster.get("/busy/_count")).toMatchObject({ count: 2_500 });
  });

  test("an alias that is moved although its answer gets lost is moved", async () => {
    await build("moved", villages(3));
    const proxy = await faultProxy(node()[0] ?? "", (request) =>
      request.startsWith("POST /_aliases") ? "lost" : undefined,
    );

    await buildOpenSearchIndex(villages(3, "is new"), { node: proxy.url, index: "moved" });
    await proxy.close();

    expect(await versionsOf("moved")).toHaveLength(1);
    expect((await (await openIndex("moved")).access("seed://village/2"))?.text).toBe("Village 2 is new.");
  });

  // the last test, since the cluster is smaller after it
  test("when a node dies in the middle, every search and every page is still there", async () => {
    await build("survivor", villages(200), { shards: 4 });
    const knowledgeBase = await openIndex("survivor");
    const round = (from: number) =>
      Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const title = `Village ${from + index}`;
          const [found] = await knowledgeBase.search({ query: title, limit: 3 });
          const page = await knowledgeBase.access(`seed://village/${from + index}`);
          expect([found?.title, page?.title]).toEqual([title, title]);
        }),
      );
    await round(0);

    const during = round(50);
    await cluster.nodes[1]?.kill();
    await during;
    await round(100);

    expect(await build("afterwards", villages(10))).toBe(10);
  });
});
