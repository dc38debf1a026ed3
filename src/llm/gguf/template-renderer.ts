/**
 * @file The chat template of any GGUF model, as node-llama-cpp knows it. Templates agree on system, user and assistant
 * messages only, so tools are described in the system message, and calls and results are text in the messages.
 */
import type { ChatHistoryItem, ChatWrapper, LlamaModel, LlamaText, Token } from "node-llama-cpp";
import { ConfigError } from "../../core/errors.ts";
import type { AssistantMessage, Message } from "../../core/message.ts";
import type { ToolSpec } from "../../core/sampler.ts";
import { callText, describeTool, TOOLS_BEGIN, TOOLS_END } from "../qwen3/tool-text.ts";
import { readTextMessage } from "../read-text-message.ts";
import type { Renderer } from "../renderer.ts";
import type { Library } from "./load-library.ts";
import { isToken } from "./tokens.ts";

/** Stands for what the model wrote where a conversation is rendered for its end alone. */
const WRITTEN = "What the model wrote 7f3a9c.";

/** Throws `ConfigError` where the template does not carry on a conversation as a chat does. */
export function templateRenderer(library: Library, model: LlamaModel): Renderer {
  const chat = { library, model, wrapper: library.resolveChatWrapper(model, { warningLogs: false }) };
  const stop: readonly number[] = endTokens(chat);
  return {
    stop,
    prompt: ({ messages, tools }) =>
      render(chat, [...history(messages, tools), OPEN]).tokenize(model.tokenizer),
    message(tokens, request) {
      const last = tokens.at(-1);
      const words = last !== undefined && stop.includes(last) ? tokens.slice(0, -1) : tokens;
      return readTextMessage(model.detokenize(words.filter(isToken), true), request);
    },
    continuation({ messages }) {
      const last = messages.findLastIndex((message) => message.role === "assistant");
      const ids = afterWritten(chat, history(messages.slice(last + 1), []));
      const [first] = ids;
      return first !== undefined && stop.includes(first) ? ids.slice(1) : ids;
    },
  };
}

interface Chat {
  readonly library: Library;
  readonly model: LlamaModel;
  readonly wrapper: ChatWrapper;
}

const OPEN: ChatHistoryItem = { type: "model", response: [] };

/** The one that the template writes first. */
function endTokens(chat: Chat): readonly Token[] {
  const { model } = chat;
  const own = afterWritten(chat, []).find((token) => model.isEogToken(token));
  const known = [own, model.tokens.eot, model.tokens.eos];
  const ends = known.filter((token) => token !== undefined && token !== null);
  if (ends.length === 0) throw new ConfigError("The model's file names no token that ends a message.");
  return [...new Set(ends)];
}

/** What follows a message that the model wrote: its end, `items`, and the opening of the next. */
function afterWritten(chat: Chat, items: readonly ChatHistoryItem[]): readonly Token[] {
  const before: readonly ChatHistoryItem[] = [
    { type: "user", text: "Hello." },
    { type: "model", response: [WRITTEN] },
  ];
  const { values } = render(chat, [...before, ...items, OPEN]);
  const at = values.findIndex((value) => typeof value === "string" && value.includes(WRITTEN));
  const holder = values[at];
  if (typeof holder !== "string") {
    throw new ConfigError(
      "The model's chat template rewrites what the model wrote. Serve it with llama.cpp's server and name it by address.",
    );
  }
  const rest = holder.slice(holder.indexOf(WRITTEN) + WRITTEN.length);
  return chat.library.LlamaText([rest, ...values.slice(at + 1)]).tokenize(chat.model.tokenizer);
}

function render({ library, model, wrapper }: Chat, chatHistory: readonly ChatHistoryItem[]): LlamaText {
  const { contextText } = wrapper.generateContextState({ chatHistory });
  const [first, ...others] = contextText.values;
  // some models name a token that begins a text, but are not to be given it
  const begins = first instanceof library.SpecialToken && first.value === "BOS";
  return begins && !model.tokens.shouldPrependBosToken ? library.LlamaText(others) : contextText;
}

/** Neighbours of the same role are joined, as many templates refuse them. */
function history(messages: readonly Message[], tools: readonly ToolSpec[]): readonly ChatHistoryItem[] {
  const items: ChatHistoryItem[] = [];
  const add = (role: "system" | "user" | "model", text: string) => {
    const last = items.at(-1);
    const joined = last?.type === role ? `${textOf(last)}\n\n${text}` : text;
    if (last?.type === role) items.pop();
    items.push(role === "model" ? { type: role, response: [joined] } : { type: role, text: joined });
  };
  for (const message of messages) {
    switch (message.role) {
      case "assistant":
        add("model", written(message));
        break;
      case "tool":
        add("user", `<tool_response>\n${message.content}\n</tool_response>`);
        break;
      default:
        add(message.role, message.content);
    }
  }
  return tools.length === 0 ? items : withTools(items, tools);
}

function withTools(
  items: readonly ChatHistoryItem[],
  tools: readonly ToolSpec[],
): readonly ChatHistoryItem[] {
  const described = [TOOLS_BEGIN, ...tools.map((tool) => `\n${describeTool(tool)}`), TOOLS_END].join("");
  const [first, ...others] = items;
  if (first?.type !== "system") return [{ type: "system", text: described }, ...items];
  return [{ type: "system", text: `${textOf(first)}\n\n${described}` }, ...others];
}

function textOf(item: ChatHistoryItem): string {
  if (item.type === "model") return item.response.filter((part) => typeof part === "string").join("");
  return item.text.toString();
}

function written({ content, toolCalls }: AssistantMessage): string {
  const calls = toolCalls.map((call) => `<tool_call>\n${callText(call)}\n</tool_call>`);
  return [content, ...calls].filter((part) => part !== "").join("\n");
}
