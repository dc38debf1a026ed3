/** @file What a model wrote as one text, as a message: its words, its thinking, and its tool calls. */
import type { AssistantMessage } from "../core/message.ts";
import type { SampleRequest } from "../core/sampler.ts";
import { withNewIds } from "./call-ids.ts";
import { textSplitter } from "./hosted/split-text.ts";
import { readToolCallBlock } from "./hosted/text-tool-calls.ts";

/**
 * `<think>` becomes reasoning, `<tool_call>` tool calls: where the request asks for words, they stay part of the content.
 * A call that cannot be read keeps its raw text for arguments.
 */
export function readTextMessage(text: string, request: SampleRequest): AssistantMessage {
  const readsToolCalls = request.tools.length > 0 && request.toolChoice !== "none";
  const splitter = textSplitter(() => {}, { readsToolCalls });
  splitter.push(text);
  const { content, reasoning, toolCallBlocks } = splitter.end();
  return {
    role: "assistant",
    content,
    ...(reasoning !== "" && { reasoning }),
    toolCalls: withNewIds(toolCallBlocks.flatMap(readToolCallBlock), request),
  };
}
