/** @file What a person sees on stderr while a command works. */
import type { EventSink } from "../../core/events.ts";
import type { BuildProgress } from "../../kb/lance/build.ts";

export interface Progress {
  /** How far the search index is. */
  building(progress: BuildProgress): void;
  /** What happens in the run. */
  readonly event: EventSink;
  /** A line that stays. */
  say(line: string): void;
  /** Takes away what does not stay. May be called again. */
  stop(): void;
}
