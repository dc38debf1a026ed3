/** @file What came of a run, in one line. */
import type { StopReason } from "../core/episode.ts";
import type { RunResult } from "../core/events.ts";
import { count, writeMoney, writeTime, writeTokens } from "./amounts.ts";
import type { Palette } from "./palette.ts";

/** Each stop reason as the end of a run. */
const ENDINGS: Readonly<Record<StopReason, string>> = {
  answered: "Answered",
  "turn-limit": "Out of turns",
  "token-limit": "Out of context",
  budget: "Budget used up",
  deadline: "Time is up",
  aborted: "Stopped",
  failed: "Failed",
};

/** What a run may use in all; a limit that is absent does not bind. */
interface Ceilings {
  readonly tokens?: number | undefined;
  readonly costUsd?: number | undefined;
}

/** E.g. `Answered in 3.2 s · 16 rows · 17 agents · 33 pages · 45.0k of 200.0k tokens · $0.0121`. */
export function summaryLine(
  result: RunResult,
  pages: number,
  palette: Palette,
  ceilings: Ceilings = {},
): string {
  const { stop, elapsedMs, table, agents, usage } = result;
  const ending = `${ENDINGS[stop]} ${stop === "answered" ? "in" : "after"} ${writeTime(elapsedMs)}`;
  const amounts = [
    ...(table === undefined ? [] : [count(table.cells.length, "row")]),
    count(agents, "agent"),
    count(pages, "page"),
    `${spent(usage.promptTokens + usage.sampledTokens, ceilings.tokens, writeTokens)} tokens`,
    ...(usage.costUsd === undefined ? [] : [spent(usage.costUsd, ceilings.costUsd, writeMoney)]),
  ];
  return [paintOf(stop, palette)(ending), ...amounts].join(" · ");
}

function spent(amount: number, ceiling: number | undefined, write: (amount: number) => string): string {
  return ceiling === undefined ? write(amount) : `${write(amount)} of ${write(ceiling)}`;
}

/** Good where it answered, bad where it failed, a warning where it was cut short. */
export function paintOf(stop: StopReason, palette: Palette): (text: string) => string {
  if (stop === "answered") return palette.good;
  return stop === "failed" ? palette.bad : palette.warning;
}
