/** @file An MCP server on this process's standard input and output, for clients that start it themselves. */
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

/** Resolves once the client has closed its end or the signal is aborted. Nothing else may write to standard output. */
export async function serveStdio(server: McpServer, signal?: AbortSignal): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
  });
  const end = () => void server.close();
  process.stdin.once("end", end);
  process.stdin.once("close", end);
  signal?.addEventListener("abort", end, { once: true });
  await server.connect(new StdioServerTransport());
  if (signal?.aborted) end();
  await ended;
  process.stdin.off("end", end).off("close", end);
  signal?.removeEventListener("abort", end);
}
