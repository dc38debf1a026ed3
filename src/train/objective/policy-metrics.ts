/** @file What an update says of the policy: how far it has moved from the one that sampled, and how sure it is. */
import type { Datum, ForwardBackward, Loss } from "../../core/trainer.ts";

/** Over trained tokens, each counted once. The ratio is `exp(p - q)`: log-probability now less that of the sampler. */
export interface PolicyMetrics {
  readonly tokens: number;
  /** The share of tokens whose clipped ratio stops their gradient, in [0, 1]. */
  readonly clipShare: number;
  readonly meanRatio: number;
  /** `|p - q|`, in nats. Before the first step of a batch it is the numerical gap between trainer and sampler alone. */
  readonly meanLogprobGap: number;
  readonly maxLogprobGap: number;
  /** Mean, in nats. */
  readonly entropy: number;
}

/** What the trainer returned for `datums`, in their order. `undefined` where no token has a weight. */
export function policyMetrics(
  datums: readonly Datum[],
  { logprobs, entropies }: Pick<ForwardBackward, "logprobs" | "entropies">,
  loss: PolicyLoss,
): PolicyMetrics | undefined {
  const tokens = datums.flatMap((datum, index) =>
    trainedTokens(datum, logprobs[index] ?? [], entropies[index] ?? []),
  );
  if (tokens.length === 0) return undefined;
  const mean = (value: (token: TrainedToken) => number) =>
    tokens.reduce((sum, token) => sum + value(token), 0) / tokens.length;
  return {
    tokens: tokens.length,
    clipShare: mean((token) => Number(isClipped(token, loss))),
    meanRatio: mean(ratio),
    meanLogprobGap: mean(gap),
    maxLogprobGap: tokens.reduce((most, token) => Math.max(most, gap(token)), 0),
    entropy: mean((token) => token.entropy),
  };
}

type PolicyLoss = Extract<Loss, { kind: "policy" }>;

interface TrainedToken {
  readonly weight: number;
  readonly sampled: number;
  readonly now: number;
  readonly entropy: number;
}

function trainedTokens(
  { weights, logprobs }: Datum,
  now: readonly number[],
  entropies: readonly number[],
): readonly TrainedToken[] {
  return weights.flatMap((weight, index) => {
    if (weight === 0) return [];
    const entropy = entropies[index] ?? 0;
    return [{ weight, sampled: logprobs?.[index] ?? 0, now: now[index] ?? 0, entropy }];
  });
}

function ratio({ now, sampled }: TrainedToken): number {
  return Math.exp(now - sampled);
}

function gap({ now, sampled }: TrainedToken): number {
  return Math.abs(now - sampled);
}

/** Only a ratio that has already gone the way the weight pushes it is clipped. */
function isClipped(token: TrainedToken, { clipLow, clipHigh, dualClip }: PolicyLoss): boolean {
  const r = ratio(token);
  return token.weight > 0 ? r > clipHigh : r < clipLow || (dualClip !== undefined && r > dualClip);
}
