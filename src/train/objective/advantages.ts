/** @file How each episode of a group did against the others. */

/** Rewards closer than this differ only by rounding. */
const SAME = 1e-9;
const EPSILON = 1e-6;

/**
 * `A_i = (R_i - mean) / (std + 1e-6)`, std with n - 1 (GRPO as in WideSeek-R1, arXiv 2602.04634; RLinf
 * `algorithms/advantages.py`). `undefined` for a group that teaches nothing: fewer than two rewards, or all the same.
 */
export function advantages(rewards: readonly number[]): readonly number[] | undefined {
  if (rewards.length < 2 || Math.max(...rewards) - Math.min(...rewards) < SAME) return undefined;
  const mean = sum(rewards) / rewards.length;
  const variance = sum(rewards.map((reward) => (reward - mean) ** 2)) / (rewards.length - 1);
  return rewards.map((reward) => (reward - mean) / (Math.sqrt(variance) + EPSILON));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
