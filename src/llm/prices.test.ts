import { expect, test } from "vitest";
import { costUsd, priceOf } from "./prices.ts";

test("a model's price is found with and without its version", () => {
  const price = priceOf("openai/gpt-5-mini");

  expect(price).toEqual({ input: 0.25, output: 2, cacheRead: 0.025 });
  expect(priceOf("openai/gpt-5-mini-2025-08-07")).toBe(price);
  expect(priceOf("anthropic/claude-sonnet-4-5-20250929")).toBe(priceOf("anthropic/claude-sonnet-4-5"));
});

test("another model of a similar name has no known price", () => {
  expect(priceOf("openai/gpt-5-giant")).toBeUndefined();
  expect(priceOf("ollama/gpt-5-mini")).toBeUndefined();
  expect(priceOf("constructor")).toBeUndefined();
});

test("tokens from the cache and into it have prices of their own", () => {
  const price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
  const tokens = { promptTokens: 1000, sampledTokens: 100, cacheReadTokens: 600, cacheWriteTokens: 300 };

  expect(costUsd(price, tokens)).toBeCloseTo((100 * 3 + 600 * 0.3 + 300 * 3.75 + 100 * 15) / 1e6, 12);
});
