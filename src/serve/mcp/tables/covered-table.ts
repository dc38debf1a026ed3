/** @file The table of a run under way, as far as its events tell. */
import type { CoveredRow, RunEvent } from "../../../core/events.ts";

export interface CoveredTable {
  readonly columns: readonly string[];
  /** In the order in which they were found. */
  readonly rows: readonly CoveredRow[];
}

export function coveredTable(events: readonly RunEvent[]): CoveredTable {
  let columns: readonly string[] = [];
  const rows = new Map<string, CoveredRow>();
  for (const event of events) {
    if (event.type !== "coverage") continue;
    columns = event.columns;
    for (const key of event.dropped ?? []) rows.delete(key);
    for (const row of event.rows) rows.set(row.key, row);
  }
  return { columns, rows: [...rows.values()] };
}
