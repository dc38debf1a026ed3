/** @file A request of ours in the words of the provider clients. */
import type {
  JSONSchema7,
  LanguageModelV3CallOptions,
  LanguageModelV3FunctionTool,
  LanguageModelV3Message,
} from "@ai-sdk/provider";
import type { AssistantMessage, Message, ToolCall } from "../../core/message.ts";
import type { SampleRequest, ToolSpec } from "../../core/sampler.ts";

/** Some servers refuse an assistant message without any text. */
const NO_TEXT = "…";

/** Marks the end of what Anthropic may keep for the next turn; other providers do so unasked and do not read it. */
const KEEP_UP_TO_HERE = { anthropic: { cacheControl: { type: "ephemeral" } } };

/** `sendsReasoning`: the server wants a model's earlier thinking back. */
export function callOptions(
  request: SampleRequest,
  facts: { readonly sendsReasoning: boolean },
): LanguageModelV3CallOptions {
  const prompt = request.messages.map((message) => toPrompt(message, facts.sendsReasoning));
  const last = prompt.pop();
  return {
    prompt: last === undefined ? [] : [...prompt, { ...last, providerOptions: KEEP_UP_TO_HERE }],
    maxOutputTokens: request.maxTokens,
    ...(request.tools.length > 0 && {
      tools: request.tools.map(toTool),
      toolChoice: { type: request.toolChoice },
    }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(request.signal !== undefined && { abortSignal: request.signal }),
  };
}

function toPrompt(message: Message, sendsReasoning: boolean): LanguageModelV3Message {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user":
      return { role: "user", content: [{ type: "text", text: message.content }] };
    case "assistant":
      return { role: "assistant", content: assistantParts(message, sendsReasoning) };
    case "tool":
      return {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: message.toolCallId,
            toolName: sendableName(message.name),
            output: { type: message.isError ? "error-text" : "text", value: message.content },
          },
        ],
      };
  }
}

type AssistantParts = Extract<LanguageModelV3Message, { role: "assistant" }>["content"];

function assistantParts(message: AssistantMessage, sendsReasoning: boolean): AssistantParts {
  const { content, reasoning, toolCalls } = message;
  const text = content === "" && toolCalls.length === 0 ? NO_TEXT : content;
  return [
    ...(sendsReasoning && reasoning !== undefined ? [{ type: "reasoning" as const, text: reasoning }] : []),
    ...(text === "" ? [] : [{ type: "text" as const, text }]),
    ...toolCalls.map((call) => ({
      type: "tool-call" as const,
      toolCallId: call.id,
      toolName: sendableName(call.name),
      input: sendableArguments(call),
    })),
  ];
}

/** Servers refuse a whole conversation over one name a model made up, such as `search the web`. */
function sendableName(name: string): string {
  return name.replace(/[^\w-]/g, "_").slice(0, 64) || "_";
}

/** Servers want an object; what the model wrote in its place is kept inside one. */
function sendableArguments(call: ToolCall): object {
  try {
    const value: unknown = JSON.parse(call.arguments);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { unreadable: call.arguments };
}

function toTool(tool: ToolSpec): LanguageModelV3FunctionTool {
  const { name, description, inputSchema } = tool;
  return { type: "function", name, description, inputSchema: isJsonSchema(inputSchema) ? inputSchema : {} };
}

/** `ToolSpec` says that it is one. */
function isJsonSchema(_value: object): _value is JSONSchema7 {
  return true;
}
