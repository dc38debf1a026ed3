/** @file Tools of servers that are reached over HTTP. */
import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { inMemoryKnowledgeBase } from "../../kb/in-memory.ts";
import { openRetrievalServer } from "../../serve/retrieval/open-retrieval-server.ts";
import { openMcpTools } from "./open-mcp-tools.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const signal = new AbortController().signal;

async function open(url: string, limits = {}) {
  const opened = await openMcpTools([url], { signal, say: () => undefined, limits });
  closing.push(opened.close);
  return opened.tools;
}

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/mcp`;
}

describe("a server over HTTP", () => {
  test("is used as one that is started", async () => {
    const estonia = { url: "seed://country/estonia", title: "Estonia", text: "Its capital is Tallinn." };
    const server = await openRetrievalServer(inMemoryKnowledgeBase([estonia], "small"), { port: 0 });
    closing.push(server.close);

    const tools = await open(`${server.url}/mcp`);

    expect(tools.map(({ name }) => name)).toEqual(["wideseek_search", "fetch", "wideseek_access"]);
    const { content } = await tools[1]!.call({ id: estonia.url }, { callId: "1", signal });
    expect(content).toContain("Its capital is Tallinn.");
    const wrong = tools[1]!.call({ id: "seed://nowhere" }, { callId: "2", signal });
    await expect(wrong).rejects.toThrow(/There is no page at seed:\/\/nowhere/);
  });

  test.each<[string, RequestListener]>([
    ["refuses", (_, response) => response.writeHead(401).end("who are you")],
    [
      "is no MCP server",
      (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>"),
    ],
    [
      "sends the asker elsewhere",
      (_, response) => response.writeHead(307, { location: "http://127.0.0.2:9/" }).end(),
    ],
    [
      "never ends its answer",
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const more = () => {
          while (response.write(" ".repeat(65_536)));
          response.once("drain", more);
        };
        more();
      },
    ],
  ])("that %s is one line for the user", async (_, answer) => {
    const url = await listen(answer);

    await expect(open(url, { connectMs: 2_000, maxMessageBytes: 200_000 })).rejects.toThrow(
      /^The MCP server http:\S+ could not be opened: \S/,
    );
  });
});
