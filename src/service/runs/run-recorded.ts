/** @file Carries out a run and keeps its record, whichever face began it. */
import type { Samplers } from "../../agent/build-team.ts";
import type { Recording } from "../../agent/resume/recording.ts";
import type { Revise } from "../../agent/revise/revise.ts";
import { runTask } from "../../agent/run-task.ts";
import type { Steering } from "../../agent/steering.ts";
import type { EventSink, FinishedRun } from "../../core/events.ts";
import type { Revision } from "../../core/revision.ts";
import type { RunRecorder } from "../../run/run-store.ts";
import type { KnowledgeBaseWithTools } from "../../tools/knowledge-base-with-tools.ts";
import { openRevision } from "../revisions/present-run.ts";
import type { RunRequest } from "./run-request.ts";

/** What is open for a run. */
export interface OpenedRun {
  readonly request: RunRequest;
  readonly samplers: Samplers;
  readonly knowledgeBase: KnowledgeBaseWithTools;
  readonly recorder: RunRecorder;
  /** What it had done already, where it goes on. */
  readonly recording?: Recording | undefined;
  readonly steering?: Steering | undefined;
  /** Aborted: the run stops, and what was found is its result. */
  readonly signal: AbortSignal;
  /** Each event, after it was given to the record. */
  readonly onEvent: EventSink;
}

/**
 * Resolves when the run has ended and its record is closed. Throws `ConfigError` where the base of a revision is not there any more;
 * anything else that it throws is a bug. The record is closed then too.
 */
export async function runRecorded(opened: OpenedRun): Promise<FinishedRun> {
  const { recorder } = opened;
  const finished = await carriedOut(opened).catch(async (error: unknown) => {
    await recorder.finish(undefined);
    throw error;
  });
  await recorder.finish(finished.result);
  return finished;
}

async function carriedOut(opened: OpenedRun): Promise<FinishedRun> {
  const { request, samplers, knowledgeBase, recorder, recording, steering, signal, onEvent } = opened;
  return runTask(request.task, {
    run: recorder.run,
    team: request.team,
    plan: request.plan,
    revise: request.revision && (await reviseOf(recorder, request.revision)),
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
  });
}

/** The base as it stood when the run began, also where the run goes on later. */
async function reviseOf({ store, run }: RunRecorder, revision: Revision): Promise<Revise> {
  const { config } = await store.open(run);
  return openRevision(store, revision, config.startedAt);
}
