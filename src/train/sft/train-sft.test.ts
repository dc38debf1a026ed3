import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ToyWorld, writeToyWorld } from "../../../test/fixtures/toy-world.ts";
import { ConfigError } from "../../core/errors.ts";
import { type SftConfig, sftConfig } from "../config/sft-config.ts";
import type { TrainingProgress } from "../run/progress.ts";
import { openTrainingRun } from "../run/training-run.ts";
import { openWorld, type World } from "../world.ts";
import { trainSft } from "./train-sft.ts";

const root = await mkdtemp(join(tmpdir(), "wideseek-sft-"));
let files: ToyWorld;
let world: World;
beforeAll(async () => {
  files = await writeToyWorld(join(root, "world"));
  world = await openWorld(configOf().world, { cacheDirectory: join(root, "cache") });
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(root, { recursive: true });
});

function configOf(changes: Partial<SftConfig["model"]> = {}): SftConfig {
  const model = { hiddenSize: 16, layers: 1, heads: 2, keyValueHeads: 1, headSize: 16, feedForwardSize: 16 };
  return sftConfig.parse({
    world: files,
    model: { ...model, contextLength: 512, ...changes },
    phrasings: 1,
    steps: 6,
    batchTokens: 400,
    repeatSteps: 1,
    saveEvery: 2,
    engine: { threads: 1 },
  });
}

const noAbort: (progress: TrainingProgress, abort: () => void) => void = () => undefined;

/** Trains as far as it goes; `watch` may abort. */
async function train(directory: string, watch = noAbort, config = configOf()): Promise<void> {
  const controller = new AbortController();
  const run = await openTrainingRun(directory, config);
  await trainSft(config, run, {
    world,
    signal: controller.signal,
    onProgress: (progress) => watch(progress, () => controller.abort(new Error("enough"))),
  });
}

const abortAfter =
  (step: number): typeof noAbort =>
  (progress, abort) => {
    if (progress.kind === "steps" && progress.done === step) abort();
  };

/** The lines of metrics without what the clock decides, and the weights. */
async function outcome(directory: string): Promise<readonly unknown[]> {
  const metrics = await readFile(join(directory, "metrics.jsonl"), "utf8");
  const weights = await readFile(join(directory, "policy", "weights.safetensors"));
  return [metrics.replaceAll(/,"tokensPerSecond":[\d.e+-]+/g, ""), weights.toString("base64")];
}

describe("a supervised training that was broken off", () => {
  const whole = join(root, "whole");
  beforeAll(() => train(whole), 60_000);

  test.each([
    ["at a save", 2],
    ["between two saves", 3],
  ])("%s gives the same metrics and weights as one that was not", async (_, step) => {
    const directory = join(root, `broken-${step}`);
    await expect(train(directory, abortAfter(step))).rejects.toThrow("enough");
    expect((await openTrainingRun(directory, configOf())).done).toBe(step);
    await train(directory);
    expect(await outcome(directory)).toEqual(await outcome(whole));
  });

  test("by a crash between two saves does so too", async () => {
    const directory = join(root, "crashed");
    await expect(train(directory, abortAfter(3))).rejects.toThrow("enough");
    // a crash would not have saved the third step
    await rm(join(directory, "checkpoints", "000003"), { recursive: true });
    await train(directory);
    expect(await outcome(directory)).toEqual(await outcome(whole));
  });

  test("while demonstrations are made begins with them anew", async () => {
    const directory = join(root, "collecting");
    const abort: typeof noAbort = ({ kind }, stop) => kind === "demonstrations" && stop();
    await expect(train(directory, abort)).rejects.toThrow("enough");
    await train(directory);
    expect(await outcome(directory)).toEqual(await outcome(whole));
  });
});

describe("a supervised training that cannot go on", () => {
  async function expectRefused(training: Promise<void>, message: string): Promise<void> {
    await expect(training).rejects.toThrow(ConfigError);
    await expect(training).rejects.toThrow(message);
  }

  test("says which size of its checkpoint is another", async () => {
    const [directory, other] = [join(root, "shape"), join(root, "other-shape")];
    await expect(train(directory, abortAfter(2))).rejects.toThrow("enough");
    await expect(train(other, abortAfter(2), configOf({ layers: 2 }))).rejects.toThrow("enough");
    await cp(join(other, "checkpoints"), join(directory, "checkpoints"), { recursive: true });
    await expectRefused(train(directory), "its layers is 2, but this model's is 1");
  });

  test("says which line of its demonstrations is damaged", async () => {
    const directory = join(root, "damaged");
    await expect(train(directory, abortAfter(2))).rejects.toThrow("enough");
    await writeFile(join(directory, "demonstrations.jsonl"), "half a li\n");
    await expectRefused(train(directory), "demonstrations.jsonl, line 1: no demonstration; remove the file");
  });

  test("says which sizes of a model do not fit", async () => {
    const config = configOf({ heads: 3, keyValueHeads: 2 });
    await expectRefused(train(join(root, "sizes"), noAbort, config), "model.heads: heads must be a multiple");
  });

  const canMount = process.getuid?.() === 0 && process.platform === "linux";
  test.runIf(canMount)(
    "for a full disk keeps its last checkpoint, and goes on with more room",
    async ({ skip }) => {
      const directory = join(root, "full");
      const mount = (...words: readonly string[]) => spawnSync("mount", words, { stdio: "ignore" }).status;
      await mkdir(directory);
      // room for the first checkpoint of some 400 kB, not for the second beside it
      if (mount("-t", "tmpfs", "-o", "size=700k", "tmpfs", directory) !== 0)
        skip("mounting is not allowed here");
      try {
        await expectRefused(train(directory), "no space left on the device");
        expect((await openTrainingRun(directory, configOf())).done).toBe(2);
        mount("-o", "remount,size=8m", directory);
        await train(directory);
        expect((await openTrainingRun(directory, configOf())).done).toBe(6);
      } finally {
        spawnSync("umount", [directory], { stdio: "ignore" });
      }
    },
  );
});
