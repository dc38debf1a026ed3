/** @file What a model of a given shape can be asked for. */
import { SamplerError } from "../../core/errors.ts";
import type { TokenRequest } from "../../core/token-sampler.ts";
import type { ModelConfig } from "../model-config.ts";

/** Throws `SamplerError` where the request cannot be sampled. */
export function checkRequest(config: ModelConfig, request: TokenRequest): void {
  const { vocabularySize, contextLength } = config;
  const { prompt, maxTokens, temperature } = request;
  if (prompt.length === 0) throw new SamplerError("the prompt is empty; it needs at least one token");
  if (prompt.length >= contextLength) {
    throw new SamplerError(
      `a prompt of ${prompt.length} tokens leaves no room to answer in a context of ${contextLength}; shorten it`,
    );
  }
  const position = prompt.findIndex((id) => !(Number.isInteger(id) && id >= 0 && id < vocabularySize));
  if (position >= 0) {
    throw new SamplerError(
      `token ${prompt[position]} at position ${position} of the prompt is outside the vocabulary, 0 to ${vocabularySize - 1}; was it written by another tokenizer?`,
    );
  }
  if (!(Number.isInteger(maxTokens) && maxTokens > 0)) {
    throw new SamplerError(`maxTokens is ${maxTokens}; it must be a positive integer`);
  }
  if (!(Number.isFinite(temperature) && temperature >= 0)) {
    throw new SamplerError(`the temperature is ${temperature}; it must be 0 or more`);
  }
}
