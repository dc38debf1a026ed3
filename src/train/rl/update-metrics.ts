/** @file The update of a step, and what it says of the policy. */
import type { AdamParams, Datum, Loss, Trainer } from "../../core/trainer.ts";
import type { RlConfig } from "../config/rl-config.ts";
import { policyMetrics } from "../objective/policy-metrics.ts";

export interface UpdateParts {
  readonly trainer: Pick<Trainer, "forwardBackward" | "optimStep">;
  readonly config: Pick<RlConfig, "maxMeanRatio" | "updatesPerStep">;
  readonly loss: Extract<Loss, { kind: "policy" }>;
  readonly adam: AdamParams;
  readonly signal?: AbortSignal | undefined;
}

export interface UpdateMetrics {
  readonly loss?: number | undefined;
  readonly gradientNorm?: number | undefined;
  readonly learningRate?: number | undefined;
  readonly trainedTokens?: number | undefined;
  readonly clipShare?: number | undefined;
  readonly meanRatio?: number | undefined;
  readonly meanLogprobGap?: number | undefined;
  readonly maxLogprobGap?: number | undefined;
  readonly entropy?: number | undefined;
  /** 1 where the policy had moved too far from the one that sampled, and no step was taken. */
  readonly skipped?: number | undefined;
}

/**
 * One pass over the data for each update. The loss, entropy and gaps are those of the first, when policy and sampler are
 * the same; ratio and clip share those of the last. Only the first can be aborted: an update is whole or not at all.
 */
export async function updateMetrics(data: readonly Datum[], parts: UpdateParts): Promise<UpdateMetrics> {
  if (data.length === 0) return {};
  let metrics = await pass(data, parts);
  for (let update = 1; update < parts.config.updatesPerStep; update += 1) {
    const { clipShare, meanRatio, skipped } = await pass(data, { ...parts, signal: undefined });
    metrics = { ...metrics, clipShare, meanRatio, skipped };
  }
  return metrics;
}

async function pass(
  data: readonly Datum[],
  { trainer, config, loss, adam, signal }: UpdateParts,
): Promise<UpdateMetrics> {
  const passed = await trainer.forwardBackward(data, loss, signal);
  const policy = policyMetrics(data, passed, loss);
  const isFar = (policy?.meanRatio ?? 1) > config.maxMeanRatio;
  const { gradientNorm } = await trainer.optimStep(isFar ? { ...adam, learningRate: 0 } : adam);
  const { tokens, ...shares } = policy ?? { tokens: 0 };
  const { learningRate } = adam;
  return {
    loss: passed.loss,
    gradientNorm,
    learningRate,
    trainedTokens: tokens,
    ...shares,
    skipped: Number(isFar),
  };
}
