/** @file A sampler that answers from a script: for tests, and for measuring the runtime without a model. */
import { SamplerError } from "../core/errors.ts";
import type { ToolCall } from "../core/message.ts";
import type { Sample, SampleRequest, Sampler } from "../core/sampler.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { estimateTokens } from "../util/token-estimate.ts";
import { estimatePromptTokens } from "./prompt-tokens.ts";

/** A call as a script writes it: `arguments` is JSON text as the model would write it, or a value to be written as JSON. */
interface ScriptedCall {
  readonly id?: string | undefined;
  readonly name: string;
  readonly arguments: unknown;
}

/** A text is an answer in words; an `Error` is thrown. */
export type ScriptedReply =
  | string
  | Error
  | {
      readonly content?: string | undefined;
      readonly reasoning?: string | undefined;
      readonly toolCalls?: readonly ScriptedCall[] | undefined;
    };

/** Replies one after another, or a function of the request; `call` counts the calls from 0. */
export type Script =
  | readonly ScriptedReply[]
  | ((request: SampleRequest, call: number) => ScriptedReply | Promise<ScriptedReply>);

export interface ScriptedOptions {
  readonly model?: string | undefined;
  /** How long each call takes. */
  readonly latencyMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Tokens are estimated from the text. A text longer than `maxTokens` is cut there and ends with `length`, as a real
 * model's would be. A script that has run out is a `SamplerError`.
 */
export function scripted(script: Script, options: ScriptedOptions = {}): Sampler {
  const { model = "scripted", latencyMs = 0, clock = systemClock } = options;
  let calls = 0;
  return {
    model,
    async sample(request) {
      request.signal?.throwIfAborted();
      const call = calls++;
      if (latencyMs > 0) await clock.sleep(latencyMs, request.signal);
      const reply = typeof script === "function" ? await script(request, call) : script[call];
      request.signal?.throwIfAborted();
      if (reply === undefined) {
        throw new SamplerError(`${model}: the script has ${call} replies, and call ${call + 1} was made.`);
      }
      if (reply instanceof Error) throw reply;
      return toSample(typeof reply === "string" ? { content: reply } : reply, request, call);
    },
  };
}

function toSample(
  reply: Exclude<ScriptedReply, string | Error>,
  request: SampleRequest,
  call: number,
): Sample {
  const { content, isCut } = cut(reply.content ?? "", request.maxTokens);
  const toolCalls = (isCut ? [] : (reply.toolCalls ?? [])).map(
    (written, index): ToolCall => ({
      id: written.id ?? `call_${call}_${index}`,
      name: written.name,
      arguments:
        typeof written.arguments === "string" ? written.arguments : JSON.stringify(written.arguments),
    }),
  );
  if (content !== "") request.onText?.(content);
  const written = [content, reply.reasoning ?? "", ...toolCalls.map((one) => one.name + one.arguments)];
  return {
    message: {
      role: "assistant",
      content,
      ...(reply.reasoning !== undefined && { reasoning: reply.reasoning }),
      toolCalls,
    },
    stop: stopOf(isCut, toolCalls),
    usage: {
      promptTokens: estimatePromptTokens(request),
      sampledTokens: Math.max(1, estimateTokens(written.join(""))),
    },
  };
}

function stopOf(isCut: boolean, toolCalls: readonly ToolCall[]): Sample["stop"] {
  if (isCut) return "length";
  return toolCalls.length > 0 ? "tool-calls" : "end";
}

/** The longest beginning of `content` that fits. */
function cut(content: string, maxTokens: number): { content: string; isCut: boolean } {
  if (estimateTokens(content) <= maxTokens) return { content, isCut: false };
  let fits = 0;
  let tooLong = content.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (estimateTokens(content.slice(0, middle)) <= maxTokens) fits = middle;
    else tooLong = middle;
  }
  return { content: content.slice(0, fits), isCut: true };
}
