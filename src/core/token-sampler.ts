/** @file The seam to a model at the level of token ids: a prompt in, sampled ids with their log-probabilities out. */

export interface TokenRequest {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  /** Sampling stops after one of these; it is part of what was sampled. */
  readonly stop: readonly number[];
  /** 0 takes the likeliest token each time. Log-probabilities are those of temperature 1. */
  readonly temperature: number;
  /** The same seed and prompt give the same ids, whatever else is sampled at the time. */
  readonly seed?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TokenSample {
  readonly tokens: readonly number[];
  /** Natural log-probabilities of `tokens`, same length. */
  readonly logprobs: readonly number[];
  /** `length`: `maxTokens` or the model's context was reached before a stop token. */
  readonly stop: "stop" | "length";
}

/** Called concurrently. Throws `SamplerError`, or the signal's reason once `signal` is aborted. */
export interface TokenSampler {
  readonly model: string;
  /** Prompt and sampled tokens together. */
  readonly contextLength: number;
  sample(request: TokenRequest): Promise<TokenSample>;
  close(): Promise<void>;
}
