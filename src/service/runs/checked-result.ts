/** @file The check on the way out: what leaves is looked up once more in the pages as they were kept. */
import type { PageRead } from "../../core/episode.ts";
import type { RunResult } from "../../core/events.ts";
import { checkTable, pagesByHash } from "../../evidence/check/check-table.ts";
import { strictTable } from "../../evidence/check/strict-table.ts";
import { countStates } from "../../evidence/coverage/describe-coverage.ts";
import type { RunStore } from "../../run/run-store.ts";
import { chainOf, readsOf } from "../revisions/chain.ts";

/** `reads`: every page behind the table, those of the runs that it is based on too. `strict`: unsupported values are left out. */
export function checkedResult(result: RunResult, reads: readonly PageRead[], strict: boolean): RunResult {
  const { table, coverage } = result;
  if (table === undefined) return result;
  const checked = checkTable(table, pagesByHash(reads));
  return {
    ...result,
    table: strict ? strictTable(checked) : checked,
    ...(coverage !== undefined && { coverage: { ...coverage, states: countStates(checked) } }),
  };
}

/** The same for a run in a store. Throws `ConfigError` where it, or one that it is based on, cannot be read. */
export async function checkedRun(store: RunStore, run: string, result: RunResult): Promise<RunResult> {
  if (result.table === undefined) return result;
  const chain = await chainOf(store, await store.open(run));
  return checkedResult(result, readsOf(chain), false);
}
