/** @file Ids for tool calls: the model's own where they will do, since some write none and some write the same again. */
import type { ToolCall } from "../core/message.ts";
import type { SampleRequest } from "../core/sampler.ts";
import type { WrittenCall } from "./hosted/text-tool-calls.ts";

/** The calls with ids that are new in the conversation. */
export function withNewIds(calls: readonly WrittenCall[], { messages }: SampleRequest): readonly ToolCall[] {
  const taken = new Set(
    messages.flatMap((message) =>
      message.role === "assistant" ? message.toolCalls.map((call) => call.id) : [],
    ),
  );
  const made = newIds(messages.length, taken);
  return calls.map((call) => {
    const isGood = call.id !== undefined && /^[\w-]{1,64}$/.test(call.id) && !taken.has(call.id);
    const id = isGood && call.id !== undefined ? call.id : made();
    taken.add(id);
    // a call without arguments is sent by some as no text at all
    return { id, name: call.name, arguments: call.arguments.trim() === "" ? "{}" : call.arguments };
  });
}

function newIds(turn: number, taken: ReadonlySet<string>): () => string {
  let next = 1;
  return () => {
    for (;;) {
      const id = `call_${turn}_${next}`;
      next += 1;
      if (!taken.has(id)) return id;
    }
  };
}
