/** @file Where what happens in runs is sent to. */
import type { EventSink } from "../core/events.ts";
import type { TraceSettings } from "./trace-settings.ts";

export interface Traces {
  /** The sink for one run, which began `begunAt` milliseconds after the beginning of 1970. */
  run(begunAt: number): RunTrace;
  /** Sends what is left, for some seconds at most. Never throws. */
  close(): Promise<void>;
}

export interface RunTrace {
  readonly record: EventSink;
  /** Ends the spans of a run that was broken off; nothing happens to one that came to its end. */
  close(): void;
}

export interface TracesOptions extends TraceSettings {
  /** The package's version. */
  readonly version: string;
  /** Told once, where the collector cannot be reached or refuses. */
  say(line: string): void;
}
