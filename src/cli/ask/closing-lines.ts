/** @file What is said under a table: how sure it is, what is missing, what was merged. */
import type { RunResult } from "../../core/events.ts";
import type { CellState } from "../../core/evidence.ts";
import { estimateLine } from "../../evidence/completeness/estimate-line.ts";
import { oneLine } from "../../tui/fit.ts";

const STATES: readonly CellState[] = ["supported", "conflicting", "unsupported", "missing", "absent"];
const MOST_MERGES = 5;

/** In English, as all that the terminal says beside an answer. Nothing for a result that says nothing of it. */
export function closingLines({
  coverage,
  completeness,
  merges = [],
}: Pick<RunResult, "coverage" | "completeness" | "merges">): readonly string[] {
  const rest = merges.length - MOST_MERGES;
  return [
    ...(coverage === undefined ? [] : stateLine(coverage.states)),
    ...(completeness === undefined ? [] : [`Rows: ${estimateLine(completeness, "en")}`]),
    ...merges.slice(0, MOST_MERGES).map(({ because }) => capitalised(oneLine(because))),
    ...(rest > 0 ? [`And ${rest} more merged rows: wideseek show`] : []),
  ];
}

/** `Cells: 38 supported, 2 conflicting, 1 missing`. */
function stateLine(states: Readonly<Record<CellState, number>>): readonly string[] {
  const counted = STATES.flatMap((state) => (states[state] > 0 ? [`${states[state]} ${state}`] : []));
  return counted.length === 0 ? [] : [`Cells: ${counted.join(", ")}`];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
