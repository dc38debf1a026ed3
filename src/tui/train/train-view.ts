/** @file How far a training is, put together from what it says of itself. */
import type { Metrics } from "../../train/run/metrics.ts";
import type { TrainingProgress } from "../../train/run/progress.ts";

/** Something that is counted, and when its counting began in this session. */
export interface Stretch {
  readonly kind: "demonstrations" | "repeats" | "steps";
  readonly done: number;
  readonly of: number;
  readonly doneBefore: number;
  /** Milliseconds since the session began. */
  readonly beganAt: number;
}

export interface TrainView {
  readonly name: "sft" | "rl";
  /** Absent as long as nothing is known. */
  readonly stretch?: Stretch | undefined;
  /** Episodes of the step that is under way. */
  readonly episodes?: Extract<TrainingProgress, { kind: "episodes" }> | undefined;
  readonly demonstrations?: number | undefined;
  /** What was measured in the last step, or its loss alone. */
  readonly latest?: Partial<Metrics> | undefined;
  /** What was last measured on the dev split. */
  readonly dev?: Metrics | undefined;
}

/** `at`: milliseconds since the session began. */
export function advanceTrainView(view: TrainView, progress: TrainingProgress, at: number): TrainView {
  if (progress.kind === "episodes") return { ...view, episodes: progress };
  const stretch = advance(view.stretch, progress, at);
  return { ...view, ...measured(progress), episodes: undefined, stretch };
}

function measured(progress: Counted): Partial<TrainView> {
  if (progress.kind === "demonstrations") return { demonstrations: progress.demonstrations };
  if (progress.kind === "repeats") return { latest: { loss: progress.loss } };
  const { metrics } = progress;
  if (metrics === undefined) return { latest: undefined };
  const isDev = metrics["devReward"] !== undefined;
  return isDev ? { dev: metrics } : { latest: metrics };
}

type Counted = Exclude<TrainingProgress, { kind: "episodes" }>;

function advance(stretch: Stretch | undefined, { kind, done, of }: Counted, at: number): Stretch {
  if (stretch?.kind === kind) return { ...stretch, done, of };
  // the other kinds are first heard of when one is done
  const doneBefore = kind === "steps" ? done : 0;
  return { kind, done, of, doneBefore, beganAt: at };
}
