/** @file Each service's own requests and replies, against a server that speaks its protocol. */
import { afterEach, expect, test } from "vitest";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { FetchError } from "../../core/errors.ts";
import { braveSearch } from "./brave.ts";
import { type Answer, type FakeService, fakeService } from "./fake-service.fixture.ts";
import { jinaReader, jinaSearch } from "./jina.ts";
import type { KeyedService, ReaderService, SearchService } from "./search-service.ts";
import { searxngSearch } from "./searxng.ts";
import { serperReader, serperSearch } from "./serper.ts";
import { tavilyReader, tavilySearch } from "./tavily.ts";

const servers: FakeService[] = [];
const PAGE = "https://example.org/lakes?a=1&b=ü#names";

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function answering(...answers: readonly Answer[]): Promise<FakeService> {
  const server = await fakeService(answers);
  servers.push(server);
  return server;
}

const searxng = ({ url = "", ...options }: KeyedService) => searxngSearch({ ...options, url });

interface SearchCase {
  readonly name: string;
  readonly open: (service: KeyedService) => SearchService;
  readonly method: string;
  readonly path: string;
  readonly header: readonly [string, string | undefined];
  readonly body: unknown;
  readonly reply: (results: readonly { title?: unknown; url?: unknown; text?: unknown }[]) => unknown;
}

const searches: readonly SearchCase[] = [
  {
    name: "Serper",
    open: serperSearch,
    method: "POST",
    path: "/search",
    header: ["x-api-key", "KEY"],
    body: { q: "largest lakes", num: 2 },
    reply: (results) => ({
      searchParameters: { q: "largest lakes" },
      organic: results.map(({ title, url, text }, index) => ({
        title,
        link: url,
        snippet: text,
        position: index + 1,
      })),
      credits: 1,
    }),
  },
  {
    name: "Brave",
    open: braveSearch,
    method: "GET",
    path: "/res/v1/web/search?q=largest+lakes&count=2&text_decorations=false",
    header: ["x-subscription-token", "KEY"],
    body: "",
    reply: (results) => ({
      type: "search",
      web: { results: results.map(({ title, url, text }) => ({ title, url, description: text })) },
    }),
  },
  {
    name: "Tavily",
    open: tavilySearch,
    method: "POST",
    path: "/search",
    header: ["authorization", "Bearer KEY"],
    body: {
      query: "largest lakes",
      max_results: 2,
      search_depth: "basic",
      include_answer: false,
      include_raw_content: false,
    },
    reply: (results) => ({
      query: "largest lakes",
      answer: null,
      results: results.map(({ title, url, text }) => ({
        title,
        url,
        content: text,
        score: 0.8,
        raw_content: null,
      })),
      response_time: "1.67",
    }),
  },
  {
    name: "SearXNG",
    open: searxng,
    method: "GET",
    path: "/search?q=largest+lakes&format=json",
    header: ["authorization", undefined],
    body: "",
    reply: (results) => ({
      query: "largest lakes",
      results: results.map(({ title, url, text }) => ({
        title,
        url,
        content: text,
        engines: ["a"],
        score: 1,
      })),
      unresponsive_engines: [],
    }),
  },
  {
    name: "Jina",
    open: jinaSearch,
    method: "GET",
    path: "/?q=largest+lakes",
    header: ["authorization", "Bearer KEY"],
    body: "",
    reply: (results) => ({
      code: 200,
      status: 20000,
      data: results.map(({ title, url, text }) => ({
        title,
        url,
        description: text,
        content: "",
        usage: { tokens: 0 },
      })),
    }),
  },
];

const lakes = [
  { title: "Lakes", url: "https://a.example/lakes", text: "Lake Superior is the largest." },
  { title: "Areas", url: "https://b.example/areas", text: "82,100 km²" },
  { title: "More", url: "https://c.example/", text: "…" },
];

test.each(searches)("$name search asks and reads as its service is documented", async (service) => {
  const server = await answering({ body: service.reply(lakes) });
  const found = await service.open({ key: "KEY", url: server.url }).search("  largest\n lakes ", 2);

  expect(found).toEqual(lakes.slice(0, 2));
  const [asked] = server.asked;
  expect(asked).toMatchObject({ method: service.method, path: service.path, body: service.body });
  expect(asked?.headers[service.header[0]]).toBe(service.header[1]);
});

test.each(searches)("$name search finds nothing where nothing matches", async (service) => {
  const server = await answering({ body: service.reply([]) });

  expect(await service.open({ key: "KEY", url: server.url }).search("x", 3)).toEqual([]);
});

