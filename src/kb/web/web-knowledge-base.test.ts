/** @file The live web as a knowledge base, over services and a reader on this machine. */
import { afterEach, expect, test } from "vitest";
import { FetchError, ToolInputError } from "../../core/errors.ts";
import { type Behaviour, type FakeService, fakeService } from "./fake-service.fixture.ts";
import { jinaReader } from "./jina.ts";
import type { PageReader } from "./search-service.ts";
import { searxngSearch } from "./searxng.ts";
import { serperSearch } from "./serper.ts";
import { openWebKnowledgeBase, type WebOptions } from "./web-knowledge-base.ts";

const servers: FakeService[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface World {
  readonly serper?: Behaviour | undefined;
  readonly searxng?: Behaviour | undefined;
}

async function openWorld({ serper, searxng }: World, options: Partial<WebOptions> = {}) {
  const [first, second, jina] = await Promise.all([
    fakeService([serper ?? { body: { organic: hits } }]),
    fakeService([
      searxng ?? { body: { results: [{ url: "https://second.example/", title: "Second", content: "2" }] } },
    ]),
    fakeService(({ body }) => ({ body: { data: { title: "Read", content: JSON.stringify(body) } } })),
  ]);
  servers.push(first, second, jina);
  const limits = { attempts: 1 };
  const web = openWebKnowledgeBase({
    search: [
      serperSearch({ key: "KEY", url: first.url, limits }),
      searxngSearch({ url: second.url, limits }),
    ],
    reader: jinaReader({ key: "KEY", url: jina.url, limits }),
    ...options,
  });
  return { web, first, second, jina };
}

const hits = [
  { title: "Lakes", link: "https://a.example/lakes", snippet: "Superior" },
  { title: "Lakes again", link: "https://A.example/lakes/#top", snippet: "the same page" },
  { title: "Script", link: "javascript:alert(1)", snippet: "no page" },
  { title: "File", link: "file:///etc/passwd", snippet: "no page" },
  { title: "Areas", link: "https://b.example/", snippet: "82,100 km²" },
];

test("a search asks the first service and gives each page once, best first", async () => {
  const { web, second } = await openWorld({});
  const found = await web.search({ query: "lakes", limit: 5 });

  expect(found.map(({ url, title, text }) => [url, title, text])).toEqual([
    ["https://a.example/lakes", "Lakes", "Superior"],
    ["https://b.example/", "Areas", "82,100 km²"],
  ]);
  expect(found[0]!.score).toBeGreaterThan(found[1]!.score);
  expect(second.asked).toHaveLength(0);
  expect(await web.search({ query: "lakes", limit: 1 })).toHaveLength(1);
});

test("where the first service fails the next one answers, and the failure is told", async () => {
  const failures: FetchError[] = [];
  const { web } = await openWorld(
    { serper: { status: 403 } },
    { onFailure: (error) => failures.push(error) },
  );

  expect((await web.search({ query: "lakes", limit: 5 }))[0]?.title).toBe("Second");
  expect(failures.map(({ message }) => message)).toEqual([expect.stringContaining("SERPER_API_KEY")]);
});

test("a service that finds nothing has answered", async () => {
  const { web, second } = await openWorld({ serper: { body: { organic: [] } } });

  expect(await web.search({ query: "lakes", limit: 5 })).toEqual([]);
  expect(second.asked).toHaveLength(0);
});

test("where all fail the search fails, with what each said", async () => {
  const { web } = await openWorld({
    serper: { status: 400, body: { message: "Not enough credits" } },
    searxng: { status: 403 },
  });
  const search = web.search({ query: "lakes", limit: 5 });

  await expect(search).rejects.toThrow(FetchError);
  await expect(search).rejects.toThrow(/Not enough credits.*search\.formats/);
});

test("without a service a search is a failure", async () => {
  const { web } = await openWorld({}, { search: [] });

  await expect(web.search({ query: "lakes", limit: 5 })).rejects.toThrow(FetchError);
});

test.each([{ filter: { kind: "lake" } }, { mode: "dense" }, { mode: "hybrid" }, { match: "all" }] as const)(
  "what the web cannot do is for the model to repair: %j",
  async (wish) => {
    const { web, first } = await openWorld({});

    await expect(web.search({ query: "lakes", limit: 5, ...wish })).rejects.toThrow(ToolInputError);
    expect(first.asked).toHaveLength(0);
  },
);

test("words and best matches may be asked for by name", async () => {
  const { web } = await openWorld({});

  expect(
    await web.search({ query: "lakes", limit: 5, mode: "bm25", match: "best", form: "passages" }),
  ).toHaveLength(2);
});

test.each([
  ["", 5],
  ["  \n", 5],
  ["lakes", 0],
])("a search for %j with limit %i asks nobody", async (query, limit) => {
  const { web, first } = await openWorld({});

  expect(await web.search({ query, limit })).toEqual([]);
  expect(first.asked).toHaveLength(0);
});

test("pages that are not allowed are neither shown nor read", async () => {
  const { web, jina } = await openWorld({}, { isAllowed: (url) => new URL(url).host === "b.example" });

  expect((await web.search({ query: "lakes", limit: 5 })).map(({ url }) => url)).toEqual([
    "https://b.example/",
  ]);
  await expect(web.access("https://a.example/lakes")).rejects.toThrow(ToolInputError);
  await expect(web.access("https://a.example/lakes")).rejects.toThrow("a.example");
  expect(jina.asked).toHaveLength(0);
  expect(await web.access("https://b.example/")).toMatchObject({ title: "Read" });
});

test("a page is read at its URL, without what text puts around it", async () => {
  const { web } = await openWorld({});

  expect(await web.access(' <https://a.example/lakes?q="x"> ')).toMatchObject({
    url: 'https://a.example/lakes?q="x',
  });
});

test("a page says which reader had its text and when, unless the reader says so itself", async () => {
  const { web } = await openWorld({});
  const own = { at: "2026-01-02T03:04:05.000Z", by: "cache" };
  const reader: PageReader = {
    fetchPage: async (url) => ({ url, title: "Kept", text: "kept", fetched: own }),
    close: async () => undefined,
  };
  const kept = await openWorld({}, { reader });
  const before = Date.now();

  const fetched = (await web.access("https://b.example/"))?.fetched;

  expect(fetched?.by).toBe("Jina reader");
  expect(Date.parse(fetched?.at ?? "")).toBeGreaterThanOrEqual(before);
  expect((await kept.web.access("https://b.example/"))?.fetched).toEqual(own);
});

test.each([
  "",
  "not a url",
  "seed://country/estonia",
  "doc:1",
  "file:///etc/passwd",
  "http://",
  "https://a b/",
  "javascript:alert(1)",
  "\u0000",
])("what is no address of a web page has no page, and nobody is asked: %j", async (url) => {
  const { web, jina } = await openWorld({});

  expect(await web.access(url)).toBeUndefined();
  expect(jina.asked).toHaveLength(0);
});

test("an aborted search and access throw the signal's reason, and no other service is asked", async () => {
  const { web, second } = await openWorld({ serper: "silent" });
  const reason = new Error("enough");
  const controller = new AbortController();
  const search = web.search({ query: "lakes", limit: 5, signal: controller.signal });
  controller.abort(reason);

  await expect(search).rejects.toBe(reason);
  await expect(web.access("https://a.example/", controller.signal)).rejects.toBe(reason);
  expect(second.asked).toHaveLength(0);
});

test("once closed it refuses everything, and its reader is closed once", async () => {
  let closings = 0;
  const reader: PageReader = {
    fetchPage: async () => undefined,
    close: async () => {
      closings++;
    },
  };
  const { web } = await openWorld({}, { reader, name: "the web" });
  expect(web.name).toBe("the web");
  await web.close();
  await web.close();

  expect(closings).toBe(1);
  await expect(web.search({ query: "lakes", limit: 1 })).rejects.toThrow(FetchError);
  await expect(web.access("https://a.example/")).rejects.toThrow(FetchError);
});
