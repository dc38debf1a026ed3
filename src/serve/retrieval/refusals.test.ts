/** @file Hostile and unlucky requests: each gets the status that is true, and harms nobody else. */
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { ConfigError, FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Passage } from "../../core/knowledge-base.ts";
import { openRetrievalServer } from "./open-retrieval-server.ts";
import { knownKnowledgeBase, post, sendRaw, serve } from "./retrieval.fixture.ts";

const ask = { queries: ["Python"] };
const deep = (text: string) => text.repeat(200_000);

describe("what is asked", () => {
  test.each<[string, [string, unknown], number, string]>([
    ["no JSON", ["/retrieve", "{"], 400, "The body is no JSON."],
    ["nothing", ["/retrieve", ""], 400, "The body is no JSON."],
    [
      "bytes that are no UTF-8",
      ["/retrieve", Buffer.from([0x22, 0xff, 0xfe, 0x22])],
      400,
      "The body is not in UTF-8.",
    ],
    ["JSON without end", ["/retrieve", deep("[")], 400, "The body is no JSON."],
    ["JSON of great depth", ["/retrieve", deep("[") + deep("]")], 422, "Invalid input: expected object"],
    ["a deep query", ["/retrieve", `{"queries":[${deep("[")}${deep("]")}]}`], 422, "queries.0: give a text"],
    ["no query", ["/retrieve", { topk: 3 }], 422, "give `queries`, a list of texts, or `query`, a text"],
    ["a query as a list", ["/retrieve", { query: ["Python"] }], 422, "query: give a text"],
    ["queries as a text", ["/retrieve", { queries: "Python" }], 422, "queries: give a list of texts"],
    ["a negative topk", ["/retrieve", { ...ask, topk: -1 }], 422, "topk: give a number from 0"],
    ["half a passage", ["/retrieve", { ...ask, topk: 0.5 }], 422, "topk: give a whole number"],
    [
      "scores as a text",
      ["/retrieve", { ...ask, return_scores: "yes" }],
      422,
      "return_scores: give true or false",
    ],
    ["no URLs", ["/access", { url: "https://a" }], 422, "urls: give a list of URLs"],
    [
      "too many queries",
      ["/retrieve", { queries: Array(5_000).fill("x") }],
      422,
      "5000 queries are too many for one request",
    ],
    [
      "too many passages",
      ["/retrieve", { queries: Array(1_000).fill("x"), topk: 100 }],
      422,
      "100000 passages",
    ],
    [
      "too many URLs",
      ["/access", { urls: Array(129).fill("x") }],
      422,
      "129 URLs are too many for one request",
    ],
    [
      "an unknown path",
      ["/search", ask],
      404,
      "There is nothing at this path: ask /retrieve, /access, /health, /mcp.",
    ],
    ["a method", ["/health", {}], 405, "/health takes GET."],
    ["a name of every object", ["/constructor", {}], 404, "There is nothing at this path"],
  ])("%s", async (_, [path, body], status, words) => {
    const response = await post(await serve(), path, body);

    const reply: unknown = await response.json();
    expect(response.status).toBe(status);
    expect(reply).toEqual({ detail: expect.stringContaining(words) });
    expect(JSON.stringify(reply)).not.toMatch(/\\n|\bat .*:\d+/);
  });

  test("a body over the limit is refused, whether its length is told or not, and the server goes on", async () => {
    const server = await serve(knownKnowledgeBase(), { maxBodyBytes: 10_000 });
    const large = "x".repeat(1_000_000);
    const told = await post(server, "/retrieve", large);
    const untold = await fetch(`${server.url}/retrieve`, {
      method: "POST",
      body: new Blob([large]).stream(),
      duplex: "half",
    });

    expect([told.status, untold.status]).toEqual([413, 413]);
    expect((await post(server, "/retrieve", ask)).status).toBe(200);
  });

  test("a thousand queries in one request are answered in order, a few at a time", async () => {
    let underWay = 0;
    let most = 0;
    const knowledgeBase = knownKnowledgeBase({
      search: async ({ query }) => {
        most = Math.max(most, ++underWay);
        await new Promise(setImmediate);
        underWay--;
        return [{ url: query, title: query, text: query, score: 1 }];
      },
    });
    const queries = Array.from({ length: 1_000 }, (_, index) => `query ${index}`);

    const response = await post(await serve(knowledgeBase, { atOncePerRequest: 4 }), "/retrieve", {
      queries,
    });

    const { result }: { result: Passage[][] } = JSON.parse(await response.text());
    expect(result.map(([found]) => found?.title)).toEqual(queries);
    expect(most).toBe(4);
  });
});

