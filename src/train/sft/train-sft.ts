/** @file Supervised training: a policy learns to write what the teacher wrote. */
import { ConfigError } from "../../core/errors.ts";
import type { AdamParams, Trainer } from "../../core/trainer.ts";
import { initialWeights } from "../../engine/initial-weights.ts";
import { modelConfig } from "../../engine/model-config.ts";
import { openEmbeddedSampler } from "../../engine/sampling/open-embedded-sampler.ts";
import { type EmbeddedTrainer, openEmbeddedTrainer } from "../../engine/training/embedded-trainer.ts";
import { scheduledRate } from "../../engine/training/learning-rate.ts";
import { seedLexicon } from "../../llm/demonstrator/lexicon/seed-lexicon.ts";
import { loadTokenizer, type Policy } from "../../llm/embedded/policy-directory.ts";
import { shippedTokenizer } from "../../llm/embedded/shipped-policy.ts";
import type { SftConfig } from "../config/sft-config.ts";
import { type Demonstration, learntTokens, toDatum } from "../demonstrations/demonstration.ts";
import type { Metrics } from "../run/metrics.ts";
import type { OnProgress } from "../run/progress.ts";
import type { TrainingRun } from "../run/training-run.ts";
import { startFrom } from "../start.ts";
import type { World } from "../world.ts";
import { batchesOf } from "./batches.ts";
import { collectDemonstrations } from "./collect.ts";
import { renaming } from "./rename.ts";
import { repeats } from "./repeats.ts";

export interface SftParts {
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Trains to the config's last step and leaves the policy in the run's directory. Aborted, it saves the steps that are done
 * and rejects with the signal's reason.
 */
export async function trainSft(config: SftConfig, run: TrainingRun, parts: SftParts): Promise<void> {
  const { signal, onProgress } = parts;
  const start = await startingPolicy(config);
  const demonstrations = await collectDemonstrations(config, run, { ...parts, ...start });
  const trainer = await openTrainer(config, start);
  try {
    if (!(await run.restore(trainer))) await learnRepeats(config, trainer, parts);
    const rename = renaming(start.tokenizer, seedLexicon, demonstrations);
    const batches = batchesOf(demonstrations, rename, config);
    for (let skipped = 0; skipped < run.done; skipped += 1) batches.next();
    onProgress?.({ kind: "steps", done: run.done, of: config.steps });

    while (run.done < config.steps) {
      const step = run.done + 1;
      const metrics = await learn(trainer, batches.next().value, adamAt(config, step), signal);
      await run.record({ step, ...metrics });
      onProgress?.({ kind: "steps", done: step, of: config.steps, metrics: { step, ...metrics } });
      if (step % config.saveEvery === 0 || step === config.steps) await run.save(trainer);
    }
    await run.keepPolicy({ ...start, weights: await trainer.weights() });
  } catch (error) {
    if (signal?.aborted && error === signal.reason) await run.save(trainer);
    throw error;
  } finally {
    await trainer.close();
  }
}

/** One step. It may be aborted before the update, which is all or nothing. */
async function learn(
  trainer: Trainer,
  batch: readonly Demonstration[],
  adam: AdamParams,
  signal?: AbortSignal,
): Promise<Omit<Metrics, "step">> {
  const startedAt = performance.now();
  const learnt = batch.reduce((sum, one) => sum + learntTokens(one), 0);
  const data = batch.map((one) => toDatum(one, 1 / learnt));
  const { loss } = await trainer.forwardBackward(data, { kind: "cross-entropy" }, signal);
  const { gradientNorm } = await trainer.optimStep(adam);
  const tokens = batch.reduce((sum, one) => sum + one.tokens.length, 0);
  const seconds = (performance.now() - startedAt) / 1000;
  const { learningRate } = adam;
  return { loss, gradientNorm, learningRate, tokens, tokensPerSecond: tokens / seconds };
}

async function startingPolicy({ from, model, seed, tokenizer: file }: SftConfig): Promise<Policy> {
  if (from !== undefined) return await startFrom(from);
  const { tokenizer, tokenizerJson } = await loadTokenizer(file ?? shippedTokenizer);
  const { start, ...shape } = model;
  const parsed = modelConfig.safeParse({ ...shape, vocabularySize: tokenizer.size });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`model.${issue?.path.join(".")}: ${issue?.message}`);
  }
  const weights = initialWeights(parsed.data, seed, start);
  return { config: parsed.data, weights, tokenizer, tokenizerJson };
}

function openTrainer({ engine }: SftConfig, { config, weights }: Policy): Promise<EmbeddedTrainer> {
  const { threads, provider } = engine;
  const openSampler = (shape: typeof config, now: typeof weights) =>
    openEmbeddedSampler(shape, now, { model: "policy", threads, provider });
  return openEmbeddedTrainer({ config, weights, openSampler, ...engine });
}

/** Random tokens that repeat: what a model learns from them is to look back and copy. */
async function learnRepeats(
  { adam, seed, repeatSteps }: SftConfig,
  trainer: EmbeddedTrainer,
  { signal, onProgress }: SftParts,
): Promise<void> {
  for (let step = 0; step < repeatSteps; step += 1) {
    const data = repeats(trainer.config, seed + step);
    const { loss } = await trainer.forwardBackward(data, { kind: "cross-entropy" }, signal);
    const warmUp = Math.min(1, (step + 1) / REPEAT_WARM_UP);
    await trainer.optimStep({ ...adam, learningRate: adam.learningRate * warmUp });
    onProgress?.({ kind: "repeats", done: step + 1, of: repeatSteps, loss });
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
