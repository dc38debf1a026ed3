import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { ConfigError, FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { describeKnowledgeBase } from "../../testing/describe-knowledge-base.ts";
import type { StoredPage } from "../stored-page.ts";
import type { Behaviour } from "../web/fake-service.fixture.ts";
import { buildQdrantCollection, type QdrantBuild } from "./build.ts";
import { openQdrantKnowledgeBase, type QdrantOptions } from "./open.ts";
import { type FixtureOptions, type QdrantFixture, startQdrant } from "./qdrant-server.fixture.ts";
import { wordEmbedder } from "./word-embedder.fixture.ts";

// exact search over the whole suite takes a second or two of a core, and cores may be busy
vi.setConfig({ testTimeout: 60_000 });

describe("over a whole corpus", () => {
  let suite: QdrantFixture | undefined;
  let collections = 0;
  afterAll(() => suite?.close());

  describeKnowledgeBase("a Qdrant collection", {
    create: async (pages) => {
      suite ??= await startQdrant();
      const shared = { url: suite.url, collection: `suite-${collections++}`, embedder: wordEmbedder() };
      await buildQdrantCollection(pages, shared);
      return openQdrantKnowledgeBase(shared);
    },
  });
});

let server: QdrantFixture;
const embedder = wordEmbedder();
const start = async (options: FixtureOptions = {}) => {
  await server?.close();
  server = await startQdrant(options);
};
const open = (more: Partial<QdrantOptions> = {}) =>
  openQdrantKnowledgeBase({ url: server.url, collection: "pages", embedder, ...more });
const build = (pages: readonly StoredPage[], more: Partial<QdrantBuild> = {}) =>
  buildQdrantCollection(pages, { url: server.url, collection: "pages", embedder, ...more });

beforeEach(async () => {
  server = await startQdrant();
});
afterEach(() => server.close());

const mill: StoredPage = {
  url: "https://example.org/mill",
  title: "Mill",
  text: "The first tells of a mill.\nThe second tells of a mill and its miller.",
  passages: [
    { id: "m1", text: "The first tells of a mill.\n" },
    { id: "m2", text: "The second tells of a mill and its miller." },
  ],
  fields: { kind: "building", country: "Estonia" },
  places: [
    { start: 0, name: "page 1" },
    { start: 10, name: "page 2" },
  ],
};
const well: StoredPage = {
  url: "https://example.org/well",
  title: "Well",
  text: "A well stands by the mill.",
  fields: { kind: "well", country: "Estonia" },
};

describe("a collection of ours", () => {
  let knowledgeBase: KnowledgeBase;
  const urls = async (query: string, more: object = {}) =>
    (await knowledgeBase.search({ query, limit: 5, ...more })).map(({ url }) => url);

  beforeEach(async () => {
    await build([mill, well]);
    knowledgeBase = await open();
  });

  test("knows its name and how many pages it has", () => {
    expect(knowledgeBase).toMatchObject({ name: "pages", pageCount: 2 });
  });

  test("has the rows of the official index as its points", () => {
    const points = [...(server.collections.get("pages")?.points.values() ?? [])];

    expect(points.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(points.map(({ payload: { id, contents, url } }) => ({ id, contents, url }))).toEqual([
      { id: "m1", contents: '"Mill"\nThe first tells of a mill.\n', url: mill.url },
      { id: "m2", contents: '"Mill"\nThe second tells of a mill and its miller.', url: mill.url },
      { id: "2", contents: '"Well"\nA well stands by the mill.', url: well.url },
    ]);
    expect(server.collections.get("pages")?.config).toMatchObject({
      vectors: { size: embedder.dimensions, distance: "Cosine" },
      hnsw_config: { m: 32, ef_construct: 512 },
    });
  });

  test("is searched with the official parameter", async () => {
    await urls("mill");

    const asked = server.asked.findLast(({ path }) => path.endsWith("/points/query"));
    expect(asked?.body).toMatchObject({ params: { hnsw_ef: 256 }, with_payload: true });
  });

  test("gives passages whole, with their names and places", async () => {
    const found = await knowledgeBase.search({ query: "second miller", limit: 1, form: "passages" });

    expect(found).toMatchObject([
      {
        id: "m2",
        url: mill.url,
        title: "Mill",
        text: "The second tells of a mill and its miller.",
        places: [{ start: 0, name: "page 2" }],
      },
    ]);
    expect(await urls("mill", { form: "passages" })).toHaveLength(3);
  });

  test("gives a page whole, with its places", async () => {
    const { url, title, text, places } = mill;

    expect(await knowledgeBase.access(url)).toEqual({ url, title, text, places });
  });

  test("can be limited to pages with a field", async () => {
    expect(await urls("mill", { filter: { kind: "well" } })).toEqual([well.url]);
    expect(await urls("mill", { filter: { kind: ["well", "building"], country: "Estonia" } })).toHaveLength(
      2,
    );
    expect(await urls("mill", { filter: { kind: "well", country: "Latvia" } })).toEqual([]);
  });

  test.each([
    ["words", { mode: "bm25" }, /searched by meaning only: search it with mode dense/u],
    ["words and meaning", { mode: "hybrid" }, /searched by meaning only/u],
    ["every word", { match: "all" }, /cannot demand words: search with match best/u],
  ])("cannot search by %s, and says what works", async (_, more, message) => {
    await expect(urls("mill", more)).rejects.toThrow(message);
    await expect(urls("mill", more)).rejects.toThrow(ToolInputError);
    expect(await urls("mill", { mode: "dense", match: "best" })).toHaveLength(2);
  });

  test("must be opened with the model of its vectors", async () => {
    await expect(open({ embedder: wordEmbedder("others") })).rejects.toThrow(
      /model "words".*model "others"/u,
    );
    await expect(open({ embedder: { ...embedder, dimensions: 768 } })).rejects.toThrow(
      /has vectors of 1024 numbers, compared by Cosine; words needs vectors of 768 numbers/u,
    );
  });

  test("is not built over", async () => {
    await expect(build([well])).rejects.toThrow(/There is a collection pages at 127.* already: delete it/u);
    expect(await knowledgeBase.access(mill.url)).toBeDefined();
  });

  test("of which passages are missing is a failure, and never a part of the page", async () => {
    server.collections.get("pages")?.points.delete(1);

    await expect(knowledgeBase.access(mill.url)).rejects.toThrow("has 1 of 2 passages of the page");
    await expect(knowledgeBase.access(mill.url)).rejects.toThrow(FetchError);
  });
});

describe("the official index", () => {
  const url = "https://en.wikipedia.org/w/index.php?title=New%20York";
  const rows = [
    { id: "7", contents: '"New York"\nNew York is a city.', url },
    { id: "8", contents: '"New York"\nIts mayor sits in the hall.', url },
    { id: "9", contents: "A row without a title.", url: "https://en.wikipedia.org/wiki/Bare_row" },
  ];

  const put = (path: string, body: object) =>
    fetch(`${server.url}/collections/wiki_collection_m32_cef512${path}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  beforeEach(async () => {
    await put("", { vectors: { size: embedder.dimensions, distance: "Cosine" } });
    const vectors = await embedder.embedPassages(rows.map(({ contents }) => contents));
    // in another order than they are numbered
    const points = rows.map((payload, index) => ({ id: 100 + index, vector: vectors[index], payload }));
    await put("/points", { points: points.toReversed() });
  });

  test("is opened by default, and searched as it is", async () => {
    await put("/index", { field_name: "url", field_schema: "keyword" });
    const knowledgeBase = await open({ collection: undefined });

    expect(knowledgeBase).toMatchObject({ name: "wiki_collection_m32_cef512", pageCount: undefined });
    const [found] = await knowledgeBase.search({ query: "mayor of New York", limit: 1 });
    expect(found).toMatchObject({ url, title: "New York", text: "Its mayor sits in the hall." });
  });

  test.each([
    url,
    "https://en.wikipedia.org/wiki/New_York",
    "http://en.wikipedia.org/w/index.php/New_York",
    "https://en.wikipedia.org/w/index.php?title=New York",
  ])("gives the rows of a page as its lines, however its URL is written: %s", async (written) => {
    await put("/index", { field_name: "url", field_schema: "keyword" });
    const knowledgeBase = await open({ collection: undefined });

    expect(await knowledgeBase.access(written)).toEqual({
      url,
      title: "New York",
      text: "New York is a city.\nIts mayor sits in the hall.",
    });
  });

  test("takes a title from the URL where a row has none", async () => {
    await put("/index", { field_name: "url", field_schema: "keyword" });
    const knowledgeBase = await open({ collection: undefined });

    expect(await knowledgeBase.access("https://en.wikipedia.org/wiki/Bare_row")).toMatchObject({
      title: "Bare row",
      text: "A row without a title.",
    });
    expect(await knowledgeBase.access("https://en.wikipedia.org/wiki/Atlantis")).toBeUndefined();
  });

  test("has no fields to filter by", async () => {
    await put("/index", { field_name: "url", field_schema: "keyword" });
    const knowledgeBase = await open({ collection: undefined });

    await expect(knowledgeBase.search({ query: "city", limit: 1, filter: { kind: "city" } })).rejects.toThrow(
      /have no fields to filter by: search without a filter/u,
    );
  });

  test("needs an index of its URLs, or the pages from elsewhere", async () => {
    await expect(open({ collection: undefined })).rejects.toThrow(
      'PUT /collections/wiki_collection_m32_cef512/index {"field_name":"url","field_schema":"keyword"}',
    );
    const page = { url, title: "New York", text: "The whole page." };

    const knowledgeBase = await open({ collection: undefined, pages: { access: async () => page } });
    expect(await knowledgeBase.access(url)).toBe(page);
  });
});

test("an API key is sent, also from the URL, and a wrong one is the user's to mend", async () => {
  await start({ apiKey: "a-key" });
  const warned = vi.spyOn(console, "warn");
  await build([well], { apiKey: "a-key" });

  expect((await open({ apiKey: "a-key" })).pageCount).toBe(1);
  expect((await open({ url: server.url.replace("://", "://:a-key@") })).pageCount).toBe(1);
  const refused = await open({ apiKey: "wrong-key" }).catch(String);
  expect(refused).toMatch(
    /^ConfigError: The collection pages cannot be opened: .* refuses this user \(401\)/u,
  );
  expect(refused).not.toContain("wrong-key");
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test.each([
  ["where nothing listens", "http://127.0.0.1:1", /no Qdrant server answers at 127\.0\.0\.1:1 .*Start it/u],
  ["that is no URL", "localhost", /expected a URL such as http:\/\/localhost:6333/u],
])("an address %s is the user's to mend", async (_, url, message) => {
  await expect(open({ url })).rejects.toThrow(message);
  await expect(open({ url })).rejects.toThrow(ConfigError);
});

test("a collection that is missing, or has another form, is the user's to mend", async () => {
  await expect(open()).rejects.toThrow(/There is no collection pages at 127/u);
  const body = { result: { config: { params: { vectors: { text: {} } } }, payload_schema: {} } };
  await start({ fault: () => ({ body }) });
  await expect(open()).rejects.toThrow(/has several vectors a point; words needs vectors of 1024 numbers/u);
  await start({ fault: () => ({ body: "<html>" }) });
  await expect(open()).rejects.toThrow(/its answer has an unknown form/u);
});

test.each<[string, Behaviour]>([
  ["is busy", { status: 429, headers: { "Retry-After": "1" } }],
  ["hangs up", "hang-up"],
  ["breaks off its answer", "half"],
])("a server that %s is asked again", async (_, answer) => {
  const faults: (Behaviour | undefined)[] = [answer];
  await start({ fault: ({ path }) => (path.endsWith("/query") ? faults.shift() : undefined) });
  await build([well]);

  expect(await (await open()).search({ query: "well", limit: 1 })).toHaveLength(1);
  expect(server.asked.filter(({ path }) => path.endsWith("/query"))).toHaveLength(2);
});

test.each<[string, Behaviour, string]>([
  [
    "is broken",
    { status: 500, body: { status: { error: "Service internal error" } } },
    "Service internal error",
  ],
  ["does not answer in time", "silent", "it took longer than 100 ms"],
  [
    "answers in another form",
    { body: { result: { points: [{ id: 1 }] } } },
    "its answer has an unknown form",
  ],
])("a server that %s is a failure, and never an empty result", async (_, answer, message) => {
  await start({ fault: ({ path }) => (path.endsWith("/query") ? answer : undefined) });
  await build([well]);
  const knowledgeBase = await open({ timeoutMs: 100 });

  const search = knowledgeBase.search({ query: "well", limit: 1 });
  await expect(search).rejects.toThrow(`The search failed in the knowledge base pages: ${message}`);
  await expect(search).rejects.toThrow(FetchError);
});

test("an aborted search ends its request", async () => {
  await start({ fault: ({ path }) => (path.endsWith("/query") ? "silent" : undefined) });
  await build([well]);
  const knowledgeBase = await open();
  const controller = new AbortController();
  const reason = new Error("enough");

  const outcome = knowledgeBase
    .search({ query: "well", limit: 1, signal: controller.signal })
    .catch((error: unknown) => error);
  await vi.waitFor(() => expect(server.running()).toBe(1));
  controller.abort(reason);

  expect(await outcome).toBe(reason);
  await vi.waitFor(() => expect(server.running()).toBe(0));
});

describe("a build", () => {
  const many = Array.from({ length: 600 }, (_, index) => ({
    url: `seed://village/${index}`,
    title: `Village ${index}`,
    text: `Village ${index} has a mill.`,
  }));

  test("reports how far it is", async () => {
    const reports: number[] = [];

    expect(await build(many, { total: 600, onProgress: ({ done }) => reports.push(done) })).toBe(600);
    expect(reports).toHaveLength(3);
    expect(reports.at(-1)).toBe(600);
  });

  test("goes on where the server is busy or its answers get lost", async () => {
    const faults: (Behaviour | undefined)[] = [{ status: 503 }, "hang-up"];
    await start({ fault: ({ path }) => (path.includes("/points") ? faults.shift() : undefined) });
    const clock = virtualClock();

    await build(many, { clock });

    expect(clock.slept).toHaveLength(2);
    expect(server.collections.get("pages")?.points.size).toBe(600);
    expect((await open()).pageCount).toBe(600);
  });

  test("that fails leaves no collection behind", async () => {
    await expect(build([well, mill, well])).rejects.toThrow(
      new ConfigError("Two pages have the URL https://example.org/well; a URL names one page."),
    );
    expect(server.collections.size).toBe(0);

    await start({ fault: ({ path }) => (path.includes("/points") ? { status: 503 } : undefined) });
    await expect(build([well], { clock: virtualClock() })).rejects.toThrow(
      /^The collection pages cannot be built at .*: status 503/u,
    );
    expect(server.collections.size).toBe(0);
  });

  test("that is aborted leaves no collection behind", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");

    await expect(
      build(many, { signal: controller.signal, onProgress: () => controller.abort(reason) }),
    ).rejects.toBe(reason);
    expect(server.collections.size).toBe(0);
  });

  test("that was killed is not opened", async () => {
    await start({
      fault: ({ method }) => (method === "PATCH" || method === "DELETE" ? { status: 400 } : undefined),
    });

    await expect(build([well])).rejects.toThrow(ConfigError);
    await expect(open()).rejects.toThrow("is not built to its end: delete it and build it again");
  });

  test("with vectors of the wrong length is refused by the server", async () => {
    const short = { ...embedder, embedPassages: async (texts: readonly string[]) => texts.map(() => [1, 0]) };

    await expect(build([well], { embedder: short })).rejects.toThrow("expected dim: 1024, got 2");
  });
});
