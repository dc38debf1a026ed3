/** @file Tables as the tools of a Model Context Protocol server: asked for, read, extended, filled, verified, exported. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { askTools } from "./ask-tools.ts";
import type { TableDesk } from "./desk.ts";
import { evidenceTools } from "./evidence-tools.ts";
import { revisionTools } from "./revision-tools.ts";
import { answerCall, type TableTool } from "./table-tool.ts";

const TOOLS: readonly TableTool[] = [...askTools, ...revisionTools, ...evidenceTools];

const INSTRUCTIONS =
  "wideseek answers broad questions with tables whose every value has its source. Begin with ask; then get_table, show_evidence, fill_cells, add_column, add_rows, verify_cells, choose_source and export work on the run that it names. Long calls tell progress, and can be cancelled. A run is named by the last part of its name.";

/** It holds nothing but the desk, so that one may be made for each connection. */
export function tableServerOf(desk: TableDesk): McpServer {
  const server = new McpServer(
    { name: "wideseek", title: "wideseek tables", version: desk.version },
    { instructions: INSTRUCTIONS },
  );
  for (const tool of TOOLS) {
    const { name, title, description, annotations, input, output } = tool;
    server.registerTool(
      name,
      { title, description, annotations, inputSchema: input, outputSchema: output },
      (args, extra) => answerCall(tool, args, extra, desk),
    );
  }
  return server;
}
