/** @file One run under way in this process: its events from the first, and a hand on it. */
import { setMaxListeners } from "node:events";
import type { Samplers } from "../../agent/build-team.ts";
import { type Recording, recordingOf } from "../../agent/resume/recording.ts";
import { createSteering } from "../../agent/steering.ts";
import type { FinishedRun, RunEvent } from "../../core/events.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { rebuildEpisode } from "../../run/rebuild-episode.ts";
import type { RunConfig } from "../../run/run-config.ts";
import type { RecordedRun, RunRecorder } from "../../run/run-store.ts";
import { childSignal } from "../../util/abort.ts";
import { runRecorded } from "./run-recorded.ts";
import type { RunRequest } from "./run-request.ts";

export interface LiveRun {
  /** Its name. */
  readonly run: string;
  readonly request: RunRequest;
  /** As it stands in its record. */
  readonly config: RunConfig;
  /** From the first, those of a run that was gone on with included; it grows while the run goes on. */
  readonly events: readonly RunEvent[];
  /**
   * Gives the events from number `from` on that are there at once, in order, then each as it happens, until the function that it
   * returns is called. The sink must not throw.
   */
  watch(from: number, sink: (event: RunEvent, index: number) => void): () => void;
  /** Says something to the lead agent, which hears it in its next turn. */
  steer(text: string): void;
  /** Every agent stops at once; what was found is the result, and the run can be gone on with. */
  stop(): void;
  /** Resolves once the run has ended and its record is closed; rejects only for a bug. */
  readonly ended: Promise<FinishedRun>;
}

interface LiveRunParts {
  readonly request: RunRequest;
  readonly config: RunConfig;
  readonly samplers: Samplers;
  /** Closed when the run has ended. */
  readonly knowledgeBase: KnowledgeBase;
  readonly recorder: RunRecorder;
  /** What had happened already, where it goes on. */
  readonly before?: readonly RunEvent[] | undefined;
  /** Aborted: the run stops. */
  readonly closing: AbortSignal;
}

export function startLiveRun(parts: LiveRunParts): LiveRun {
  const { request, config, recorder, before, knowledgeBase, samplers, closing } = parts;
  const recording: Recording | undefined = before && recordingOf(before);
  const events: RunEvent[] = [...(before ?? [])];
  const watchers = new Set<(event: RunEvent, index: number) => void>();
  const stopping = childSignal(closing);
  setMaxListeners(0, stopping.signal);
  const steering = createSteering(recording?.unheard);
  const ended = runRecorded({
    request,
    samplers,
    knowledgeBase,
    recorder,
    recording,
    steering,
    signal: stopping.signal,
    onEvent: (event) => {
      const index = events.push(event) - 1;
      for (const watcher of watchers) watcher(event, index);
    },
  }).finally(() => {
    stopping.release();
    return knowledgeBase.close();
  });
  return {
    run: recorder.run,
    request,
    config,
    events,
    watch: (from, sink) => {
      for (let index = Math.max(0, from); index < events.length; index++) {
        const event = events[index];
        if (event !== undefined) sink(event, index);
      }
      // each watcher its own, also where two share a sink
      const watcher = (event: RunEvent, index: number) => sink(event, index);
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    steer: (text) => steering.say(text),
    stop: () => stopping.abort(new Error("The user stopped the run.")),
    ended,
  };
}

/** A run that had nothing left to do: its events are all there. */
export function endedRun(
  request: RunRequest,
  { run, config, events }: RecordedRun,
  result: FinishedRun["result"],
): LiveRun {
  return {
    run,
    request,
    config,
    events,
    watch: (from, sink) => {
      for (const [index, event] of events.entries()) {
        if (index >= from) sink(event, index);
      }
      return () => undefined;
    },
    steer: () => undefined,
    stop: () => undefined,
    ended: Promise.resolve({ episode: rebuildEpisode(events), result }),
  };
}
