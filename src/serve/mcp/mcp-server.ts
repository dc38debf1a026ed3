/** @file A knowledge base as the tools of a Model Context Protocol server: `search`, `fetch`, and `access`, which is `fetch`. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Page } from "../../core/knowledge-base.ts";
import { pageFinder } from "../../kb/remote/find-page.ts";

/** Of these tools and what they answer. */
const VERSION = "1.0.0";
const MOST_RESULTS = 50;

const searchInput = {
  query: z.string().min(1).describe("what to look for, in words"),
  count: z.int().min(1).max(MOST_RESULTS).default(10).describe("how many results, at most"),
};
const searchOutput = {
  results: z.array(z.object({ id: z.string(), title: z.string(), url: z.string(), text: z.string() })),
};
const pageOutput = {
  id: z.string(),
  title: z.string(),
  text: z.string(),
  url: z.string(),
  metadata: z.record(z.string(), z.string()),
};
const READ_ONLY = { readOnlyHint: true, openWorldHint: false };

/** It holds nothing but the knowledge base, so that one may be made for each connection. */
export function mcpServerOf(knowledgeBase: KnowledgeBase): McpServer {
  const server = new McpServer({ name: "wideseek", title: knowledgeBase.name, version: VERSION });
  server.registerTool(
    "search",
    {
      description: "Finds pages. Each result shows the piece of a page that matches best.",
      inputSchema: searchInput,
      outputSchema: searchOutput,
      annotations: READ_ONLY,
    },
    async ({ query, count }, { signal }) => {
      const found = await knowledgeBase.search({ query, limit: count, signal });
      return toolResult({
        results: found.map(({ title, url, text }) => ({ id: url, title, url, text })),
      });
    },
  );
  server.registerTool(
    "fetch",
    {
      description: "The whole page that a search result is from.",
      inputSchema: { id: z.string().min(1).describe("the id of a search result") },
      outputSchema: pageOutput,
      annotations: READ_ONLY,
    },
    ({ id }, { signal }) => fetched(knowledgeBase, id, signal),
  );
  server.registerTool(
    "access",
    {
      description: "The whole page at a URL.",
      inputSchema: { url: z.string().min(1).describe("the URL of a search result") },
      outputSchema: pageOutput,
      annotations: READ_ONLY,
    },
    ({ url }, { signal }) => fetched(knowledgeBase, url, signal),
  );
  return server;
}

async function fetched(
  knowledgeBase: KnowledgeBase,
  url: string,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const page = await pageFinder((form) => knowledgeBase.access(form, signal))(url);
  if (page === undefined) {
    throw new ToolInputError(`There is no page at ${url}: use the id or URL of a search result.`);
  }
  const { title, text } = page;
  return toolResult({ id: page.url, title, text, url: page.url, metadata: metadataOf(page, knowledgeBase) });
}

function metadataOf({ excerpt }: Page, { name }: KnowledgeBase): Readonly<Record<string, string>> {
  return { knowledgeBase: name, ...(excerpt && { excerpt: "only a piece of the page is known" }) };
}

/** As data, and for clients that read only text as one text that holds the same JSON. */
function toolResult(data: Record<string, unknown>): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(data) }], structuredContent: data };
}
