/** @file A run as it stands now: what came of it or has come so far, with what the user decided since. */
import type { Revise } from "../../agent/revise/revise.ts";
import { resultOf } from "../../agent/run-task.ts";
import type { Episode } from "../../core/episode.ts";
import { ConfigError } from "../../core/errors.ts";
import type { RunResult } from "../../core/events.ts";
import type { Decision, Revision } from "../../core/revision.ts";
import { NO_USAGE } from "../../core/sampler.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RecordedRun, RunStore } from "../../run/run-store.ts";
import { applyDecisions } from "./apply-decisions.ts";
import { chainOf, episodeOf, pageHashes, readsOf } from "./chain.ts";

export interface PresentedRun {
  readonly recorded: RecordedRun;
  /** Absent where the run has not come to its lead agent. */
  readonly episode?: Episode | undefined;
  /** Its table is that of the whole revision, decisions of the user applied. */
  readonly result: RunResult;
  readonly state: "ended" | "broken-off" | "running";
}

/** `until`, ISO 8601: only what the user had decided by then. Throws `ConfigError` where there is no such run, or not its base. */
export async function presentRun(store: RunStore, run: string, until?: string): Promise<PresentedRun> {
  const recorded = await store.open(run);
  const episode = episodeOf(recorded);
  const result = recorded.result ?? (await resultSoFar(store, recorded, episode));
  const decisions = decisionsOf(recorded, until);
  const reads = decisions.length > 0 ? readsOf(await chainOf(store, recorded)) : [];
  return { recorded, episode, result: applyDecisions(result, decisions, reads), state: stateOf(recorded) };
}

/** What the user had decided about the run by then. */
export function decisionsOf({ decisions = [] }: RecordedRun, until?: string): readonly Decision[] {
  return until === undefined ? decisions : decisions.filter(({ at }) => at <= until);
}

/**
 * What a revision changes: the table of its base as it stood when the revision began, `startedAt`, ISO 8601. Throws `ConfigError`
 * where the base has no table, or is not there any more.
 */
export async function openRevision(
  store: RunStore,
  { base, change }: Revision,
  startedAt?: string,
): Promise<Revise> {
  const { recorded, result } = await presentRun(store, base, startedAt);
  const { table, merges, completeness } = result;
  if (table === undefined) throw withoutTable(base);
  const knownPages = pageHashes(await chainOf(store, recorded));
  return { base: table, change, knownPages, kept: { merges, completeness } };
}

export function withoutTable(run: string): ConfigError {
  return new ConfigError(
    `The run ${shortRunId(run)} has no table. What can be revised is a run that found one.`,
  );
}

function stateOf({ result, isUnderWay }: RecordedRun): PresentedRun["state"] {
  if (result !== undefined) return "ended";
  return isUnderWay ? "running" : "broken-off";
}

async function resultSoFar(
  store: RunStore,
  { config, events }: RecordedRun,
  episode: Episode | undefined,
): Promise<RunResult> {
  const { task, revision, startedAt, plan } = config;
  const last = events.at(-1);
  if (last?.type === "run-end") return last.result;
  const revise = revision && (await openRevision(store, revision, startedAt));
  if (episode !== undefined) return resultOf(task, episode, plan, revise);
  const { question, kind } = task;
  const nothing = { answer: "", stop: "aborted", usage: NO_USAGE, agents: 0, elapsedMs: 0 } as const;
  return { question, kind, table: revise?.base, ...nothing };
}
