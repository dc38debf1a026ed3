/** @file Tests of continuous batching, on a tiny model. */
import { describe, expect, test, vi } from "vitest";
import type { TokenSample } from "../../core/token-sampler.ts";
import { random } from "../../util/random.ts";
import { ContinuousBatch } from "./continuous-batch.ts";
import { openDecoder } from "./decoder.ts";
import { rowsGraph } from "./rows-graph.ts";
import { raggedRequests, tinyBatch, tinyConfig, tinyWeights } from "./sampling.fixture.ts";

/** Each request by itself, on a batch that remembers nothing. */
async function alone(requests: ReturnType<typeof raggedRequests>): Promise<readonly TokenSample[]> {
  const batch = await tinyBatch({ cacheTokens: 0 });
  const samples: TokenSample[] = [];
  for (const request of requests) samples.push(await batch.sample(request));
  return samples;
}

function expectSame(samples: readonly TokenSample[], others: readonly TokenSample[]): void {
  expect(samples.map(({ tokens, stop }) => ({ tokens, stop }))).toEqual(
    others.map(({ tokens, stop }) => ({ tokens, stop })),
  );
  samples.forEach((sample, index) => {
    const differences = sample.logprobs.map((logprob, at) =>
      Math.abs(logprob - (others[index]?.logprobs[at] ?? Number.NaN)),
    );
    expect(Math.max(...differences)).toBeLessThan(1e-5);
  });
}

describe("a continuous batch", () => {
  test("samples ragged requests together as it samples each alone", async () => {
    const requests = raggedRequests(40, 1);
    const batch = await tinyBatch();
    const samples = await Promise.all(requests.map((request) => batch.sample(request)));
    expectSame(samples, await alone(requests));
    expect(new Set(samples.map(({ stop }) => stop))).toEqual(new Set(["stop", "length"]));
  });

  test("samples the same from its prefix cache, however small that is", async () => {
    const requests = raggedRequests(24, 2);
    const expected = await alone(requests);
    for (const cacheTokens of [60, 100_000]) {
      const batch = await tinyBatch({ cacheTokens });
      for (let round = 0; round < 2; round++) {
        expectSame(await Promise.all(requests.map((request) => batch.sample(request))), expected);
      }
    }
  });

  test("reads the prompt of a group once, and of a next turn only what was added", async () => {
    const decoder = await openDecoder(tinyConfig, rowsGraph(tinyConfig, tinyWeights), "cpu");
    const prefill = vi.spyOn(decoder, "prefill");
    const tokensRead = () =>
      prefill.mock.calls.splice(0).reduce((sum, [, , tokens]) => sum + tokens.length, 0);
    const batch = new ContinuousBatch(decoder, { ...tinyConfig, maxBatch: 8, cacheTokens: 10_000 });
    const prompt = Array.from({ length: 50 }, (_, index) => index);
    const request = { prompt, maxTokens: 10, stop: [], temperature: 1 };
    const group = await Promise.all([1, 2, 3, 4].map((seed) => batch.sample({ ...request, seed })));
    expect(tokensRead()).toBe(49);
    const turns = group.map(({ tokens }) => [...prompt, ...tokens, 5, 6, 7]);
    await Promise.all(turns.map((turn) => batch.sample({ ...request, prompt: turn, seed: 1 })));
    expect(tokensRead()).toBe(4 * 3);
  });

  test("gives a token the log-probability that reading all before it at once gives", async () => {
    const batch = await tinyBatch();
    const request = { prompt: [3, 1, 4, 1, 5], maxTokens: 40, stop: [], temperature: 0 };
    const sample = await batch.sample(request);
    const steps = sample.tokens.map((_, index) => ({
      ...request,
      prompt: [...request.prompt, ...sample.tokens.slice(0, index)],
      maxTokens: 1,
    }));
    const singles = await alone(steps);
    expectSame(
      [sample],
      [
        {
          tokens: singles.flatMap(({ tokens }) => tokens),
          logprobs: singles.flatMap(({ logprobs }) => logprobs),
          stop: "length",
        },
      ],
    );
  });

  test("keeps its promises when requests arrive and are given up at any time", async () => {
    const uniform = random(4);
    const requests = raggedRequests(60, 5);
    const expected = await alone(requests);
    const batch = await tinyBatch({ maxBatch: 5, cacheTokens: 300 });
    const abandoned = new Error("not needed any more");
    const outcomes = requests.map(async (request) => {
      const controller = new AbortController();
      const wait = async (turns: number) => {
        for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      };
      await wait(uniform() * 200);
      const given = batch.sample({ ...request, signal: controller.signal });
      if (uniform() < 0.3) void wait(uniform() * 60).then(() => controller.abort(abandoned));
      return given.then(
        (sample) => ({ sample }),
        (reason: unknown) => ({ reason }),
      );
    });
    const settled = await Promise.all(outcomes);
    const kept = settled.flatMap((outcome, index) => ("sample" in outcome ? [{ ...outcome, index }] : []));
    expect(kept.length).toBeGreaterThan(30);
    expect(kept.length).toBeLessThan(60);
    expectSame(
      kept.map(({ sample }) => sample),
      kept.flatMap(({ index }) => expected[index] ?? []),
    );
    const reasons = settled.flatMap((outcome) => ("reason" in outcome ? [outcome.reason] : []));
    expect(new Set(reasons)).toEqual(new Set([abandoned]));
  });

  test("ends with the context, and holds its last position", async () => {
    const batch = await tinyBatch();
    const prompt = Array.from({ length: tinyConfig.contextLength - 3 }, (_, index) => index % 50);
    const sample = await batch.sample({ prompt, maxTokens: 100, stop: [], temperature: 1, seed: 1 });
    expect({ length: sample.tokens.length, stop: sample.stop }).toEqual({ length: 3, stop: "length" });
  });

  test("samples each prompt at the frequencies of its distribution", async () => {
    const batch = await tinyBatch({ maxBatch: 32 });
    const draws = 1500;
    const samples = await Promise.all(
      Array.from({ length: draws }, (_, seed) =>
        batch.sample({ prompt: [9, 2, 6], maxTokens: 1, stop: [], temperature: 1, seed }),
      ),
    );
    const tokens = new Map<number, { count: number; expected: number }>();
    for (const {
      tokens: [token = 0],
      logprobs: [logprob = 0],
    } of samples) {
      const known = tokens.get(token) ?? { count: 0, expected: draws * Math.exp(logprob) };
      tokens.set(token, { ...known, count: known.count + 1 });
    }
    const frequent = [...tokens.values()].filter(({ expected }) => expected > 5);
    const chiSquare = frequent.reduce(
      (sum, { count, expected }) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(frequent.length).toBeGreaterThan(5);
    // mean and standard deviation of a chi-square with k degrees of freedom: k and sqrt(2 k)
    expect(chiSquare).toBeLessThan(frequent.length + 3.5 * Math.sqrt(2 * frequent.length));
  });
});
