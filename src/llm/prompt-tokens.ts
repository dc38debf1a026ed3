/** @file How many tokens a request has, where the model does not say. */
import type { Message } from "../core/message.ts";
import type { SampleRequest } from "../core/sampler.ts";
import { estimateTokens } from "../util/token-estimate.ts";

/** What a chat template puts around each message. */
const TOKENS_PER_MESSAGE = 4;

/** Messages and tools together, estimated from their characters. */
export function estimatePromptTokens(request: SampleRequest): number {
  const messages = request.messages.reduce((sum, message) => sum + messageTokens(message), 0);
  return messages + (request.tools.length > 0 ? estimateTokens(JSON.stringify(request.tools)) : 0);
}

function messageTokens(message: Message): number {
  const calls = message.role === "assistant" ? message.toolCalls : [];
  const written = calls.map((call) => call.name + call.arguments).join("");
  return TOKENS_PER_MESSAGE + estimateTokens(message.content + written);
}
