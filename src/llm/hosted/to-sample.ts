/** @file From a server's reply to a sample: calls with ids that hold, usage and money counted. */
import type { LanguageModelV3Usage } from "@ai-sdk/provider";
import type { ToolCall } from "../../core/message.ts";
import type { Sample, SampleRequest, Usage } from "../../core/sampler.ts";
import { estimateTokens } from "../../util/token-estimate.ts";
import { withNewIds } from "../call-ids.ts";
import { costUsd, type Price } from "../prices.ts";
import { estimatePromptTokens } from "../prompt-tokens.ts";
import { ModelFault } from "./fault.ts";
import type { Reply } from "./read-reply.ts";
import type { SplitText } from "./split-text.ts";
import { readToolCallBlock, type WrittenCall } from "./text-tool-calls.ts";

/** `text` is the reply's text, taken apart. Throws `ModelFault` for a reply that says nothing. */
export function toSample(
  request: SampleRequest,
  reply: Reply,
  text: SplitText,
  price: Price | undefined,
): Sample {
  const toolCalls = request.toolChoice === "none" ? [] : withNewIds(writtenCalls(reply, text), request);
  const isCut = reply.finish === "length";
  if (text.content === "" && toolCalls.length === 0 && !isCut) throw emptyReply(reply);
  const reasoning = [reply.reasoning, text.reasoning].filter((part) => part !== "").join("\n");
  return {
    message: {
      role: "assistant",
      content: text.content,
      ...(reasoning !== "" && { reasoning }),
      toolCalls,
    },
    stop: stopOf(isCut, toolCalls),
    usage: toUsage(request, reply, price),
  };
}

function emptyReply(reply: Reply): ModelFault {
  if (reply.finish === "content-filter") {
    return new ModelFault("the provider's content filter withheld the reply", { isPassing: false });
  }
  return new ModelFault("the reply is empty", { isPassing: true });
}

function stopOf(isCut: boolean, toolCalls: readonly ToolCall[]): Sample["stop"] {
  if (isCut) return "length";
  return toolCalls.length > 0 ? "tool-calls" : "end";
}

/** A server that understands the model's tool calls says so; only one that does not leaves them in the text. */
function writtenCalls(reply: Reply, text: SplitText): readonly WrittenCall[] {
  return reply.calls.length > 0 ? reply.calls : text.toolCallBlocks.flatMap(readToolCallBlock);
}

/** Ids that are new in the conversation and that every server takes back; the server's own where they are so. */

/** Tokens the server did not count are estimated from the text. */
function toUsage(request: SampleRequest, reply: Reply, price: Price | undefined): Usage {
  const { inputTokens, outputTokens } = reply.usage;
  const promptTokens = counted(inputTokens.total) ?? estimatePromptTokens(request);
  const sampledTokens = counted(outputTokens.total) ?? estimateSampledTokens(reply);
  return {
    promptTokens,
    sampledTokens,
    ...(price && { costUsd: costUsd(price, { promptTokens, sampledTokens, ...cacheUse(inputTokens) }) }),
  };
}

function cacheUse(input: LanguageModelV3Usage["inputTokens"]) {
  return { cacheReadTokens: input.cacheRead ?? 0, cacheWriteTokens: input.cacheWrite ?? 0 };
}

function counted(tokens: number | undefined): number | undefined {
  return tokens !== undefined && tokens > 0 ? Math.round(tokens) : undefined;
}

function estimateSampledTokens(reply: Reply): number {
  const calls = reply.calls.map((call) => call.name + call.arguments).join("");
  return Math.max(1, estimateTokens(reply.text + reply.reasoning + calls));
}
