/** @file AdamW over a stretch of the weights, so that several threads can each do their part. */
import type { AdamParams } from "../../core/trainer.ts";

/** Flat arrays of the same length, one entry per number of the model. */
export interface AdamState {
  readonly weights: Float32Array;
  /** Running mean of the gradient, and of its square. */
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** A stretch of the flat arrays, `end` excluded. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Whether weight decay applies: to matrices, not to the scales of norms. */
  readonly decays: boolean;
}

export interface AdamUpdate {
  readonly params: AdamParams;
  /** 1 at the first update: corrects the bias of the moments, which begin at 0. */
  readonly step: number;
  /** What the gradient is multiplied with, so that its norm stays within bounds. */
  readonly gradientScale: number;
}

/** One update in place (AdamW: Loshchilov and Hutter, arXiv 1711.05101, algorithm 2, with schedule multiplier = rate). */
export function adamStep(
  state: AdamState,
  gradient: Float32Array,
  stretch: Stretch,
  update: AdamUpdate,
): void {
  const { weights, firstMoment, secondMoment } = state;
  const { learningRate, beta1, beta2, epsilon, weightDecay } = update.params;
  const rate = learningRate / (1 - beta1 ** update.step);
  const spread = 1 / Math.sqrt(1 - beta2 ** update.step);
  const keep = stretch.decays ? 1 - learningRate * weightDecay : 1;
  for (let i = stretch.start; i < stretch.end; i++) {
    const slope = (gradient[i] ?? 0) * update.gradientScale;
    const mean = beta1 * (firstMoment[i] ?? 0) + (1 - beta1) * slope;
    const square = beta2 * (secondMoment[i] ?? 0) + (1 - beta2) * slope * slope;
    firstMoment[i] = mean;
    secondMoment[i] = square;
    weights[i] = keep * (weights[i] ?? 0) - (rate * mean) / (Math.sqrt(square) * spread + epsilon);
  }
}
