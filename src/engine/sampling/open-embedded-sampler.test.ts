/** @file Tests of the embedded sampler in its worker threads, on a tiny model. */
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError, SamplerError } from "../../core/errors.ts";
import type { TokenRequest } from "../../core/token-sampler.ts";
import { openEmbeddedSampler } from "./open-embedded-sampler.ts";
import { raggedRequests, tinyBatch, tinyConfig, tinyWeights } from "./sampling.fixture.ts";

const request: TokenRequest = { prompt: [1, 2, 3], maxTokens: 20, stop: [], temperature: 1, seed: 1 };

const open = (threads: number) => openEmbeddedSampler(tinyConfig, tinyWeights, { model: "tiny", threads });
const sampler = await open(2);
afterAll(() => sampler.close());

describe("the embedded sampler", () => {
  test("samples in its threads what one batch samples on this thread", async () => {
    const requests = raggedRequests(40, 9);
    const batch = await tinyBatch();
    const [samples, expected] = await Promise.all([
      Promise.all(requests.map((one) => sampler.sample(one))),
      Promise.all(requests.map((one) => batch.sample(one))),
    ]);
    expect(samples.map(({ tokens }) => tokens)).toEqual(expected.map(({ tokens }) => tokens));
    for (const [index, { logprobs }] of samples.entries()) {
      logprobs.forEach((logprob, at) => {
        expect(logprob).toBeCloseTo(expected[index]?.logprobs[at] ?? Number.NaN, 5);
      });
    }
  });

  test("repeats itself with a seed, and varies without one", async () => {
    const tokens = async (one: TokenRequest) => (await sampler.sample(one)).tokens.join(" ");
    expect(await tokens(request)).toBe(await tokens(request));
    const free = { ...request, seed: undefined };
    expect(new Set(await Promise.all([free, free, free].map(tokens))).size).toBe(3);
  });

  test("includes the stop token in the sample", async () => {
    const { tokens } = await sampler.sample(request);
    const stop = tokens[4] ?? -1;
    const sample = await sampler.sample({ ...request, stop: [stop] });
    expect(sample).toMatchObject({ tokens: tokens.slice(0, tokens.indexOf(stop) + 1), stop: "stop" });
  });

  test("rejects with the signal's reason and goes on with the others", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const long = { ...request, maxTokens: 150 };
    const given = sampler.sample({ ...long, signal: controller.signal });
    const other = sampler.sample({ ...long, seed: 2 });
    controller.abort(reason);
    await expect(given).rejects.toBe(reason);
    expect((await other).tokens).toHaveLength(150);
    await expect(sampler.sample({ ...request, signal: controller.signal })).rejects.toBe(reason);
  });

  test.each<[string, Partial<TokenRequest>]>([
    ["leaves no room to answer", { prompt: Array(tinyConfig.contextLength).fill(1) }],
    ["token 61 at position 1 of the prompt is outside the vocabulary, 0 to 60", { prompt: [1, 61] }],
    ["token -1 at position 0", { prompt: [-1] }],
    ["the prompt is empty", { prompt: [] }],
    ["maxTokens is 0", { maxTokens: 0 }],
    ["the temperature is -1", { temperature: -1 }],
  ])("says: %s", async (message, part) => {
    const given = sampler.sample({ ...request, ...part });
    await expect(given).rejects.toThrow(SamplerError);
    await expect(given).rejects.toThrow(message);
  });

  test("rejects what is running when it is closed, and what comes after", async () => {
    const closing = await open(1);
    const running = expect(closing.sample({ ...request, maxTokens: 150 })).rejects.toThrow(SamplerError);
    await closing.close();
    await running;
    await expect(closing.sample(request)).rejects.toThrow("closed");
    await closing.close();
  });

  test("refuses options that cannot be", async () => {
    await expect(open(0)).rejects.toThrow(ConfigError);
  });
});
