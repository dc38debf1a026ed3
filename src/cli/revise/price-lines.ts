/** @file What a revision will do and what that may take, before anything is spent. */
import type { Change } from "../../core/revision.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { PlannedRevision } from "../../service/revisions/plan-revision.ts";
import { count } from "../../tui/amounts.ts";
import { oneLine } from "../../tui/fit.ts";
import { estimateLine } from "../ask/plan/plan-card.ts";

export function priceLines(base: string, planned: PlannedRevision): readonly string[] {
  const { request, estimate } = planned;
  const change = request.revision?.change;
  return [
    ...(change === undefined ? [] : [`${verbOf(change)} ${shortRunId(base)}: ${whatOf(change, planned)}`]),
    `${estimateLine(estimate)} · from ${estimate.basis}`,
  ];
}

function verbOf({ kind }: Change): string {
  return { repair: "Repair", extend: "Extend", refresh: "Refresh" }[kind];
}

function whatOf(change: Change, { cells, estimate }: PlannedRevision): string {
  const { low, likely, high } = estimate.rows;
  const known = `${count(cells, "cell")} in ${count(low, "row")}`;
  if (change.kind === "refresh")
    return `${known}; their pages are read again, and what changed is found again`;
  if (change.kind === "repair") return known;
  const { columns = [], rows = [], moreRows } = change;
  const parts = [
    ...(columns.length > 0
      ? [`${columns.length === 1 ? "column" : "columns"} ${columns.map(oneLine).join(", ")}`]
      : []),
    ...(rows.length > 0 ? [`${rows.length === 1 ? "row" : "rows"} ${rows.map(oneLine).join(", ")}`] : []),
    ...(moreRows === undefined
      ? []
      : [`rows for “${oneLine(moreRows)}”, perhaps ${likely - low} (at most ${high - low})`]),
  ];
  return `${parts.join("; ")}${cells > 0 ? ` · ${known}` : ""}`;
}
