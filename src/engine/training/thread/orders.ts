/** @file What the trainer asks of one of its threads, and what comes back. A thread has one order at a time. */
import type { Loss } from "../../../core/trainer.ts";
import type { ModelConfig } from "../../model-config.ts";
import type { Provider } from "../../onnx/open-session.ts";
import type { AdamUpdate } from "../adam.ts";
import type { TrainerMemory } from "../flat-weights.ts";
import type { MicroBatch } from "../micro-batches.ts";

/** What a thread is started with. */
export interface ThreadData {
  readonly config: ModelConfig;
  readonly provider: Provider;
  readonly memory: TrainerMemory;
  /** 0, 1 … */
  readonly thread: number;
}

export type Order =
  /** Adds the micro-batch's gradient to the thread's pending one. `version` changes when the weights do. */
  | {
      readonly kind: "gather";
      readonly microBatch: MicroBatch;
      readonly loss: Loss;
      readonly version: number;
    }
  /** Moves the pending gradient into the shared memory, or forgets it. */
  | { readonly kind: "keep" | "drop" }
  /** Sums what all threads gathered, over this thread's part of the weights. */
  | { readonly kind: "sum" }
  /** Applies that sum to this thread's part, and clears it. */
  | { readonly kind: "update"; readonly update: AdamUpdate }
  | { readonly kind: "close" };

export interface Gathered {
  readonly kind: "gathered";
  readonly loss: number;
  /** Per position of the micro-batch. */
  readonly logprobs: Float32Array;
  readonly entropies: Float32Array;
}

export type Answer =
  | Gathered
  | { readonly kind: "summed"; readonly squaredNorm: number }
  | { readonly kind: "done" }
  | Failed;

/** Classes of errors do not survive the way between threads, so the one that the user reads is marked. */
export interface Failed {
  readonly kind: "failed";
  readonly message: string;
  readonly isConfigError: boolean;
  readonly error: unknown;
}
