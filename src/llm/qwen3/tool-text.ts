/** @file The words in which Qwen3's chat template tells a model about tools, and the model calls them (the Hermes way). */
import type { ToolCall } from "../../core/message.ts";
import type { ToolSpec } from "../../core/sampler.ts";
import { pythonJson } from "./python-json.ts";

/** Stands before the tools, each on a line of its own. */
export const TOOLS_BEGIN = `# Tools

You may call one or more functions to assist with the user query.

You are provided with function signatures within <tools></tools> XML tags:
<tools>`;

export const TOOLS_END = `
</tools>

For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
<tool_call>
{"name": <function-name>, "arguments": <args-json-object>}
</tool_call>`;

export function describeTool({ name, description, inputSchema }: ToolSpec): string {
  return pythonJson({ type: "function", function: { name, description, parameters: inputSchema } });
}

/** What stands between the tags of a call. Arguments that are not JSON stay as they are. */
export function callText({ name, arguments: given }: ToolCall): string {
  return `{"name": "${JSON.stringify(name).slice(1, -1)}", "arguments": ${asWritten(given)}}`;
}

function asWritten(given: string): string {
  try {
    return pythonJson(JSON.parse(given));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return given;
  }
}