describe("a knowledge base that fails", () => {
  const failing = (error: Error): KnowledgeBase =>
    knownKnowledgeBase({
      search: async ({ query }) => (query === "bad" ? Promise.reject(error) : []),
      access: () => Promise.reject(error),
    });

  test("is 502, never an empty result, for the whole request", async () => {
    const onFailure = vi.fn();
    const error = new FetchError("the index\ncannot be read");
    const server = await serve(failing(error), {}, { onFailure });

    const search = await post(server, "/retrieve", { queries: ["good", "bad"] });
    const access = await post(server, "/access", { urls: ["https://a"] });

    expect([search.status, access.status]).toEqual([502, 502]);
    expect(await search.json()).toEqual({ detail: "the index cannot be read" });
    expect(onFailure).toHaveBeenCalledWith(error);
  });

  test("is 422 where the request asks what it cannot do, and 500 without a word where it is a bug", async () => {
    const onFailure = vi.fn();
    const refusing = await serve(failing(new ToolInputError("no such mode")));
    const broken = await serve(failing(new TypeError("secret")), {}, { onFailure });

    expect((await post(refusing, "/retrieve", { queries: ["bad"] })).status).toBe(422);
    const response = await post(broken, "/retrieve", { queries: ["bad"] });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ detail: "The server failed." });
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(new TypeError("secret"));
  });
});

