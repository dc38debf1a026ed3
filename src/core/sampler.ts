/** @file The seam to a model: a conversation in, one assistant message out. */
import type { AssistantMessage, Message } from "./message.ts";

/** What a model is told about a tool. `inputSchema` is a JSON Schema of the call's arguments. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface SampleRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  /** `none` keeps the tools in view but asks for an answer in words. */
  readonly toolChoice: "auto" | "none";
  /** The most tokens the model may write in this turn. */
  readonly maxTokens: number;
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece of text as it arrives, by samplers that stream. */
  readonly onText?: ((text: string) => void) | undefined;
}

/** The very ids the model saw and produced. Absent where an API hides them; such a turn cannot be trained on. */
export interface TokenRecord {
  readonly prompt: readonly number[];
  readonly sampled: readonly number[];
  /** Natural log-probabilities of `sampled`, same length. */
  readonly logprobs: readonly number[];
}

/** What one or more samples cost. Tokens are the model's own; `costUsd` is absent where no price is known. */
export interface Usage {
  readonly promptTokens: number;
  readonly sampledTokens: number;
  readonly costUsd?: number | undefined;
}

export interface Sample {
  readonly message: AssistantMessage;
  /** `length`: the model was cut off at `maxTokens`, so the message may be incomplete. */
  readonly stop: "end" | "tool-calls" | "length";
  readonly usage: Usage;
  readonly tokens?: TokenRecord | undefined;
}

/** The most turns of an agent, and the most tokens of its context and of one turn as the agent loop counts them. */
interface RoleLimits {
  readonly maxTurns: number;
  readonly maxContextTokens: number;
  readonly maxTurnTokens: number;
}

interface SamplerLimits {
  readonly lead: RoleLimits;
  readonly subagent: RoleLimits;
  readonly single: RoleLimits;
}

/**
 * A model behind one call. It retries what is worth retrying; what it still throws is a `SamplerError`, or the
 * signal's reason once `request.signal` is aborted. It is called concurrently, and holds no state of a conversation.
 */
export interface Sampler {
  /** The model's name as the user knows it, e.g. `demonstrator` or `openai/gpt-5-mini`. */
  readonly model: string;
  /** What the model has learnt to work within, by the agent's role; a team's own limits bind where they are lower. */
  readonly limits?: SamplerLimits | undefined;
  sample(request: SampleRequest): Promise<Sample>;
}

export const NO_USAGE: Usage = { promptTokens: 0, sampledTokens: 0 };

/** The sum of two usages; its cost is absent only if neither has one. */
export function addUsage(left: Usage, right: Usage): Usage {
  const known = left.costUsd !== undefined || right.costUsd !== undefined;
  return {
    promptTokens: left.promptTokens + right.promptTokens,
    sampledTokens: left.sampledTokens + right.sampledTokens,
    ...(known && { costUsd: (left.costUsd ?? 0) + (right.costUsd ?? 0) }),
  };
}
