import { expect, test } from "vitest";
import type { TokenSampler } from "../../core/token-sampler.ts";
import { random } from "../../util/random.ts";
import { modelConfig } from "../model-config.ts";
import { openEmbeddedSampler } from "../sampling/open-embedded-sampler.ts";
import { TrainingSession, unevenWeights } from "./training-session.fixture.ts";

const config = modelConfig.parse({
  vocabularySize: 50,
  hiddenSize: 32,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 16,
  feedForwardSize: 48,
  contextLength: 320,
});
const length = 320;
const weights = unevenWeights(config, 5);

test("a transformer gives a token the same log-probability in training and in sampling", async () => {
  const session = await TrainingSession.open(config, { batch: 1, length, positions: length });
  const sampler = await openEmbeddedSampler(config, weights, { model: "tiny", threads: 1 });
  const start = text(1, 260);
  // Rows of different lengths, and prompts that go on where an earlier one was read to.
  const together = [start, start.slice(0, 3), text(2, 40), text(3, 1)];
  await compare(sampler, session, together);
  await compare(sampler, session, [
    [...start, ...text(4, 30)],
    [...start.slice(0, 130), ...text(5, 9)],
  ]);
  await sampler.close();
});

async function compare(
  sampler: TokenSampler,
  session: TrainingSession,
  prompts: readonly (readonly number[])[],
): Promise<void> {
  const samples = await Promise.all(
    prompts.map((prompt, seed) => sampler.sample({ prompt, maxTokens: 12, stop: [], temperature: 1, seed })),
  );
  for (const [index, { tokens, logprobs }] of samples.entries()) {
    const prompt = prompts[index]!;
    const predictions = tokens.map((target, at) => ({
      row: prompt.length + at - 1,
      target,
      weight: 0,
      oldLogprob: 0,
    }));
    const read = [...prompt, ...tokens];
    const padded = [...read, ...new Array<number>(length - read.length).fill(0)];
    const batch = { tokens: [padded], predictions };
    const trained = await session.run(weights, batch, { kind: "cross-entropy" });
    expect(tokens).toHaveLength(12);
    for (const [at, logprob] of logprobs.entries()) {
      expect(Math.abs(logprob - trained.logprobs[at]!), `prompt ${index}, token ${at}`).toBeLessThan(1e-4);
    }
  }
}

function text(seed: number, count: number): readonly number[] {
  const uniform = random(seed);
  return Array.from({ length: count }, () => Math.floor(uniform() * config.vocabularySize));
}
