import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { ConfigError, FetchError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { type Behaviour, type FakeService, fakeService } from "../web/fake-service.fixture.ts";
import { type OpenSearchOptions, openOpenSearchKnowledgeBase } from "./open.ts";
import { INDEX_FORMAT } from "./passage-form.ts";

const mapping = { "wiki-1": { mappings: { _meta: { wideseek: { format: INDEX_FORMAT, pages: 7 } } } } };
const source = { url: "https://example.org/mali", title: "Mali", text: "Mali is landlocked." };
const hit = { _id: "1", _index: "wiki-1", _score: 1, _source: source, sort: ["x", 0] };
const found: Behaviour = {
  body: {
    responses: [
      { status: 200, hits: { hits: [hit] } },
      { status: 200, hits: { hits: [] } },
    ],
  },
};

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

/** A cluster that has the index, and answers to everything else as it is told. */
async function cluster(...answers: readonly Behaviour[]): Promise<FakeService> {
  let next = 0;
  const service = await fakeService(({ path }) => {
    if (path.endsWith("/_mapping")) return { body: mapping };
    return answers[next++] ?? answers.at(-1) ?? {};
  });
  closing.push(service);
  return service;
}

async function open(node: string | string[], more: Partial<OpenSearchOptions> = {}): Promise<KnowledgeBase> {
  const knowledgeBase = await openOpenSearchKnowledgeBase({ node, index: "wiki", ...more });
  closing.push(knowledgeBase);
  return knowledgeBase;
}

const searches = ({ asked }: FakeService) => asked.filter(({ path }) => path === "/wiki/_msearch").length;

test("it has the name and the number of pages of its index", async () => {
  const { url } = await cluster(found);

  expect(await open(url)).toMatchObject({ name: "wiki", pageCount: 7 });
  expect((await open(url, { name: "Wikipedia 2018" })).name).toBe("Wikipedia 2018");
});

test("credentials are sent, and no message tells them", async () => {
  const service = await fakeService([
    { status: 401, headers: { "Content-Type": "text/plain" }, body: "Unauthorized" },
  ]);
  closing.push(service);
  const authorised = (call: number) => service.asked[call]?.headers["authorization"];
  const auth = { username: "reader", password: "open-sesame" };
  const inUrl = service.url.replace("://", "://reader:open-sesame@");

  const refused = [
    await open(service.url, { auth }).catch(String),
    await open(inUrl).catch(String),
    await open(service.url, { auth: { token: "a-token" } }).catch(String),
  ];

  expect(authorised(0)).toBe(`Basic ${Buffer.from("reader:open-sesame").toString("base64")}`);
  expect(authorised(1)).toBe(authorised(0));
  expect(authorised(2)).toBe("Bearer a-token");
  for (const message of refused) {
    expect(message).toMatch(
      /^ConfigError: The index wiki cannot be opened: the OpenSearch cluster at 127.* refuses this user \(401\)/u,
    );
    expect(message).not.toMatch(/sesame|a-token/u);
  }
});

test.each([
  ["where nothing listens", ["http://127.0.0.1:1"], /no OpenSearch cluster answers at 127\.0\.0\.1:1/u],
  ["that is no URL", ["localhost:9200"], /expected a URL such as https:\/\/localhost:9200/u],
  ["that is missing", [], /expected at least one URL/u],
])("an address %s is the user's to mend", async (_, node, message) => {
  await expect(open(node)).rejects.toThrow(message);
  await expect(open(node)).rejects.toThrow(ConfigError);
});

test.each<[string, Behaviour, RegExp]>([
  ["answers with a web page", { body: "<html>" }, /its answer is no JSON/u],
  ["answers in another form", { body: { "wiki-1": [] } }, /has an unknown form/u],
  ["has an index of another version", { body: { "wiki-1": { mappings: {} } } }, /this version built/u],
  ["hangs up", "hang-up", /no OpenSearch cluster answers/u],
])("a server that %s is no cluster to search", async (_, answer, message) => {
  const service = await fakeService([answer]);
  closing.push(service);

  await expect(open(service.url)).rejects.toThrow(message);
  await expect(open(service.url)).rejects.toThrow(ConfigError);
});

test.each<[string, Behaviour]>([
  ["is busy", { status: 429 }],
  ["hangs up", "hang-up"],
  ["breaks off its answer", "half"],
  ["has just replaced the index", { status: 404 }],
])("a cluster that %s is asked again", async (_, answer) => {
  const service = await cluster(answer, found);
  const knowledgeBase = await open(service.url);

  expect(await knowledgeBase.search({ query: "Mali", limit: 1 })).toMatchObject([{ url: source.url }]);
  expect(searches(service)).toBe(2);
});

test.each<[string, Behaviour, string]>([
  ["is busy for long", { status: 503 }, "status 503"],
  ["is broken", { status: 500, body: { error: { type: "oops", reason: "a bug" } } }, "oops: a bug"],
  ["does not answer in time", "silent", "Request timed out"],
  ["answers in another form", { body: { responses: [{}] } }, "unknown form"],
  [
    "has lost a shard",
    { body: { responses: [{ status: 503, error: { type: "shards", reason: "one is gone" } }] } },
    "shards: one is gone",
  ],
])("a cluster that %s is a failure, and never an empty result", async (_, answer, message) => {
  const { url } = await cluster(answer);
  const knowledgeBase = await open(url, { timeoutMs: 50 });

  const search = knowledgeBase.search({ query: "Mali", limit: 1 });
  await expect(search).rejects.toThrow(`The search failed in the knowledge base wiki: `);
  await expect(search).rejects.toThrow(message);
  await expect(search).rejects.toThrow(FetchError);
});

test("a page of which passages are missing is a failure, and never a part of the page", async () => {
  const _source = { ...source, ordinal: 0, passages: 2 };
  const { url } = await cluster({ body: { hits: { hits: [{ ...hit, _source }] } } });
  const knowledgeBase = await open(url);

  await expect(knowledgeBase.access(source.url)).rejects.toThrow(
    new FetchError(
      "Access to https://example.org/mali failed in the knowledge base wiki: the index has 1 of 2 passages of the page.",
    ),
  );
});

test("a node that keeps silent is passed over", async () => {
  const silent = await cluster("silent");
  const service = await cluster(found);
  const knowledgeBase = await open([silent.url, service.url], { timeoutMs: 200 });
  const search = async () => (await knowledgeBase.search({ query: "Mali", limit: 1 })).length;

  expect([await search(), await search(), await search()]).toEqual([1, 1, 1]);
  expect(searches(silent)).toBe(1);
});

test("an aborted search ends its request", async () => {
  const service = await cluster("silent");
  const knowledgeBase = await open(service.url);
  const controller = new AbortController();
  const reason = new Error("enough");

  const search = knowledgeBase.search({ query: "Mali", limit: 1, signal: controller.signal });
  const outcome = search.catch((error: unknown) => error);
  await vi.waitFor(() => expect(service.running()).toBe(1));
  controller.abort(reason);

  expect(await outcome).toBe(reason);
  await vi.waitFor(() => expect(service.running()).toBe(0));
});

test("an answer that is reset in the middle writes nothing to the terminal", async () => {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url?.endsWith("/_mapping")) return response.end(JSON.stringify(mapping));
    response.setHeader("content-length", "1000");
    response.write('{"responses":', () => request.socket.resetAndDestroy());
    return response;
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);

  const knowledgeBase = await open(`http://127.0.0.1:${port}`);
  await expect(knowledgeBase.search({ query: "Mali", limit: 1 })).rejects.toThrow(FetchError);
  server.close();

  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});
