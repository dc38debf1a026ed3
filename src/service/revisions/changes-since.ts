/** @file What a revision made different, against its base as that stood when it began. */
import type { CellChange } from "../../core/revision.ts";
import type { RunStore } from "../../run/run-store.ts";
import { diffRuns } from "./diff-runs.ts";
import { type PresentedRun, presentRun } from "./present-run.ts";

/** `undefined` for a run that is based on no other. Throws `ConfigError` where its base is not there any more. */
export async function changesSince(
  store: RunStore,
  { recorded, result }: PresentedRun,
): Promise<readonly CellChange[] | undefined> {
  const { revision, startedAt } = recorded.config;
  if (revision === undefined) return undefined;
  const before = (await presentRun(store, revision.base, startedAt)).result.table;
  return before === undefined || result.table === undefined ? [] : diffRuns(before, result.table);
}
