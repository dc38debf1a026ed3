/** @file Tests of what becomes of requests when their worker thread dies. */
import { expect, test } from "vitest";
import { SamplerError } from "../../core/errors.ts";
import { rowsGraph } from "./rows-graph.ts";
import { tinyConfig, tinyWeights } from "./sampling.fixture.ts";
import { openSamplingThread } from "./sampling-thread.ts";

const settings = {
  config: tinyConfig,
  graph: rowsGraph(tinyConfig, tinyWeights),
  provider: "cpu",
  maxBatch: 4,
  cacheTokens: 100,
} as const;

test("a thread that dies rejects its requests", async () => {
  const thread = await openSamplingThread(settings);
  const request = { maxTokens: 100, stop: [], temperature: 1, seed: 1 };
  // requests are checked before they come here: this one is a bug, which ends the thread
  const bad = expect(thread.sample({ ...request, prompt: [1, 1.5, 2] })).rejects.toThrow(SamplerError);
  const good = expect(thread.sample({ ...request, prompt: [1] })).rejects.toThrow("worker thread failed");
  await Promise.all([bad, good]);
  expect(thread.alive).toBe(false);
  await expect(thread.sample({ ...request, prompt: [1] })).rejects.toThrow(SamplerError);
  await thread.close();
});

test("a thread that cannot start says why", async () => {
  await expect(openSamplingThread({ ...settings, graph: Uint8Array.of(1, 2, 3) })).rejects.toThrow(
    SamplerError,
  );
});
