import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { openTrainingRun, type TrainingRun } from "./training-run.ts";

const config = { steps: 9, adam: { learningRate: 0.1 } };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-training-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** A trainer whose weights are a text. */
function trainerWith(weights: string) {
  return {
    save: async (place: string) => {
      await mkdir(place, { recursive: true });
      await writeFile(join(place, "weights"), weights);
    },
  };
}

async function loaded(run: TrainingRun): Promise<string | undefined> {
  let weights: string | undefined;
  const load = async (place: string) => {
    weights = await readFile(join(place, "weights"), "utf8");
  };
  await run.restore({ load });
  return weights;
}

async function takeSteps(run: TrainingRun, from: number, to: number): Promise<void> {
  for (let step = from; step <= to; step += 1) await run.record({ step, loss: 1 / step });
}

const checkpoints = () => readdir(join(directory, "checkpoints"));

describe("a training's directory", () => {
  test("begins at step 0, without a checkpoint", async () => {
    const run = await openTrainingRun(directory, config);
    expect(run.done).toBe(0);
    expect(await loaded(run)).toBeUndefined();
  });

  test("goes on from the last checkpoint; what was measured after it is forgotten", async () => {
    const run = await openTrainingRun(directory, config);
    await run.record({ step: 0, devReward: 0.5 });
    await takeSteps(run, 1, 2);
    await run.save(trainerWith("two"));
    await run.record({ step: 2, devReward: 0.6 });
    await takeSteps(run, 3, 4);

    const again = await openTrainingRun(directory, config);
    expect(again.done).toBe(2);
    expect(await loaded(again)).toBe("two");
    expect(await again.metrics()).toEqual([
      { step: 0, devReward: 0.5 },
      { step: 1, loss: 1 },
      { step: 2, loss: 0.5 },
      { step: 2, devReward: 0.6 },
    ]);
  });

  test("broken off before the first checkpoint begins anew", async () => {
    const run = await openTrainingRun(directory, config);
    await run.record({ step: 0, devReward: 0.5 });
    await takeSteps(run, 1, 2);
    expect(await (await openTrainingRun(directory, config)).metrics()).toEqual([]);
  });

  test("keeps the last two checkpoints, and a report of all steps", async () => {
    const run = await openTrainingRun(directory, config);
    for (const step of [1, 2, 3]) {
      await takeSteps(run, step, step);
      await run.save(trainerWith(String(step)));
    }
    await run.save(trainerWith("once more"));
    expect(await checkpoints()).toEqual(["000002", "000003"]);
    expect(await loaded(run)).toBe("3");
    expect(await readFile(join(directory, "report.html"), "utf8")).toContain("Step 3 of 9");
  });

  test("passes over a line of metrics that was cut off, and what is no checkpoint", async () => {
    const run = await openTrainingRun(directory, config);
    await takeSteps(run, 1, 1);
    await run.save(trainerWith("one"));
    await appendFile(join(directory, "metrics.jsonl"), '{"step":1,"lo');
    await mkdir(join(directory, "checkpoints", "000005.partial"));
    const again = await openTrainingRun(directory, config);
    expect(again.done).toBe(1);
    expect(await again.metrics()).toEqual([{ step: 1, loss: 1 }]);
  });
});

describe("a training's directory is refused", () => {
  async function expectRefused(opening: Promise<unknown>, message: string): Promise<void> {
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(message);
  }

  test("with another config, naming what differs", async () => {
    await openTrainingRun(directory, config);
    const other = { ...config, adam: { learningRate: 0.2 } };
    await expectRefused(openTrainingRun(directory, other), "its adam.learningRate is 0.1, not 0.2");
    const seeded = { ...config, seed: 1 };
    await expectRefused(openTrainingRun(directory, seeded), "its seed is absent, not 1");
  });

  test("with a config that is damaged", async () => {
    await writeFile(join(directory, "config.json"), "{");
    await expectRefused(openTrainingRun(directory, config), "config.json is damaged: not JSON");
  });

  test("where it cannot be made", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    await expectRefused(
      openTrainingRun(join(file, "run"), config),
      "cannot be used: a part of the path is not",
    );
  });

  test("with a checkpoint that cannot be read, naming it and what would work", async () => {
    const run = await openTrainingRun(directory, config);
    await takeSteps(run, 1, 1);
    await run.save(trainerWith("one"));
    const load = () => Promise.reject(new ConfigError("weights: cut off"));
    const place = join(directory, "checkpoints", "000001");
    await expectRefused(run.restore({ load }), `weights: cut off; remove ${place} to go on`);
  });
});
