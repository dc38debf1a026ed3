/** @file Supervised training: a policy learns to write what the teacher wrote. */
import type { AdamParams } from "../../core/trainer.ts";
import { initialWeights } from "../../engine/initial-weights.ts";
import { modelConfig, parameterCount } from "../../engine/model-config.ts";
import { openEmbeddedSampler } from "../../engine/sampling/open-embedded-sampler.ts";
import { type EmbeddedTrainer, openEmbeddedTrainer } from "../../engine/training/embedded-trainer.ts";
import { scheduledRate } from "../../engine/training/learning-rate.ts";
import { loadPolicy, loadTokenizer, type Policy, savePolicy } from "../../llm/embedded/policy-directory.ts";
import type { SftConfig } from "../config/sft-config.ts";
import { learntTokens, toDatum } from "../demonstrations/demonstration.ts";
import type { Metrics, TrainingRun } from "../run/training-run.ts";
import { shippedTokenizer } from "../shipped.ts";
import type { World } from "../world.ts";
import { batchesOf } from "./batches.ts";
import { type CollectProgress, collectDemonstrations } from "./collect.ts";
import { repeats } from "./repeats.ts";

export interface SftParts {
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  readonly onCollect?: ((progress: CollectProgress) => void) | undefined;
  readonly onStep?: ((metrics: Metrics, steps: number) => void) | undefined;
}

/** Trains to the config's last step and leaves the policy in the run's directory. Rejects with the signal's reason. */
export async function trainSft(config: SftConfig, run: TrainingRun, parts: SftParts): Promise<void> {
  const { signal, onStep } = parts;
  const start = await startingPolicy(config);
  const demonstrations = await collectDemonstrations(config, run, { ...parts, tokenizer: start.tokenizer });
  const trainer = await openTrainer(config, start);
  try {
    if (run.checkpoint !== undefined) await trainer.load(run.checkpoint);
    else await learnRepeats(config, trainer, signal);
    const batches = batchesOf(demonstrations, config);
    for (let skipped = 0; skipped < run.done; skipped += 1) batches.next();

    for (let step = run.done + 1; step <= config.steps; step += 1) {
      const startedAt = performance.now();
      const batch = batches.next().value;
      const learnt = batch.reduce((sum, one) => sum + learntTokens(one), 0);
      const data = batch.map((one) => toDatum(one, 1 / learnt));
      const { loss } = await trainer.forwardBackward(data, { kind: "cross-entropy" }, signal);
      const adam = adamAt(config, step);
      const { gradientNorm } = await trainer.optimStep(adam);
      const tokens = batch.reduce((sum, one) => sum + one.tokens.length, 0);
      const seconds = (performance.now() - startedAt) / 1000;
      const metrics = {
        step,
        loss,
        gradientNorm,
        learningRate: adam.learningRate,
        tokens,
        tokensPerSecond: tokens / seconds,
      };
      await run.record(metrics);
      onStep?.(metrics, config.steps);
      if (step % config.saveEvery === 0 || step === config.steps) await run.save(step, trainer);
      signal?.throwIfAborted();
    }
    const { tokenizerJson } = start;
    await savePolicy(run.policyDirectory, {
      config: start.config,
      weights: await trainer.weights(),
      tokenizerJson,
    });
  } finally {
    await trainer.close();
  }
}

async function startingPolicy({ from, model, seed, tokenizer: file }: SftConfig): Promise<Policy> {
  if (from !== undefined) return await loadPolicy(from);
  const { tokenizer, tokenizerJson } = await loadTokenizer(file ?? shippedTokenizer());
  const { start, ...shape } = model;
  const config = modelConfig.parse({ ...shape, vocabularySize: tokenizer.size });
  return { config, weights: initialWeights(config, seed, start), tokenizer, tokenizerJson };
}

function openTrainer({ engine }: SftConfig, { config, weights }: Policy): Promise<EmbeddedTrainer> {
  const openSampler = () =>
    openEmbeddedSampler(config, weights, { model: "policy", threads: engine.threads });
  return openEmbeddedTrainer({ config, weights, openSampler, ...engine });
}

/** Random tokens that repeat: what a model learns from them is to look back and copy. */
async function learnRepeats(
  config: SftConfig,
  trainer: EmbeddedTrainer,
  signal?: AbortSignal,
): Promise<void> {
  for (let step = 0; step < config.repeatSteps; step += 1) {
    const data = repeats(trainer.config, config.seed + step);
    await trainer.forwardBackward(data, { kind: "cross-entropy" }, signal);
    const warmUp = Math.min(1, (step + 1) / REPEAT_WARM_UP);
    await trainer.optimStep({ ...config.adam, learningRate: config.adam.learningRate * warmUp });
  }
}

const REPEAT_WARM_UP = 30;

function adamAt({ adam, steps }: SftConfig, step: number): AdamParams {
  const { learningRate: peak, warmupSteps, finalShare } = adam;
  return {
    ...adam,
    learningRate: scheduledRate({ peak, warmupSteps, totalSteps: steps, finalShare }, step - 1),
  };
}

/** What a new model of the config will weigh, for the progress line. */
export function describeModel(policy: Pick<Policy, "config">): string {
  return `${(parameterCount(policy.config) / 1e6).toFixed(2)} M parameters`;
}
