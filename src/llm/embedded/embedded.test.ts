import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ModelConfig, modelConfig } from "../../engine/model-config.ts";
import { lopsidedWeights } from "../../engine/weights/tiny-model.fixture.ts";
import { describeSampler } from "../../testing/describe-sampler.ts";
import { createSampler } from "../create-sampler.ts";
import { openPolicy } from "./open-policy.ts";
import { loadPolicy, loadTokenizer, savePolicy } from "./policy-directory.ts";
import { shippedTokenizer } from "./shipped-policy.ts";

const shape = { hiddenSize: 32, layers: 1, heads: 2, keyValueHeads: 1, headSize: 16, feedForwardSize: 32 };

let home = "";
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-policy-"));
  await keep("tiny", modelConfig.parse({ ...shape, vocabularySize: 2048, contextLength: 512 }));
});
afterAll(() => rm(home, { recursive: true }));

async function keep(name: string, config: ModelConfig, precision: "F32" | "F16" = "F32"): Promise<string> {
  const { tokenizerJson } = await loadTokenizer(shippedTokenizer);
  const directory = join(home, name);
  await savePolicy(directory, { config, weights: lopsidedWeights(config, 1), tokenizerJson }, precision);
  return directory;
}

describeSampler("an embedded policy", {
  create: () => openPolicy(join(home, "tiny"), { model: "tiny", threads: 1 }),
  skip: { echo: "random weights say nothing they are asked to" },
});

describe("a policy's directory", () => {
  test("gives back what was kept, in half precision nearly so", async () => {
    const config = modelConfig.parse({ ...shape, vocabularySize: 2048, contextLength: 64 });
    const exact = await loadPolicy(await keep("exact", config));
    const half = await loadPolicy(await keep("half", config, "F16"));

    const name = "model.embed_tokens.weight";
    const kept = lopsidedWeights(config, 1).get(name)!;
    expect(exact.config).toEqual(config);
    expect(exact.weights.get(name)).toEqual(kept);
    expect(
      Math.max(...half.weights.get(name)!.map((value, index) => Math.abs(value - kept[index]!))),
    ).toBeLessThan(1e-3);
  });

  test("is refused in one line where a file is missing, cut off or does not fit", async () => {
    const config = modelConfig.parse({ ...shape, vocabularySize: 2048, contextLength: 64 });
    const cut = await keep("cut", config);
    await truncate(join(cut, "weights.safetensors"), 1000);
    const garbled = await keep("garbled", config);
    await writeFile(join(garbled, "tokenizer.json"), "{");
    const small = await keep("small", { ...config, vocabularySize: 100 });

    await expect(loadPolicy(join(home, "nowhere"))).rejects.toThrow(/nowhere/);
    await expect(loadPolicy(cut)).rejects.toThrow(/weights\.safetensors/);
    await expect(loadPolicy(garbled)).rejects.toThrow(/tokenizer\.json is not JSON/);
    await expect(loadPolicy(small)).rejects.toThrow(/2048 ids, its model only 100/);
  });

  test("is a model's name, with the limits that it learnt under", async () => {
    const sampler = await createSampler(`policy:${join(home, "tiny")}`, { environment: {} });

    expect(sampler.limits?.lead.maxTurns).toBe(8);
    await expect(createSampler(`policy:${join(home, "nowhere")}`, { environment: {} })).rejects.toThrow(
      /nowhere/,
    );
  });
});
