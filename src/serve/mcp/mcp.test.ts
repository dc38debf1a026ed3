/** @file The tools as the protocol's own client sees them, over both transports. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FetchError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { inMemoryKnowledgeBase } from "../../kb/in-memory.ts";
import { openRetrievalServer, type RetrievalServer } from "../retrieval/open-retrieval-server.ts";
import type { RetrievalServerSettings } from "../retrieval/settings.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const estonia = {
  url: "seed://country/estonia",
  title: "Estonia",
  text: "The capital of Estonia is Tallinn.",
};

async function serve(
  knowledgeBase: KnowledgeBase = inMemoryKnowledgeBase([estonia], "small"),
  settings: RetrievalServerSettings = {},
): Promise<RetrievalServer> {
  const server = await openRetrievalServer(knowledgeBase, { port: 0, ...settings });
  closing.push(server.close);
  return server;
}

async function connected(transport: Transport): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  closing.push(() => client.close());
  return client;
}

/** The library's own types of this transport disagree in what may be undefined. */
function transportTo({ url }: RetrievalServer, headers: Record<string, string> = {}): Transport {
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } });
  return new Proxy(transport, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value),
  });
}

const script = fileURLToPath(new URL("stdio-server.fixture.ts", import.meta.url));
const args = ["--import", "tsx", script];

async function call(client: Client, name: string, input: Record<string, unknown>) {
  const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
  const [item, ...others] = result.content;
  expect(others).toEqual([]);
  return { ...result, text: item?.type === "text" ? item.text : "" };
}

describe.each([
  ["streamable HTTP", async () => transportTo(await serve())],
  [
    "standard input and output",
    async () => new StdioClientTransport({ command: process.execPath, args, stderr: "ignore" }),
  ],
])("over %s", (_, open) => {
  let client: Client;
  let opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    client = await connected(await open());
    opened = closing.splice(0);
  });
  afterAll(async () => {
    for (const close of opened.toReversed()) await close();
  });

  test("search and fetch give the same JSON as data and as one text", async () => {
    const search = await call(client, "search", { query: "capital of Estonia" });
    const fetched = await call(client, "fetch", { id: estonia.url });
    const accessed = await call(client, "access", { url: "SEED://COUNTRY/estonia" });

    expect(search.text).toBe(
      '{"results":[{"id":"seed://country/estonia","title":"Estonia","url":"seed://country/estonia","text":"The capital of Estonia is Tallinn."}]}',
    );
    expect(search.structuredContent).toEqual(JSON.parse(search.text));
    expect(fetched.text).toBe(
      '{"id":"seed://country/estonia","title":"Estonia","text":"The capital of Estonia is Tallinn.","url":"seed://country/estonia","metadata":{"knowledgeBase":"small"}}',
    );
    expect(fetched.structuredContent).toEqual(JSON.parse(fetched.text));
    expect(accessed.text).toBe(fetched.text);
  });

  test("the tools are described, and only the query of a search is needed", async () => {
    const { tools } = await client.listTools();

    expect(tools.map(({ name, inputSchema }) => [name, inputSchema.required])).toEqual([
      ["search", ["query"]],
      ["fetch", ["id"]],
      ["access", ["url"]],
    ]);
  });

  test("a page that is not there and an input that cannot be are errors the model can repair", async () => {
    const missing = await call(client, "fetch", { id: "seed://country/atlantis" });
    const wrong = await call(client, "search", { query: "Estonia", count: 1_000 });

    expect(missing).toMatchObject({
      isError: true,
      text: "There is no page at seed://country/atlantis: use the id or URL of a search result.",
    });
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toContain("count");
  });
});

test("a server on standard input ends with it", async () => {
  const server = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "pipe"] });
  server.stdin.end();

  const [written] = await Promise.all([text(server.stderr), once(server, "exit")]);

  expect(written).toBe("ended\n");
  expect(server.exitCode).toBe(0);
});

describe("at the retrieval server", () => {
  test("a search that could not be carried out is an error, not an empty result", async () => {
    const failing: KnowledgeBase = {
      ...inMemoryKnowledgeBase([]),
      search: async () => Promise.reject(new FetchError("the index cannot be read")),
    };
    const client = await connected(transportTo(await serve(failing)));

    expect(await call(client, "search", { query: "Estonia" })).toMatchObject({
      isError: true,
      text: "the index cannot be read",
    });
  });

  test("the token is asked for here as well", async () => {
    const server = await serve(undefined, { token: "secret" });

    await expect(connected(transportTo(server))).rejects.toThrow();
    const client = await connected(transportTo(server, { authorization: "Bearer secret" }));
    expect((await call(client, "search", { query: "Estonia" })).isError).toBeUndefined();
  });

  test.each([
    ["a foreign web page", { origin: "https://evil.example" }, "{}", 403],
    ["no JSON", {}, "{", 400],
    ["JSON that is no message", {}, '{"hello":1}', 400],
    ["another type", { "content-type": "text/plain" }, "{}", 415],
    ["a client that takes no JSON", { accept: "text/html" }, "{}", 406],
    ["more than a body may hold", {}, "x".repeat(5_000_000), 413],
  ])("%s is refused", async (_, headers, body, status) => {
    const { url } = await serve();
    const accept = "application/json, text/event-stream";

    const response = await fetch(`${url}/mcp`, {
      method: "POST",
      body,
      headers: { accept, "content-type": "application/json", ...headers },
    });

    expect(response.status).toBe(status);
  });

  test("it keeps no stream open for messages that never come", async () => {
    const { url } = await serve();

    expect((await fetch(`${url}/mcp`, { headers: { accept: "text/event-stream" } })).status).toBe(405);
  });

  test("a client that hangs up ends its search", async () => {
    let tell = (_: AbortSignal) => {};
    const asked = new Promise<AbortSignal>((resolve) => {
      tell = resolve;
    });
    const waiting: KnowledgeBase = {
      ...inMemoryKnowledgeBase([]),
      search: async ({ signal = new AbortController().signal }) => {
        tell(signal);
        await once(signal, "abort");
        throw new FetchError("aborted");
      },
    };
    const client = await connected(transportTo(await serve(waiting)));
    const search = client.callTool({ name: "search", arguments: { query: "Estonia" } });
    const ended = search.catch(() => "ended");
    const signal = await asked;

    await client.close();

    expect(await ended).toBe("ended");
    if (!signal.aborted) await once(signal, "abort");
    expect(signal.aborted).toBe(true);
  });
});
