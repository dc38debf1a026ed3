/** @file A run as it stands now, whether it is under way here or recorded. */
import type { RunEvent, RunResult } from "../../../core/events.ts";
import type { SourcedTable } from "../../../core/evidence.ts";
import type { RunConfig } from "../../../run/run-config.ts";
import { type PresentedRun, presentRun } from "../../../service/revisions/present-run.ts";
import { Refusal } from "../../http/refusal.ts";
import type { Desk } from "../desk.ts";

export interface ShownRun {
  readonly run: string;
  readonly state: PresentedRun["state"];
  readonly config: RunConfig;
  readonly events: readonly RunEvent[];
  /** By a revision, or by what the user decided. */
  readonly isChanged: boolean;
  /** Decisions of the user applied; of a run that was broken off, what its agents had found. Absent while it goes on. */
  readonly result?: RunResult | undefined;
}

/** Throws a 404 where there is no such run. */
export async function shownRun(run: string, desk: Desk): Promise<ShownRun> {
  const underWay = desk.runs.get(run);
  if (underWay !== undefined) {
    const { config, events } = underWay;
    const last = events.at(-1);
    const live = { run, config, events, isChanged: config.revision !== undefined };
    if (last?.type !== "run-end") return { ...live, state: "running" };
    return { ...live, state: "ended", result: last.result };
  }
  await requireRun(run, desk);
  const { recorded, result, state } = await presentRun(desk.store, run);
  const { config, events, decisions = [] } = recorded;
  const isChanged = config.revision !== undefined || decisions.length > 0;
  return { run, config, events, isChanged, state, ...(state !== "running" && { result }) };
}

/** Throws a 404 where there is no such run. */
export async function requireRun(run: string, { runs, store }: Desk): Promise<void> {
  if (runs.get(run) !== undefined || (await store.names()).includes(run)) return;
  throw new Refusal(`There is no run "${run}".`, { status: 404 });
}

/** Throws a 409 while the run goes on, and where it came to no table. */
export function tableOf({ run, state, result }: ShownRun): SourcedTable {
  if (state === "running")
    throw new Refusal(`The run ${run} still goes on: wait for it, or stop it.`, { status: 409 });
  if (result?.table !== undefined) return result.table;
  throw new Refusal(`The run ${run} has no table.`, { status: 409 });
}
