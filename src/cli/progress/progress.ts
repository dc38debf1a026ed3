/** @file What a person sees on stderr while a command works. */
import type { EventSink } from "../../core/events.ts";
import type { EvalProgress } from "../../eval/run/run-eval.ts";
import type { BuildProgress } from "../../kb/lance/build.ts";
import type { Listener } from "./keyboard.ts";

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
  /** From now on until `stop` takes what the user types, where there is a picture and a keyboard. */
  listen(listener: Listener): void;
}

export interface EvalDisplay extends Progress {
  /** How far the evaluation is. */
  readonly trial: (progress: EvalProgress) => void;
}
