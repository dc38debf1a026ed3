import { cp, mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ToyWorld, writeToyWorld } from "../../../test/fixtures/toy-world.ts";
import { ConfigError } from "../../core/errors.ts";
import { type RlConfig, rlConfig } from "../config/rl-config.ts";
import { type Metrics, parseMetrics } from "../run/metrics.ts";
import type { TrainingProgress } from "../run/progress.ts";
import { openTrainingRun } from "../run/training-run.ts";
import { openWorld, type World } from "../world.ts";
import { trainRl } from "./train-rl.ts";

const START = fileURLToPath(new URL("../../../models/sft-start", import.meta.url));

const root = await mkdtemp(join(tmpdir(), "wideseek-rl-"));
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

function configOf(changes: object = {}): RlConfig {
  return rlConfig.parse({
    from: START,
    world: files,
    width: 1,
    steps: 2,
    groupsPerStep: 1,
    groupSize: 4,
    temperature: 0.7,
    evaluation: { every: 2, tasks: 1 },
    saveEvery: 2,
    engine: { threads: 1 },
    ...changes,
  });
}

type Watch = (progress: TrainingProgress, abort: () => void) => void;

async function train(directory: string, config = configOf(), watch?: Watch): Promise<void> {
  const controller = new AbortController();
  const run = await openTrainingRun(directory, config);
  await trainRl(config, run, {
    world,
    signal: controller.signal,
    onProgress: (progress) => watch?.(progress, () => controller.abort(new Error("enough"))),
  });
}

async function measured(directory: string): Promise<readonly Metrics[]> {
  return parseMetrics(await readFile(join(directory, "metrics.jsonl"), "utf8"));
}

/** What does not hang on the clock, to the digits that do not hang on which sequences shared a batch. */
function rounded(metrics: readonly Metrics[]): readonly unknown[] {
  const byClock = new Set(["rolloutSeconds", "updateSeconds", "tokensPerSecond"]);
  const byRounding = new Set(["meanLogprobGap", "maxLogprobGap"]);
  return metrics.map((line) =>
    Object.entries(line).flatMap(([name, value]) =>
      byClock.has(name) || byRounding.has(name) ? [] : [[name, value?.toFixed(2)]],
    ),
  );
}

describe("reinforcement learning", () => {
  const whole = join(root, "whole");
  beforeAll(() => train(whole), 60_000);

  test("measures every step, and the dev split before the first and after the last", async () => {
    const metrics = await measured(whole);
    expect(metrics.filter(({ reward }) => reward !== undefined).map(({ step }) => step)).toEqual([1, 2]);
    expect(metrics.filter(({ devReward }) => devReward !== undefined).map(({ step }) => step)).toEqual([
      0, 2,
    ]);
    // trainer and sampler compute the same in two ways
    for (const { maxLogprobGap = 0 } of metrics) expect(maxLogprobGap).toBeLessThan(1e-3);
  });

  test("stopped in the middle of a step keeps the steps before, and goes on to the same metrics", async () => {
    const directory = join(root, "stopped");
    const inSecondStep: Watch = (progress, abort) => {
      if (progress.kind === "steps" && progress.done === 1) armed = true;
      if (armed && progress.kind === "episodes") abort();
    };
    let armed = false;
    await expect(train(directory, configOf(), inSecondStep)).rejects.toThrow("enough");
    expect((await openTrainingRun(directory, configOf())).done).toBe(1);
    await train(directory);
    expect(rounded(await measured(directory))).toEqual(rounded(await measured(whole)));
  }, 60_000);

  test("stopped while the dev split is measured measures it again", async () => {
    const directory = join(root, "measuring");
    const inDev: Watch = (progress, abort) => {
      if (progress.kind === "episodes" && progress.split === "dev") abort();
    };
    await expect(train(directory, configOf(), inDev)).rejects.toThrow("enough");
    await train(directory);
    expect(rounded(await measured(directory))).toEqual(rounded(await measured(whole)));
  }, 60_000);
});

describe("reinforcement learning that cannot begin says why:", () => {
  async function expectRefused(config: RlConfig, message: string): Promise<void> {
    const training = train(join(root, "refused"), config);
    await expect(training).rejects.toThrow(ConfigError);
    await expect(training).rejects.toThrow(message);
    await rm(join(root, "refused"), { recursive: true });
  }

  test("no policy to start from", async () => {
    await expectRefused(configOf({ from: root }), "it must be the directory of a policy");
  });

  test("damaged weights", async () => {
    const damaged = join(root, "damaged");
    await cp(START, damaged, { recursive: true });
    await truncate(join(damaged, "weights.safetensors"), 100_000);
    await expectRefused(configOf({ from: damaged }), "weights.safetensors: tensor ");
  });

  test("a world without tasks", async () => {
    await expect(world.tasks("test", 0)).resolves.toEqual([]);
    const none: World = { ...world, tasks: async () => [] };
    const run = await openTrainingRun(join(root, "none"), configOf());
    await expect(trainRl(configOf(), run, { world: none })).rejects.toThrow("world.tasks: no hybrid task");
  });
});
