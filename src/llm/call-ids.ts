/** @file Ids for tool calls that a model wrote as text, which has none. */
import type { ToolCall } from "../core/message.ts";
import type { SampleRequest } from "../core/sampler.ts";
import type { WrittenCall } from "./hosted/text-tool-calls.ts";

/** The calls with ids that are new in the conversation. */
export function withNewIds(calls: readonly WrittenCall[], request: SampleRequest): readonly ToolCall[] {
  const taken = new Set(
    request.messages.flatMap((message) =>
      message.role === "assistant" ? message.toolCalls.map((call) => call.id) : [],
    ),
  );
  let next = 1;
  return calls.map((call) => {
    let id = "";
    do {
      id = `call_${request.messages.length}_${next}`;
      next += 1;
    } while (taken.has(id));
    return { id, name: call.name, arguments: call.arguments };
  });
}
