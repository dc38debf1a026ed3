/** @file The seam to where runs are kept. */
import type { EventSink, RunEvent, RunResult } from "../core/events.ts";
import type { Decision } from "../core/revision.ts";
import type { RunConfig } from "./run-config.ts";

export interface RunStore {
  /** Begins a run. Throws `ConfigError` when it cannot be kept there. */
  create(config: RunConfig): Promise<RunRecorder>;
  /**
   * Goes on with the record of a run that was broken off; `team` replaces its settings. What was cut off in the middle of a
   * line is taken away. Throws `ConfigError` when there is no such run, another process has it, or its record is damaged.
   */
  resume(run: string, team: RunConfig["team"]): Promise<ResumedRun>;
  /** Everything known of a run. Throws `ConfigError` when there is no such run, or its record cannot be read. */
  open(run: string): Promise<RecordedRun>;
  /**
   * Keeps what a user decided about the table of a run; resolves once it is on disk. Throws `ConfigError` when there is no such
   * run, somebody is writing it, or the decision cannot be kept.
   */
  decide(run: string, decision: Decision): Promise<void>;
  /** A run as it is listed, without its events. Throws as `open` does. */
  look(run: string): Promise<ListedRun>;
  /** The runs' names, newest first. */
  names(): Promise<readonly string[]>;
  /** Newest first. What cannot be read is passed over; opening it says why. */
  list(): Promise<readonly ListedRun[]>;
}

/** A run that is being recorded. Whatever happens to the disk, the run itself goes on. */
export interface RunRecorder {
  /** The run's name. */
  readonly run: string;
  /** Where it is kept, with the runs that it may be based on. */
  readonly store: RunStore;
  /** Keeps an event; does not wait and does not throw. */
  readonly record: EventSink;
  /** Resolves once all that was recorded so far would outlive this process, or is known to be lost. */
  kept(): Promise<void>;
  /** Resolves once all that was recorded is on disk, or known to be lost. Must be called once, at the end. */
  finish(result: RunResult | undefined): Promise<void>;
  /** Why some of the run could not be kept; absent when all was. Settled once `finish` has resolved. */
  readonly loss: string | undefined;
}

export interface ListedRun {
  readonly run: string;
  readonly config: RunConfig;
  /** Absent for a run that is still going on, or was killed. */
  readonly result?: RunResult | undefined;
  /** A process is recording it now. */
  readonly isUnderWay?: true | undefined;
}

export interface RecordedRun extends ListedRun {
  readonly events: readonly RunEvent[];
  /** What a user decided about its table, in the order in which it was decided. */
  readonly decisions?: readonly Decision[] | undefined;
}

export interface ResumedRun {
  readonly recorded: RecordedRun;
  readonly recorder: RunRecorder;
}