test.each(searches)(
  "$name search leaves out a result without a URL, and fills in missing texts",
  async (service) => {
    const results = [
      { title: "No URL", text: "x" },
      { url: "https://a.example/", title: null, text: null },
    ];
    const server = await answering({ body: service.reply(results) });

    expect(await service.open({ key: "KEY", url: server.url }).search("x", 3)).toEqual([
      { url: "https://a.example/", title: "", text: "" },
    ]);
  },
);

test.each(searches)(
  "$name search fails where no result can be read, and where there is another form",
  async (service) => {
    const server = await answering({ body: service.reply([{ url: 7 }]) }, { body: [] });
    const { search } = service.open({ key: "KEY", url: server.url });

    await expect(search("x", 3)).rejects.toThrow(FetchError);
    await expect(search("x", 3)).rejects.toThrow(FetchError);
  },
);

test.each(searches)(
  "$name search keeps to the longest query its service takes, and to its most results",
  async (service) => {
    const server = await answering({ body: service.reply([]) });
    await service.open({ key: "KEY", url: server.url }).search("lake ".repeat(1_000), 1_000);
    const { path, body } = server.asked[0]!;
    const sent = JSON.stringify(body) + decodeURIComponent(path);

    expect(sent.length).toBeLessThan(2_300);
    expect(sent).not.toContain("1000");
  },
);

test("Brave's snippets come as HTML and leave as text", async () => {
  const server = await answering({
    body: {
      web: {
        results: [
          {
            title: "Lakes &amp; <strong>rivers</strong>",
            url: "https://a.example/",
            description: "Largest &lt;b&gt; &#39;lake&#x27; &nosuch; &#xD800;",
            extra_snippets: ["82,100&nbsp;km²"],
          },
        ],
      },
    },
  });
  const [found] = await braveSearch({ key: "KEY", url: server.url }).search("x", 1);

  expect(found).toMatchObject({
    title: "Lakes & rivers",
    text: "Largest <b> 'lake' &nosuch; &#xD800;\n82,100 km²",
  });
});

test("Brave answers without a web part where nothing matches", async () => {
  const server = await answering({ body: { type: "search", query: {} } });

  expect(await braveSearch({ key: "KEY", url: server.url }).search("x", 1)).toEqual([]);
});

test("Jina says with an error status that nothing matches; any other such reply is a failure", async () => {
  const nothing = {
    code: 422,
    status: 42206,
    name: "AssertionFailureError",
    message: 'No search results available for query "x"',
  };
  const server = await answering(
    { status: 422, body: nothing },
    { status: 422, body: { ...nothing, status: 42200, message: "Invalid TLD" } },
    { status: 422, body: "<html>" },
  );
  const { search } = jinaSearch({ key: "KEY", url: server.url });

  expect(await search("x", 3)).toEqual([]);
  await expect(search("x", 3)).rejects.toThrow("HTTP 422: Invalid TLD");
  await expect(search("x", 3)).rejects.toThrow(FetchError);
});

test("Jina's search asks for results without their pages", async () => {
  const server = await answering({ body: { data: [] } });
  await jinaSearch({ key: "KEY", url: server.url }).search("x", 3);

  expect(server.asked[0]?.headers["x-respond-with"]).toBe("no-content");
});

test("SearXNG may stand under a path and behind a password, which no message shows", async () => {
  const server = await answering({ body: { results: [] } }, { status: 401, body: "no YWRhOnDDpHNz" });
  const url = server.url.replace("//", "//ada:p%C3%A4ss@");
  const { search } = searxngSearch({ url: `${url}/searxng/` });
  await search("x", 3);

  expect(server.asked[0]).toMatchObject({ path: "/searxng/search?q=x&format=json" });
  expect(server.asked[0]?.headers["authorization"]).toBe(
    `Basic ${Buffer.from("ada:päss").toString("base64")}`,
  );
  await expect(search("x", 3)).rejects.not.toThrow(/YWRh|päss|p%C3/);
  const odd = searxngSearch({ url: url.replace("p%C3%A4ss", "50%off") });
  await expect(odd.search("x", 3)).rejects.not.toThrow("off");
});

test("SearXNG that gives no JSON says what to set", async () => {
  const server = await answering({ status: 403, body: "<h1>Forbidden</h1>" });

  await expect(searxngSearch({ url: server.url }).search("x", 3)).rejects.toThrow(
    "has json under search.formats",
  );
});

