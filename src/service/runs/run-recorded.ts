/** @file Carries out a run and keeps its record, whichever face began it. */
import type { Samplers } from "../../agent/build-team.ts";
import type { Recording } from "../../agent/resume/recording.ts";
import { runTask } from "../../agent/run-task.ts";
import type { Steering } from "../../agent/steering.ts";
import type { EventSink, FinishedRun } from "../../core/events.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { RunRecorder } from "../../run/run-store.ts";
import type { RunRequest } from "./run-request.ts";

/** What is open for a run. */
export interface OpenedRun {
  readonly request: RunRequest;
  readonly samplers: Samplers;
  readonly knowledgeBase: KnowledgeBase;
  readonly recorder: RunRecorder;
  /** What it had done already, where it goes on. */
  readonly recording?: Recording | undefined;
  readonly steering?: Steering | undefined;
  /** Aborted: the run stops, and what was found is its result. */
  readonly signal: AbortSignal;
  /** Each event, after it was given to the record. */
  readonly onEvent: EventSink;
}

/** Resolves when the run has ended and its record is closed; what it throws is a bug, and the record is closed too. */
export async function runRecorded(opened: OpenedRun): Promise<FinishedRun> {
  const { request, samplers, knowledgeBase, recorder, recording, steering, signal, onEvent } = opened;
  const finished = await runTask(request.task, {
    run: recorder.run,
    team: request.team,
    samplers,
    knowledgeBase,
    emit: (event) => {
      recorder.record(event);
      onEvent(event);
    },
    kept: recorder.kept,
    recording,
    steering,
    signal,
  }).catch(async (error: unknown) => {
    await recorder.finish(undefined);
    throw error;
  });
  await recorder.finish(finished.result);
  return finished;
}
