/** @file One request to a model through its provider's client, and the reply as the server wrote it. */
import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3Content,
  LanguageModelV3FinishReason,
  LanguageModelV3StreamPart,
  LanguageModelV3Usage,
} from "@ai-sdk/provider";
import { ModelFault } from "./fault.ts";
import type { WrittenCall } from "./text-tool-calls.ts";

export interface Reply {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly WrittenCall[];
  readonly finish: LanguageModelV3FinishReason["unified"];
  readonly usage: LanguageModelV3Usage;
}

/** Streams if `onText` is given, else asks for the reply in one piece. Throws what the client throws. */
export async function readReply(
  model: LanguageModelV3,
  options: LanguageModelV3CallOptions,
  onText?: (text: string) => void,
): Promise<Reply> {
  if (onText !== undefined) {
    const { stream } = await model.doStream(options);
    return readStream(stream, onText);
  }
  const { content, finishReason, usage } = await model.doGenerate(options);
  return { ...readContent(content), finish: finishReason.unified, usage };
}

function readContent(
  content: readonly LanguageModelV3Content[],
): Pick<Reply, "text" | "reasoning" | "calls"> {
  return {
    text: content.map((part) => (part.type === "text" ? part.text : "")).join(""),
    reasoning: content.map((part) => (part.type === "reasoning" ? part.text : "")).join(""),
    calls: content.flatMap((part) => (part.type === "tool-call" ? [writtenCall(part)] : [])),
  };
}

async function readStream(
  stream: ReadableStream<LanguageModelV3StreamPart>,
  onText: (text: string) => void,
): Promise<Reply> {
  const content: LanguageModelV3Content[] = [];
  for await (const part of stream) {
    if (part.type === "text-delta") {
      content.push({ type: "text", text: part.delta });
      onText(part.delta);
    } else if (part.type === "reasoning-delta") {
      content.push({ type: "reasoning", text: part.delta });
    } else if (part.type === "tool-call") {
      content.push(part);
    } else if (part.type === "error") {
      throw part.error;
    } else if (part.type === "finish" && part.finishReason.raw !== undefined) {
      return { ...readContent(content), finish: part.finishReason.unified, usage: part.usage };
    }
  }
  throw new ModelFault("the stream ended before the reply did", { isPassing: true });
}

function writtenCall(part: { toolCallId: string; toolName: string; input: string }): WrittenCall {
  return { id: part.toolCallId, name: part.toolName, arguments: part.input };
}
