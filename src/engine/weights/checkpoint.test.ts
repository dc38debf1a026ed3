import { spawnSync } from "node:child_process";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { initialWeights } from "../initial-weights.ts";
import { modelConfig, type Weights } from "../model-config.ts";
import { type Checkpoint, loadCheckpoint, loadModel, saveCheckpoint, saveModel } from "./checkpoint.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const config = modelConfig.parse({
  vocabularySize: 8,
  hiddenSize: 4,
  layers: 1,
  heads: 2,
  keyValueHeads: 1,
  headSize: 2,
  feedForwardSize: 6,
  contextLength: 16,
});

function checkpointOf(seed: number): Checkpoint {
  const weights = (offset: number): Weights => initialWeights(config, seed + offset, "normal");
  return {
    config,
    weights: weights(0),
    optimizer: { step: seed, firstMoment: weights(100), secondMoment: weights(200) },
  };
}

const isRoot = process.getuid?.() === 0;
const root = await mkdtemp(join(tmpdir(), "wideseek-checkpoint-"));
afterAll(() => rm(root, { recursive: true }));

let directory: string;
let count = 0;
beforeEach(() => {
  count++;
  directory = join(root, `case-${count}`, "latest");
});

/** Writes the weights' file again, with one tensor changed. */
async function changeTensor(name: string, values: Float32Array, shape: readonly number[]): Promise<void> {
  const file = join(directory, "weights.safetensors");
  const { tensors, metadata } = readSafetensors(await readFile(file), file);
  await writeFile(file, writeSafetensors(new Map([...tensors, [name, { shape, values }]]), metadata));
}

async function expectRefused(message: string): Promise<void> {
  const loading = loadCheckpoint(directory, config);
  await expect(loading).rejects.toThrow(ConfigError);
  await expect(loading).rejects.toThrow(message);
}

describe("a checkpoint", () => {
  it("comes back as it was saved, and its model alone too", async () => {
    const checkpoint = checkpointOf(3);
    await saveCheckpoint(directory, checkpoint);
    expect(await loadCheckpoint(directory, config)).toEqual(checkpoint);
    expect(await loadModel(directory)).toEqual({ config, weights: checkpoint.weights });
    expect((await readdir(directory)).sort()).toEqual([
      "config.json",
      "optimizer.safetensors",
      "weights.safetensors",
    ]);
  });

  it("replaces an older one, and what a crash left beside it", async () => {
    await saveCheckpoint(directory, checkpointOf(1));
    await mkdir(`${directory}.partial`);
    await writeFile(join(`${directory}.partial`, "weights.safetensors"), "half of it");
    await saveCheckpoint(directory, checkpointOf(2));
    expect((await loadCheckpoint(directory, config)).optimizer.step).toBe(2);
    expect(await readdir(join(directory, ".."))).toEqual(["latest"]);
  });

  it("is found where a crash came between the two renames", async () => {
    await saveCheckpoint(directory, checkpointOf(1));
    await rename(directory, `${directory}.previous`);
    expect((await loadCheckpoint(directory, config)).optimizer.step).toBe(1);
    await saveCheckpoint(directory, checkpointOf(2));
    expect((await loadCheckpoint(directory, config)).optimizer.step).toBe(2);
    expect(await readdir(join(directory, ".."))).toEqual(["latest"]);
  });

  it("can leave out the optimiser and half of the bits", async () => {
    const { weights } = checkpointOf(1);
    await saveModel(directory, { config, weights }, "F16");
    const model = await loadModel(directory);
    for (const [name, values] of model.weights) {
      for (const [i, value] of values.entries()) expect(value).toBeCloseTo(weights.get(name)?.[i] ?? 0, 3);
    }
    await expectRefused("optimizer.safetensors: there is no such file");
  });
});

describe("a checkpoint that cannot be used", () => {
  beforeEach(() => saveCheckpoint(directory, checkpointOf(1)));
  const norm = "model.norm.weight";

  it("is named where a file is missing, cut off or something else", async () => {
    const { size } = await stat(join(directory, "optimizer.safetensors"));
    await truncate(join(directory, "optimizer.safetensors"), size - 1);
    await expectRefused("optimizer.safetensors: tensor ");
    await writeFile(join(directory, "weights.safetensors"), "a web page that was saved by mistake");
    await expectRefused("weights.safetensors: not a safetensors file");
    await writeFile(join(directory, "config.json"), "{");
    await expectRefused("config.json: not JSON");
    await writeFile(join(directory, "config.json"), "{}");
    await expectRefused("config.json: vocabularySize: ");
    await rm(directory, { recursive: true });
    await expectRefused("config.json: there is no such file");
  });

  it("is named with the tensor that has another shape, is missing, or is not finite", async () => {
    await changeTensor(norm, new Float32Array(5), [5]);
    await expectRefused(`tensor ${norm} has shape [5], must be [4]`);
    await changeTensor(norm, Float32Array.of(0, 0, Number.NaN, 0), [4]);
    await expectRefused(`tensor ${norm} holds NaN at 2: not finite`);
    await writeFile(join(directory, "weights.safetensors"), writeSafetensors(new Map(), {}));
    await expectRefused("tensor model.embed_tokens.weight is missing");
  });

  it("is named where the model has another shape", async () => {
    const other = modelConfig.parse({ ...config, layers: 2 });
    await expect(loadCheckpoint(directory, other)).rejects.toThrow("its layers is 1, but this model's is 2");
  });
});

describe("a checkpoint that cannot be written", () => {
  function run(command: string, ...words: readonly string[]): "done" | "refused" {
    return spawnSync(command, words, { stdio: "ignore" }).status === 0 ? "done" : "refused";
  }

  async function expectFailure(target: string, reason: string): Promise<void> {
    const saving = saveCheckpoint(target, checkpointOf(2));
    await expect(saving).rejects.toThrow(ConfigError);
    await expect(saving).rejects.toThrow(`cannot write ${target}: ${reason}`);
  }

  it("says that its parent is a file", async () => {
    await mkdir(join(directory, ".."), { recursive: true });
    await writeFile(directory, "a file");
    await expectFailure(join(directory, "inside"), "a file of that name is in the way (EEXIST)");
  });

  it.skipIf(isRoot)("says that its parent must not be written, and leaves the last one", async () => {
    await saveCheckpoint(directory, checkpointOf(1));
    await chmod(join(directory, ".."), 0o500);
    await expectFailure(directory, "permission denied (EACCES)");
    await chmod(join(directory, ".."), 0o700);
    expect((await loadCheckpoint(directory, config)).optimizer.step).toBe(1);
  });

  it.runIf(isRoot && process.platform === "linux")("on a full disk leaves the last one", async ({ skip }) => {
    await mkdir(directory, { recursive: true });
    const mounted = run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", directory);
    if (mounted === "refused") skip("mounting is not allowed here");
    const target = join(directory, "latest");
    try {
      await saveCheckpoint(target, checkpointOf(1));
      await writeFile(join(directory, "filler"), new Uint8Array(12 << 10));
      await expectFailure(target, "no space left on the device (ENOSPC)");
      expect((await loadCheckpoint(target, config)).optimizer.step).toBe(1);
      expect((await readdir(directory)).sort()).toEqual(["filler", "latest"]);
      run("mount", "-o", "remount,ro", directory);
      await expectFailure(target, "the file system is read-only (EROFS)");
      expect((await loadCheckpoint(target, config)).optimizer.step).toBe(1);
    } finally {
      run("umount", directory);
    }
  });
});
