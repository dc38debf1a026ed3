/** @file A run under way as lines of a terminal: the table as it fills, the agents at work, what is used, and where to type. */
import type { RunView } from "../run-view.ts";
import { agentLines, agentLinesWanted } from "./agent-lines.ts";
import { coveredLines, coveredLinesWanted } from "./covered-lines.ts";
import type { Frame } from "./frame.ts";
import { promptLines } from "./prompt-lines.ts";
import { totalsLines } from "./totals-line.ts";

/** One agent, the count of the rest, the count of those that ended. */
const LEAST_AGENT_LINES = 3;

/** At most `frame.rows - 1` lines of at most `frame.columns` columns; a terminal of fewer than six rows gets five. */
export function progressLines(view: RunView, frame: Frame): readonly string[] {
  const bottom = [...totalsLines(view, frame), ...promptLines(view, frame)];
  // the cursor stands on a line of its own
  const room = Math.max(LEAST_AGENT_LINES, frame.rows - 1 - bottom.length);
  const wanted = agentLinesWanted(view);
  const forTable = Math.max(Math.floor(room / 2), room - wanted);
  const table =
    room - forTable < Math.min(wanted, LEAST_AGENT_LINES)
      ? []
      : coveredLines(view.covered, Math.min(forTable, coveredLinesWanted(view.covered)), frame);
  return [...table, ...agentLines(view, room - table.length, frame), ...bottom];
}
