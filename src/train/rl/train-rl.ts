/** @file Multi-agent reinforcement learning: roll out groups, compare within each, one step up. */
import { setMaxListeners } from "node:events";
import type { Sampler } from "../../core/sampler.ts";
import type { Datum, Loss, Trainer } from "../../core/trainer.ts";
import { openEmbeddedSampler } from "../../engine/sampling/open-embedded-sampler.ts";
import { openEmbeddedTrainer } from "../../engine/training/embedded-trainer.ts";
import { scheduledRate } from "../../engine/training/learning-rate.ts";
import { compactRenderer } from "../../llm/compact/compact-renderer.ts";
import type { Policy } from "../../llm/embedded/policy-directory.ts";
import type { Renderer } from "../../llm/renderer.ts";
import { tokenLevelSampler } from "../../llm/token-level-sampler.ts";
import type { RlConfig } from "../config/rl-config.ts";
import { groupDatums } from "../objective/datums.ts";
import type { Metrics } from "../run/metrics.ts";
import type { OnProgress } from "../run/progress.ts";
import type { TrainingRun } from "../run/training-run.ts";
import { startFrom } from "../start.ts";
import type { World } from "../world.ts";
import { evaluate, evaluationTasks } from "./evaluate.ts";
import { type RolloutOptions, rolloutGroups, rolloutMetrics } from "./rollout.ts";
import { taskOrder } from "./task-order.ts";
import { updateMetrics } from "./update-metrics.ts";

export interface RlParts {
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Trains to the config's last step and leaves the policy in the run's directory. Aborted, it saves the steps that are done
 * and rejects with the signal's reason.
 */
export async function trainRl(config: RlConfig, run: TrainingRun, parts: RlParts): Promise<void> {
  const { world, signal, onProgress } = parts;
  // every agent that is at work listens
  if (signal !== undefined) setMaxListeners(0, signal);
  const start = await startFrom(config.from);
  const trainer = await openTrainer(config, start);
  const renderer = compactRenderer(start.tokenizer);
  try {
    const tasksOf = await taskOrder(config, world);
    const measure = await measuring(config, run, { parts, trainer, renderer });
    await run.restore(trainer);
    const measured = await measuredSteps(run);
    onProgress?.({ kind: "steps", done: run.done, of: config.steps });

    if (!measured.has(run.done)) await measure();
    while (run.done < config.steps) {
      const metrics = await takeStep(run.done + 1, { config, parts, trainer, renderer, tasksOf });
      await run.record(metrics);
      onProgress?.({ kind: "steps", done: run.done, of: config.steps, metrics });
      if (run.done % config.saveEvery === 0 || run.done === config.steps) await run.save(trainer);
      await measure();
    }
    await run.keepPolicy({ ...start, weights: await trainer.weights() });
  } catch (error) {
    if (signal?.aborted && error === signal.reason) await run.save(trainer);
    throw error;
  } finally {
    await trainer.close();
  }
}

interface Means {
  readonly parts: RlParts;
  readonly trainer: Trainer;
  readonly renderer: Renderer;
}

/** Evaluates the policy after the steps done, if that is due. */
async function measuring(
  config: RlConfig,
  run: TrainingRun,
  { parts, trainer, renderer }: Means,
): Promise<() => Promise<void>> {
  const tasks = await evaluationTasks(parts.world, config.evaluation);
  return async () => {
    const { done } = run;
    if (!isDue(done, config)) return;
    const options = rolloutOptions(config, parts, { split: "dev", of: tasks.length });
    const scores = await sampling(trainer, renderer, (sampler) => evaluate(tasks, { ...options, sampler }));
    const metrics = { step: done, ...scores };
    await run.record(metrics);
    parts.onProgress?.({ kind: "steps", done, of: config.steps, metrics });
  };
}

interface StepParts extends Means {
  readonly config: RlConfig;
  readonly tasksOf: Awaited<ReturnType<typeof taskOrder>>;
}

/** One step. It may be aborted before the update, which is all or nothing. */
async function takeStep(
  step: number,
  { config, parts, trainer, renderer, tasksOf }: StepParts,
): Promise<Metrics> {
  const { groupsPerStep, groupSize } = config;
  const startedAt = performance.now();
  const options = rolloutOptions(config, parts, { split: "train", of: groupsPerStep * groupSize });
  const { groups, rollouts } = await sampling(trainer, renderer, (sampler) =>
    rolloutGroups(tasksOf(step), { ...options, sampler, size: groupSize, seed: seedOf(step, config) }),
  );
  const rolledOutAt = performance.now();

  const datums = groups.map((group) => groupDatums(group, config.objective));
  const data = datums.flatMap((group) => scaled(group.datums, 1 / groups.length));
  const adam = adamAt(config, step);
  const update = await updateMetrics(data, {
    trainer,
    config,
    loss: lossOf(config),
    adam,
    signal: parts.signal,
  });
  const rolloutSeconds = (rolledOutAt - startedAt) / 1000;
  const sampledTokens = datums.reduce((sum, group) => sum + group.sampledTokens, 0);
  return {
    step,
    ...rolloutMetrics(rollouts),
    ...update,
    droppedGroups: datums.filter(({ advantages }) => advantages === undefined).length,
    tokensPerSecond: sampledTokens / rolloutSeconds,
    rolloutSeconds,
    updateSeconds: (performance.now() - rolledOutAt) / 1000,
  };
}

function openTrainer({ engine }: RlConfig, { config, weights }: Policy) {
  const { threads, provider } = engine;
  const openSampler = (shape: typeof config, now: typeof weights) =>
    openEmbeddedSampler(shape, now, { model: "policy", threads, provider });
  return openEmbeddedTrainer({ config, weights, openSampler, ...engine });
}

/** Runs `work` with a sampler of the weights as they are now. */
async function sampling<T>(
  trainer: Trainer,
  renderer: Renderer,
  work: (sampler: Sampler) => Promise<T>,
): Promise<T> {
  const tokens = await trainer.sampler();
  return await work(tokenLevelSampler(tokens, renderer)).finally(() => tokens.close());
}

function rolloutOptions(
  config: RlConfig,
  { world, signal, onProgress }: RlParts,
  { split, of }: { readonly split: "train" | "dev"; readonly of: number },
): Omit<RolloutOptions, "sampler"> {
  const { width, reward } = config;
  const temperature = split === "dev" ? config.evaluation.temperature : config.temperature;
  let done = 0;
  const onEpisode = () => {
    done += 1;
    onProgress?.({ kind: "episodes", done, of, split });
  };
  return { world, signal, width, reward, temperature, onEpisode };
}

/** Spaced so that no two episodes of a training share one. */
function seedOf(step: number, { groupSize, groupsPerStep, seed }: RlConfig): number {
  return (seed * 1_000_000_007 + step * groupsPerStep * groupSize) % 2 ** 31;
}

/** Steps after which the policy was evaluated before this session. */
async function measuredSteps(run: TrainingRun): Promise<ReadonlySet<number>> {
  const metrics = await run.metrics();
  return new Set(metrics.filter((one) => one["devReward"] !== undefined).map(({ step }) => step));
}

function isDue(done: number, { evaluation, steps }: RlConfig): boolean {
  return done % evaluation.every === 0 || done === steps;
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
