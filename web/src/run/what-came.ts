/** @file What came of a run, as far as the page shows it in another way. */
import type { RunDetail } from "../api/types.ts";

/** What was reported on the way is no table where the team said in the end that it has none. */
export function isToldInWords(result: RunDetail["result"]): boolean {
  return result?.stop === "answered" && result.table === undefined && result.answer !== "";
}

/** How many rows were looked for, where that was a trial that found as many: of the others nothing is known. */
export function previewedRows(detail: RunDetail | undefined): number | undefined {
  const most = detail?.config.plan?.maxRows;
  const found = detail?.result?.table?.cells.length;
  return most !== undefined && found !== undefined && found >= most ? most : undefined;
}

/** Whether there is anything to change, add to or take along. */
export function hasRows(detail: RunDetail | undefined): boolean {
  return (detail?.result?.table?.cells.length ?? 0) > 0;
}
