/**
 * @file The seam to whatever holds the weights of a policy: the embedded engine, or a cluster behind a protocol. Its verbs
 * are those of the Tinker protocol, so that the loop that drives it is the same for both.
 */
import type { TokenSampler } from "./token-sampler.ts";

/**
 * One training sequence. The three arrays have one entry per token of `tokens`; entry `i` is about predicting
 * `tokens[i]` from what stands before it, so entry 0 is always 0.
 */
export interface Datum {
  readonly tokens: readonly number[];
  /**
   * What the token counts in the loss; 0 where it is not trained. Cross-entropy: its coefficient. Policy loss: its
   * advantage times its token weight, signed. Losses are plain sums, so whoever makes a datum has normalised it.
   */
  readonly weights: readonly number[];
  /** Natural log-probabilities under the policy that sampled; needed by the policy loss, 0 where not trained. */
  readonly logprobs?: readonly number[] | undefined;
}

/**
 * With `w` a token's weight, `p` its log-probability now and `q` the one it was sampled with:
 * `cross-entropy` sums `-w·p`; `policy` sums `-min(r·w, clip(r, low, high)·w)` with `r = exp(p - q)` (GRPO with
 * clip-higher, arXiv 2602.04634), and where `dualClip` is set at most `dualClip·|w|` for tokens with negative `w`.
 */
export type Loss =
  | { readonly kind: "cross-entropy" }
  | {
      readonly kind: "policy";
      readonly clipLow: number;
      readonly clipHigh: number;
      readonly dualClip?: number | undefined;
    };

export interface ForwardBackward {
  /** The loss, summed over all data of the call. */
  readonly loss: number;
  /** Per datum: the log-probability of each token now, one entry per token, 0 where its weight is 0. */
  readonly logprobs: readonly (readonly number[])[];
  /** Per datum: the entropy in nats of the prediction of each token, 0 where its weight is 0. */
  readonly entropies: readonly (readonly number[])[];
}

/** Adam with decoupled weight decay (AdamW). */
export interface AdamParams {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** The most the norm of the whole gradient may be; a longer gradient is scaled down. */
  readonly maxGradientNorm: number;
}

export interface OptimStep {
  /** Norm of the whole gradient before it was clipped. */
  readonly gradientNorm: number;
}

export interface Trainer {
  /** Adds the gradient of `data` to what was gathered since the last `optimStep`. Order and grouping do not matter. */
  forwardBackward(data: readonly Datum[], loss: Loss, signal?: AbortSignal): Promise<ForwardBackward>;
  /** Applies the gathered gradient and clears it. */
  optimStep(params: AdamParams): Promise<OptimStep>;
  /** A sampler of the weights as they are now. A sampler from before the last step must not be used again. */
  sampler(): Promise<TokenSampler>;
  /** Writes weights and optimiser into a directory, whole or not at all. Throws `ConfigError` where it cannot. */
  save(directory: string): Promise<void>;
  /** Reads what `save` wrote. Throws `ConfigError` for what is missing, corrupt, or of another shape. */
  load(directory: string): Promise<void>;
  close(): Promise<void>;
}
