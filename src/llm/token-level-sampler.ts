/** @file A sampler over token ids: what a model wrote is handed back to it as the very ids it sampled. */
import type { AssistantMessage } from "../core/message.ts";
import type { Sample, SampleRequest, Sampler } from "../core/sampler.ts";
import type { TokenSample, TokenSampler } from "../core/token-sampler.ts";
import type { Renderer } from "./renderer.ts";

/**
 * A request whose last assistant message came from this sampler is rendered as the ids of that turn and a continuation;
 * the messages before it are taken to be those it answered. Any other request is rendered whole.
 * A prompt that leaves no room in the model's context gives an empty message that stops with `length`, of no sampled token:
 * the agent has run out of tokens, the model has not failed.
 * Equal requests with a seed get different samples, the same ones in each run; without a seed, none is passed on.
 */
export function tokenLevelSampler(tokens: TokenSampler, renderer: Renderer): Sampler {
  const endOf = new WeakMap<AssistantMessage, readonly number[]>();
  const seedOf = repeatableSeeds();

  const promptOf = (request: SampleRequest): readonly number[] => {
    const last = request.messages.findLast((message) => message.role === "assistant");
    const before = last === undefined ? undefined : endOf.get(last);
    return before === undefined ? renderer.prompt(request) : [...before, ...renderer.continuation(request)];
  };

  return {
    model: tokens.model,
    async sample(request) {
      request.signal?.throwIfAborted();
      const prompt = promptOf(request);
      const room = tokens.contextLength - prompt.length;
      if (room < 1) return outOfContext(prompt);
      const sampled = await tokens.sample({
        prompt,
        maxTokens: Math.min(request.maxTokens, room),
        stop: renderer.stop,
        temperature: request.temperature ?? 1,
        seed: seedOf(request.seed, prompt),
        signal: request.signal,
      });
      const message = renderer.message(sampled.tokens, request);
      endOf.set(message, endOfTurn(prompt, sampled, renderer));
      if (message.content !== "") request.onText?.(message.content);
      return {
        message,
        stop: stopOf(sampled, message),
        usage: { promptTokens: prompt.length, sampledTokens: sampled.tokens.length },
        tokens: { prompt, sampled: sampled.tokens, logprobs: sampled.logprobs },
      };
    },
  };
}

function outOfContext(prompt: readonly number[]): Sample {
  return {
    message: { role: "assistant", content: "", toolCalls: [] },
    stop: "length",
    usage: { promptTokens: prompt.length, sampledTokens: 0 },
    tokens: { prompt, sampled: [], logprobs: [] },
  };
}

/** A turn that was cut off is ended the way the template ends one. */
function endOfTurn(
  prompt: readonly number[],
  { tokens, stop }: TokenSample,
  renderer: Renderer,
): readonly number[] {
  return [...prompt, ...tokens, ...(stop === "length" ? renderer.stop.slice(0, 1) : [])];
}

function stopOf({ stop }: TokenSample, message: AssistantMessage): Sample["stop"] {
  if (stop === "length") return "length";
  return message.toolCalls.length > 0 ? "tool-calls" : "end";
}

/**
 * The seed of a sample: from the request's seed, and from how often that seed and prompt were asked for before. Requests
 * with other prompts change nothing, so that it does not matter in which order agents at work at once come.
 */
function repeatableSeeds(): (seed: number | undefined, prompt: readonly number[]) => number | undefined {
  const asked = new Map<number, number>();
  return (seed, prompt) => {
    if (seed === undefined) return undefined;
    const key = hash([seed, ...prompt]);
    const before = asked.get(key) ?? 0;
    asked.set(key, before + 1);
    return hash([seed, before]);
  };
}

/** FNV-1a over whole numbers, 32 bits. */
function hash(values: readonly number[]): number {
  let state = 0x811c9dc5;
  for (const value of values) state = Math.imul(state ^ value, 0x01000193);
  return state >>> 0;
}