const markdown =
  '# Lakes\n\n![A map](https://example.org/map.png "Map")\n\n| Lake | Area |\n| --- | --- |\n| Superior | [82,100](https://example.org/s) |';
const text = "# Lakes\n\n\n\n| Lake | Area |\n| --- | --- |\n| Superior | [82,100](https://example.org/s) |";

interface ReaderCase {
  readonly name: string;
  readonly open: (service: KeyedService) => ReaderService;
  readonly path: string;
  readonly header: readonly [string, string];
  readonly body: unknown;
  readonly reply: (page: { title?: string | undefined; markdown: string }) => unknown;
}

const readers: readonly ReaderCase[] = [
  {
    name: "Jina",
    open: jinaReader,
    path: "/",
    header: ["authorization", "Bearer KEY"],
    body: { url: PAGE },
    reply: (page) => ({
      code: 200,
      status: 20000,
      data: {
        title: page.title ?? "",
        description: "",
        url: PAGE,
        content: page.markdown,
        usage: { tokens: 9 },
      },
    }),
  },
  {
    name: "Serper",
    open: serperReader,
    path: "/",
    header: ["x-api-key", "KEY"],
    body: { url: PAGE, includeMarkdown: true },
    reply: (page) => ({
      text: page.markdown === "" ? "" : "Lakes …",
      markdown: page.markdown,
      metadata: page.title === undefined ? {} : { title: page.title },
      credits: 2,
    }),
  },
  {
    name: "Tavily",
    open: tavilyReader,
    path: "/extract",
    header: ["authorization", "Bearer KEY"],
    body: { urls: [PAGE], extract_depth: "basic", format: "markdown" },
    reply: (page) => ({
      results: [{ url: PAGE, title: page.title, raw_content: page.markdown, images: [] }],
      failed_results: [],
      response_time: 0.1,
    }),
  },
];

test.each(readers)("$name reads a page as its service is documented", async (service) => {
  const server = await answering({ body: service.reply({ title: " Large lakes ", markdown }) });
  const page = await service.open({ key: "KEY", url: server.url }).fetchPage(PAGE);

  expect(page).toEqual({ url: PAGE, title: "Large lakes", text });
  const [asked] = server.asked;
  expect(asked).toMatchObject({ method: "POST", path: service.path, body: service.body });
  expect(asked?.headers[service.header[0]]).toBe(service.header[1]);
});

test.each(readers)("$name gives a page without a title its heading, or its URL", async (service) => {
  const server = await answering(
    { body: service.reply({ markdown }) },
    { body: service.reply({ markdown: "" }) },
  );
  const reader = service.open({ key: "KEY", url: server.url });

  expect((await reader.fetchPage(PAGE))?.title).toBe("Lakes");
  expect(await reader.fetchPage(PAGE)).toEqual({ url: PAGE, title: PAGE, text: "" });
  await reader.close();
});

test.each(readers)("$name that cannot read a page fails, and does not give an empty one", async (service) => {
  const server = await answering({ status: 500, body: { message: "Scraping failed" } }, { body: {} });
  const options = { key: "KEY", url: server.url, clock: virtualClock(), limits: { attempts: 1 } };
  const reader = service.open(options);

  await expect(reader.fetchPage(PAGE)).rejects.toThrow("HTTP 500: Scraping failed");
  await expect(reader.fetchPage(PAGE)).rejects.toThrow(FetchError);
});

test("Jina tells in a warning what the page's own server said", async () => {
  const warned = (warning: string) => ({
    body: { code: 200, data: { warning, title: "", content: "Unknown." } },
  });
  const server = await answering(
    warned("Target URL returned error 404: Not Found"),
    warned("Target URL returned error 410: Gone"),
    warned("Target URL returned error 403: Forbidden"),
    warned("This page contains an iframe"),
  );
  const reader = jinaReader({ key: "KEY", url: server.url });

  expect(await reader.fetchPage(PAGE)).toBeUndefined();
  expect(await reader.fetchPage(PAGE)).toBeUndefined();
  await expect(reader.fetchPage(PAGE)).rejects.toThrow("HTTP 403");
  expect(await reader.fetchPage(PAGE)).toMatchObject({ text: "Unknown." });
});

test("Tavily names what failed", async () => {
  const server = await answering({
    body: { results: [], failed_results: [{ url: PAGE, error: "Timed out" }] },
  });

  await expect(tavilyReader({ key: "KEY", url: server.url }).fetchPage(PAGE)).rejects.toThrow("Timed out");
});
