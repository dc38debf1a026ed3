/** @file Carries out one tool call; whatever the model can repair comes back to it as an error result. */
import type { ToolResult } from "../core/episode.ts";
import { FetchError, ToolInputError } from "../core/errors.ts";
import type { ToolCall } from "../core/message.ts";
import type { Tool, ToolOutput } from "../core/tool.ts";
import { CUT_SHORT } from "../run/agent-record.ts";

/** The result of a call, also of one that is cut short. What is thrown is a bug of the tool. */
export async function callTool(
  tools: readonly Tool[],
  call: ToolCall,
  signal: AbortSignal,
): Promise<ToolResult> {
  try {
    const tool = tools.find(({ name }) => name === call.name);
    if (tool === undefined) throw new ToolInputError(unknownTool(tools, call));
    return result(call, await tool.call(parsed(call, tool), { callId: call.id, signal }), false);
  } catch (error) {
    if (signal.aborted) return refused(call, CUT_SHORT);
    if (error instanceof ToolInputError) return refused(call, error.message);
    if (error instanceof FetchError) return refused(call, `${call.name} failed: ${error.message}`);
    throw error;
  }
}

/** The result of a call that was not carried out. */
export function refused(call: ToolCall, why: string): ToolResult {
  return result(call, { content: `Error: ${why}` }, true);
}

function result(call: ToolCall, output: ToolOutput, isError: boolean): ToolResult {
  const { content, pages = [], subagents = [], usage } = output;
  return {
    message: { role: "tool", toolCallId: call.id, name: call.name, content, isError },
    pages,
    subagents,
    ...(usage !== undefined && { usage }),
  };
}

function parsed(call: ToolCall, tool: Tool): unknown {
  try {
    return JSON.parse(call.arguments);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const required = JSON.stringify(tool.inputSchema["properties"] ?? {});
    throw new ToolInputError(
      `The arguments of ${call.name} are not valid JSON (${error.message}). Send one JSON object with ${required}.`,
      { cause: error },
    );
  }
}

function unknownTool(tools: readonly Tool[], call: ToolCall): string {
  const names = tools.map(({ name }) => name).join(", ");
  return `There is no tool "${call.name}". Tools: ${names || "none"}.`;
}
