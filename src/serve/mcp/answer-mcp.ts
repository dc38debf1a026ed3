/** @file One request of the protocol's streamable HTTP transport: answered in JSON, and nothing kept between requests. */
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { untilAborted } from "../../util/abort.ts";
import { mcpServerOf } from "./mcp-server.ts";

/**
 * For a POST. Every request is whole in itself, so that any number of servers may stand behind one address. Once the signal is
 * aborted it throws its reason, and the calls under way are aborted.
 */
export async function answerMcp(
  knowledgeBase: KnowledgeBase,
  request: Request,
  signal: AbortSignal,
): Promise<Response> {
  const server = mcpServerOf(knowledgeBase);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  try {
    await server.connect(transport);
    return await untilAborted(transport.handleRequest(request), signal);
  } finally {
    await server.close();
  }
}
