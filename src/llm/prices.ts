/**
 * @file What hosted models cost, in US dollars per million tokens: the providers' list prices as of November 2026, for
 * prompts below their long-context thresholds.
 */

/** Dollars per million tokens. A prompt's tokens cost `input` unless they came from the provider's cache or went into it. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
}

/** By name, without the date or `-latest` that may follow it. A model that is not here has no known price. */
const PRICES: ReadonlyMap<string, Price> = new Map(
  Object.entries({
    "openai/gpt-4.1": { input: 2, output: 8, cacheRead: 0.5 },
    "openai/gpt-4.1-mini": { input: 0.4, output: 1.6, cacheRead: 0.1 },
    "openai/gpt-4.1-nano": { input: 0.1, output: 0.4, cacheRead: 0.025 },
    "openai/gpt-4o": { input: 2.5, output: 10, cacheRead: 1.25 },
    "openai/gpt-4o-mini": { input: 0.15, output: 0.6, cacheRead: 0.075 },
    "openai/gpt-5": { input: 1.25, output: 10, cacheRead: 0.125 },
    "openai/gpt-5-mini": { input: 0.25, output: 2, cacheRead: 0.025 },
    "openai/gpt-5-nano": { input: 0.05, output: 0.4, cacheRead: 0.005 },
    "openai/gpt-5.1": { input: 1.25, output: 10, cacheRead: 0.125 },
    "openai/gpt-5.2": { input: 1.75, output: 14, cacheRead: 0.175 },
    "openai/gpt-5.3": { input: 1.75, output: 14, cacheRead: 0.175 },
    "openai/gpt-5.4": { input: 2.5, output: 15, cacheRead: 0.25 },
    "openai/gpt-5.4-mini": { input: 0.75, output: 4.5, cacheRead: 0.075 },
    "openai/gpt-5.4-nano": { input: 0.2, output: 1.25, cacheRead: 0.02 },
    "openai/gpt-5.5": { input: 5, output: 30, cacheRead: 0.5 },
    "openai/gpt-5.6-luna": { input: 0.2, output: 1.2, cacheRead: 0.02, cacheWrite: 0.25 },
    "openai/gpt-5.6-sol": { input: 4, output: 20, cacheRead: 0.4, cacheWrite: 5 },
    "openai/gpt-5.6-terra": { input: 2, output: 12, cacheRead: 0.2, cacheWrite: 2.5 },
    "openai/gpt-6-astra": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
    "openai/gpt-6-luna": { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
    "openai/gpt-6-sol": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
    "openai/o3": { input: 2, output: 8, cacheRead: 0.5 },
    "openai/o4-mini": { input: 1.1, output: 4.4, cacheRead: 0.275 },
    "anthropic/claude-fable-5": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
    "anthropic/claude-fable-5-1": { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
    "anthropic/claude-haiku-4-5": { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
    "anthropic/claude-opus-4-1": { input: 15, output: 75, cacheRead: 1.5, cacheWrite: 18.75 },
    "anthropic/claude-opus-4-5": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
    "anthropic/claude-opus-4-6": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
    "anthropic/claude-opus-4-7": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
    "anthropic/claude-opus-4-8": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
    "anthropic/claude-opus-5": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
    "anthropic/claude-opus-5-5": { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
    "anthropic/claude-sonnet-4-0": { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    "anthropic/claude-sonnet-4-5": { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    "anthropic/claude-sonnet-4-6": { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    "anthropic/claude-sonnet-5": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
    "google/gemini-2.5-flash": { input: 0.3, output: 2.5, cacheRead: 0.03 },
    "google/gemini-2.5-flash-lite": { input: 0.1, output: 0.4, cacheRead: 0.01 },
    "google/gemini-2.5-pro": { input: 1.25, output: 10, cacheRead: 0.125 },
    "google/gemini-3-flash-preview": { input: 0.5, output: 3, cacheRead: 0.05 },
    "google/gemini-3-pro-preview": { input: 2, output: 12, cacheRead: 0.2 },
    "google/gemini-3.1-flash-lite": { input: 0.25, output: 1.5, cacheRead: 0.025 },
    "google/gemini-3.1-pro-preview": { input: 2, output: 12, cacheRead: 0.2 },
    "google/gemini-3.5-flash": { input: 1.5, output: 9, cacheRead: 0.15 },
    "google/gemini-3.5-flash-lite": { input: 0.3, output: 2.5, cacheRead: 0.03 },
    "google/gemini-3.6-flash": { input: 1.5, output: 7.5, cacheRead: 0.15 },
    "google/gemini-3.7-flash": { input: 1.5, output: 7.5, cacheRead: 0.15 },
    "google/gemini-3.8-flash": { input: 1.5, output: 7.5, cacheRead: 0.15 },
    "deepseek/deepseek-chat": { input: 0.27, output: 1.1, cacheRead: 0.07 },
    "deepseek/deepseek-reasoner": { input: 0.55, output: 2.19, cacheRead: 0.14 },
    "deepseek/deepseek-v4-flash": { input: 0.44, output: 1.32, cacheRead: 0.014 },
    "deepseek/deepseek-v4-pro": { input: 1.32, output: 3.96, cacheRead: 0.044 },
    "moonshot/kimi-k2.5": { input: 0.6, output: 3, cacheRead: 0.1 },
    "moonshot/kimi-k2.6": { input: 0.95, output: 4, cacheRead: 0.16 },
    "moonshot/kimi-k3": { input: 3, output: 15, cacheRead: 0.3 },
    "xai/grok-4-1-fast-reasoning": { input: 0.2, output: 0.5, cacheRead: 0.05 },
    "xai/grok-4.3": { input: 1.25, output: 2.5, cacheRead: 0.2 },
    "xai/grok-4.5": { input: 2, output: 6, cacheRead: 0.3 },
    "xai/grok-4.6": { input: 2, output: 6, cacheRead: 0.5 },
    "mistral/mistral-large-2512": { input: 0.5, output: 1.5, cacheRead: 0.05 },
    "mistral/mistral-medium-3-5": { input: 1.5, output: 7.5, cacheRead: 0.15 },
    "mistral/mistral-medium-latest": { input: 1.5, output: 7.5, cacheRead: 0.15 },
    "mistral/mistral-small-2603": { input: 0.15, output: 0.6, cacheRead: 0.015 },
    "groq/openai/gpt-oss-120b": { input: 0.15, output: 0.6, cacheRead: 0.075 },
    "groq/openai/gpt-oss-20b": { input: 0.075, output: 0.3, cacheRead: 0.0375 },
    "groq/qwen/qwen3-32b": { input: 0.29, output: 0.59 },
    "groq/llama-3.3-70b-versatile": { input: 0.59, output: 0.79 },
  }),
);

/** What may follow a model's name without changing its price: a version's date, or `-latest`. */
const VERSION = /[-@](latest|\d{4}-\d{2}-\d{2}|\d{8}|\d{2}-\d{2}|\d{4}|\d{3})$/;

/** `model` is the name as the user gives it, e.g. `openai/gpt-5-mini`. `undefined`: no price is known. */
export function priceOf(model: string): Price | undefined {
  return PRICES.get(model) ?? PRICES.get(model.replace(VERSION, ""));
}

export interface BilledTokens {
  /** All of the prompt, what the cache gave and took included. */
  readonly promptTokens: number;
  readonly sampledTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

/** In US dollars. */
export function costUsd(price: Price, tokens: BilledTokens): number {
  const { promptTokens, sampledTokens, cacheReadTokens, cacheWriteTokens } = tokens;
  const fresh = Math.max(0, promptTokens - cacheReadTokens - cacheWriteTokens);
  const millionths =
    fresh * price.input +
    cacheReadTokens * (price.cacheRead ?? price.input) +
    cacheWriteTokens * (price.cacheWrite ?? price.input) +
    sampledTokens * price.output;
  return millionths / 1_000_000;
}
