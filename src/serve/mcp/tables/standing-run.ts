/** @file The run that a client names, as it stands now: under way here, or recorded. */
import { findRun } from "../../../run/find-run.ts";
import { presentRun } from "../../../service/revisions/present-run.ts";
import type { LiveRun } from "../../../service/runs/live-runs.ts";
import type { TableDesk } from "./desk.ts";
import type { StandingRun } from "./table-data.ts";

/** The run's whole name. Throws `ConfigError` where no run, or several, are named so. */
export async function runOf(reference: string | undefined, { store }: TableDesk): Promise<string> {
  return findRun(await store.names(), reference);
}

/** What the user decided about it is applied. Throws `ConfigError` where it cannot be read. */
export async function standingRun(run: string, { runs, store }: TableDesk): Promise<StandingRun> {
  const live = runs.get(run);
  if (live !== undefined) return standingLive(live);
  const { recorded, result, state } = await presentRun(store, run);
  const { config, events } = recorded;
  return { run, config, events, state, result };
}

/** Its record may lag behind what is known here. */
export function standingLive({ run, config, events }: LiveRun): StandingRun {
  const last = events.at(-1);
  if (last?.type !== "run-end") return { run, config, events, state: "running" };
  return { run, config, events, state: "ended", result: last.result };
}
