/** @file What a person sees on stderr while a command works. */
import type { EventSink } from "../../core/events.ts";
import type { EvalProgress } from "../../eval/run/run-eval.ts";
import type { BuildProgress } from "../../kb/lance/build.ts";

export interface Progress {
  /** How far the search index is. */
  building(progress: BuildProgress): void;
  /** A line that stays. */
  say(line: string): void;
  /** Takes away what does not stay. May be called again. */
  stop(): void;
}

export interface RunProgress extends Progress {
  /** What happens in the run. */
  readonly event: EventSink;
}

export interface EvalDisplay extends Progress {
  /** How far the evaluation is. */
  readonly trial: (progress: EvalProgress) => void;
}
