/** @file The check on the way out: what is printed was looked up once more in the pages as they were kept. */
import type { PageRead } from "../../core/episode.ts";
import type { RunResult } from "../../core/events.ts";
import { checkTable, pagesByHash } from "../../evidence/check/check-table.ts";
import { strictTable } from "../../evidence/check/strict-table.ts";
import { countStates } from "../../evidence/coverage/describe-coverage.ts";

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
