/** @file Multi-agent reinforcement learning: roll out groups, compare within each, one step up. */
import type { Sampler } from "../../core/sampler.ts";
import type { Datum, Loss } from "../../core/trainer.ts";
import { openEmbeddedSampler } from "../../engine/sampling/open-embedded-sampler.ts";
import { openEmbeddedTrainer } from "../../engine/training/embedded-trainer.ts";
import { scheduledRate } from "../../engine/training/learning-rate.ts";
import { compactRenderer } from "../../llm/compact/compact-renderer.ts";
import { loadPolicy, savePolicy } from "../../llm/embedded/policy-directory.ts";
import { tokenLevelSampler } from "../../llm/token-level-sampler.ts";
import type { RlConfig } from "../config/rl-config.ts";
import { groupDatums } from "../objective/datums.ts";
import type { Metrics, TrainingRun } from "../run/training-run.ts";
import { byTurns, shuffled, type World } from "../world.ts";
import { evaluate } from "./evaluate.ts";
import { type RolloutOptions, rolloutGroups, rolloutMetrics } from "./rollout.ts";
import { updateMetrics } from "./update-metrics.ts";

export interface RlParts {
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((metrics: Metrics, steps: number) => void) | undefined;
}

/** Trains to the config's last step and leaves the policy in the run's directory. Rejects with the signal's reason. */
export async function trainRl(
  config: RlConfig,
  run: TrainingRun,
  { world, signal, onStep }: RlParts,
): Promise<void> {
  const { config: model, weights, tokenizer, tokenizerJson } = await loadPolicy(config.from);
  const { threads } = config.engine;
  const openSampler = (_: unknown, now: typeof weights) =>
    openEmbeddedSampler(model, now, { model: "policy", threads });
  const trainer = await openEmbeddedTrainer({ config: model, weights, openSampler, ...config.engine });
  const renderer = compactRenderer(tokenizer);
  const options = { world, signal, width: config.width, reward: config.reward };
  const tasksOf = await taskOrder(config, world);
  try {
    if (run.checkpoint !== undefined) await trainer.load(run.checkpoint);

    for (let step = run.done + 1; step <= config.steps; step += 1) {
      const startedAt = performance.now();
      const tokens = await trainer.sampler();
      const sampler: Sampler = tokenLevelSampler(tokens, renderer);
      const evaluated = isDue(step - 1, config.evaluation.every)
        ? await evaluate(config.evaluation, { ...options, sampler })
        : {};
      const rolling = { ...options, sampler, temperature: config.temperature };
      const { groups, rollouts } = await rollOut(step, tasksOf(step), config, rolling);
      await tokens.close();
      const rolledOutAt = performance.now();

      const datums = groups.map((group) => groupDatums(group, config.objective));
      const data = datums.flatMap((group) => scaled(group.datums, 1 / groups.length));
      const update = await updateMetrics(data, {
        trainer,
        config,
        loss: lossOf(config),
        adam: adamAt(config, step),
        signal,
      });
      const metrics: Metrics = {
        step,
        ...rolloutMetrics(rollouts),
        ...evaluated,
        ...update,
        droppedGroups: datums.filter(({ advantages }) => advantages === undefined).length,
        rolloutSeconds: (rolledOutAt - startedAt) / 1000,
        updateSeconds: (performance.now() - rolledOutAt) / 1000,
      };
      await run.record(metrics);
      onStep?.(metrics, config.steps);
      if (step % config.saveEvery === 0 || step === config.steps) await run.save(step, trainer);
      signal?.throwIfAborted();
    }
    await savePolicy(run.policyDirectory, { config: model, weights: await trainer.weights(), tokenizerJson });
  } finally {
    await trainer.close();
  }
}

/** The groups of a step. Seeds are spaced so that no two episodes of a training share one. */
function rollOut(
  step: number,
  tasks: Parameters<typeof rolloutGroups>[0],
  { groupSize, groupsPerStep, seed }: RlConfig,
  options: RolloutOptions,
): ReturnType<typeof rolloutGroups> {
  const first = seed * 1_000_000_007 + step * groupsPerStep * groupSize;
  return rolloutGroups(tasks, { ...options, size: groupSize, seed: first % 2 ** 31 });
}

/** Each task once, then all again in other words; wide and deep by turns. */
async function taskOrder({ seed, groupsPerStep }: RlConfig, world: World) {
  const phrased = await Promise.all([0, 1, 2, 3].map((phrasing) => world.tasks("train", phrasing)));
  const tasks = phrased.flatMap((all, phrasing) => byTurns(shuffled(all, seed * 31 + phrasing)));
  return (step: number) =>
    Array.from({ length: groupsPerStep }, (_, index) => {
      const task = tasks[((step - 1) * groupsPerStep + index) % tasks.length];
      if (task === undefined) throw new Error("a world without tasks");
      return task;
    });
}

function isDue(done: number, every: number): boolean {
  return done % every === 0;
}

function scaled(datums: readonly Datum[], factor: number): readonly Datum[] {
  return datums.map((datum) => ({ ...datum, weights: datum.weights.map((weight) => weight * factor) }));
}

function lossOf({ clip }: RlConfig): Extract<Loss, { kind: "policy" }> {
  return { kind: "policy", clipLow: clip.low, clipHigh: clip.high, dualClip: clip.dual };
}

function adamAt({ adam, steps }: RlConfig, step: number) {
  const { learningRate: peak, warmupSteps, finalShare } = adam;
  return {
    ...adam,
    learningRate: scheduledRate({ peak, warmupSteps, totalSteps: steps, finalShare }, step - 1),
  };
}
