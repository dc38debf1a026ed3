/** @file How far a training is, for whoever watches it. */
import type { Metrics } from "./metrics.ts";

/** `done` of `of`, in what the kind says: tasks that the teacher played, batches of repeats, steps, episodes. */
export type TrainingProgress =
  | {
      readonly kind: "demonstrations";
      readonly done: number;
      readonly of: number;
      readonly demonstrations: number;
    }
  | { readonly kind: "repeats"; readonly done: number; readonly of: number; readonly loss: number }
  | { readonly kind: "episodes"; readonly done: number; readonly of: number; readonly split: "train" | "dev" }
  /** Before the first step of a session, and after each. */
  | {
      readonly kind: "steps";
      readonly done: number;
      readonly of: number;
      readonly metrics?: Metrics | undefined;
    };

export type OnProgress = (progress: TrainingProgress) => void;