describe("who asks", () => {
  test("with a token set, everything but the token is refused", async () => {
    const server = await serve(knownKnowledgeBase(), { token: "secret" });
    const status = async (headers: Record<string, string>) =>
      (await post(server, "/retrieve", ask, headers)).status;

    expect(await status({})).toBe(401);
    expect(await status({ authorization: "Bearer secret2" })).toBe(401);
    expect(await status({ authorization: "Basic secret" })).toBe(401);
    expect(await status({ authorization: "Bearer secret" })).toBe(200);
    expect((await fetch(`${server.url}/health`)).status).toBe(401);
  });

  test("a web page from elsewhere may not ask through its reader's browser", async () => {
    const server = await serve(knownKnowledgeBase(), { origins: ["https://team.example"] });
    const status = async (origin: string) => (await post(server, "/retrieve", ask, { origin })).status;

    expect(await status("https://evil.example")).toBe(403);
    expect(await status("null")).toBe(403);
    expect(await status("http://127.0.0.1.evil.example")).toBe(403);
    expect(await status("https://team.example")).toBe(200);
    expect(await status("http://localhost:5173")).toBe(200);
  });

  test("a server that others can reach needs a token", async () => {
    await expect(openRetrievalServer(knownKnowledgeBase(), { host: "0.0.0.0", port: 0 })).rejects.toThrow(
      new ConfigError(
        "Retrieval server: at 0.0.0.0 others can reach it: set a token, or listen at 127.0.0.1.",
      ),
    );
    const open = await serve(knownKnowledgeBase(), { host: "0.0.0.0", token: "secret" });
    expect(open.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
  });

  test("a port that is taken and a setting that cannot be are told in one line", async () => {
    const { url } = await serve();
    const port = Number(new URL(url).port);

    await expect(openRetrievalServer(knownKnowledgeBase(), { port })).rejects.toThrow(
      `The server cannot listen at port ${port} of 127.0.0.1`,
    );
    await expect(openRetrievalServer(knownKnowledgeBase(), { maxTopk: 0 })).rejects.toThrow(ConfigError);
  });
});

describe("how it is asked", () => {
  test("headers that never end are cut off", async () => {
    const server = await serve(knownKnowledgeBase(), { headersTimeoutMs: 40 });

    expect(await sendRaw(server, "POST /retrieve HTTP/1.1\r\nhost: a\r\nx-slow: ")).toMatch(
      /^HTTP\/1.1 408 /,
    );
  });

  test("a body that never ends is cut off", async () => {
    const server = await serve(knownKnowledgeBase(), { requestTimeoutMs: 40 });

    const reply = await sendRaw(server, "POST /retrieve HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{");

    expect(reply).toMatch(/^HTTP\/1.1 408 /);
  });

  test.each([
    ["what is no HTTP", "\u0000\u0001 hello\r\n\r\n", 400],
    ["headers without measure", `GET /health HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(100_000)}\r\n\r\n`, 431],
  ])("%s is refused", async (_, bytes, status) => {
    expect(await sendRaw(await serve(), bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test("who comes when all places are taken is asked to come again, and others are answered", async () => {
    const places = held();
    const server = await serve(places.knowledgeBase, { maxRequests: 1 });
    const first = post(server, "/retrieve", ask);
    await places.asked;

    const second = await post(server, "/retrieve", ask);
    places.release();

    expect(second.status).toBe(503);
    expect(second.headers.get("retry-after")).toBe("1");
    expect((await first).status).toBe(200);
    expect((await post(server, "/retrieve", ask)).status).toBe(200);
  });

  test("many requests at once are answered without a warning", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    const places = held();
    const server = await serve(places.knowledgeBase, { atOnce: 4 });
    const all = Array.from({ length: 40 }, () => post(server, "/retrieve", ask));
    await places.asked;
    await fetch(`${server.url}/health`);

    places.release();

    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(Array(40).fill(200));
    process.off("warning", warned);
    expect(warned.mock.calls).toEqual([]);
  });

  test("a client that hangs up ends its search", async () => {
    const places = held();
    const server = await serve(places.knowledgeBase);
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    const body = JSON.stringify(ask);
    socket.write(`POST /retrieve HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    const signal = await places.asked;

    socket.destroy();

    await once(signal, "abort");
    places.release();
    expect((await post(server, "/retrieve", ask)).status).toBe(200);
  });
});

describe("closing", () => {
  test("requests under way are answered, those that come then are not, and it may be closed twice", async () => {
    const places = held();
    const server = await serve(places.knowledgeBase);
    const first = post(server, "/retrieve", ask);
    await places.asked;

    const closed = Promise.all([server.close(), server.close()]);
    places.release();

    const response = await first;
    expect(response.status).toBe(200);
    expect(response.headers.get("connection")).toBe("close");
    await closed;
    await expect(post(server, "/retrieve", ask)).rejects.toThrow();
  });

  test("a request that takes too long is let go", async () => {
    const places = held();
    const server = await serve(places.knowledgeBase, { closeTimeoutMs: 20 });
    const first = post(server, "/retrieve", ask);
    await places.asked;

    await server.close();

    expect((await first).status).toBe(503);
  });
});

/** A knowledge base whose searches wait until they are released or aborted. */
function held() {
  let tell = (_: AbortSignal) => {};
  let release = () => {};
  const asked = new Promise<AbortSignal>((resolve) => {
    tell = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const knowledgeBase = knownKnowledgeBase({
    search: async ({ signal = new AbortController().signal }) => {
      const aborted = once(signal, "abort").then(() => signal.throwIfAborted());
      tell(signal);
      await Promise.race([released, aborted]);
      return [];
    },
  });
  return { knowledgeBase, asked, release: () => release() };
}
