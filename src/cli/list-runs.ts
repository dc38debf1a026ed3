/** @file `wideseek runs`: the runs, newest first. */
import { z } from "zod";
import { shortRunId } from "../run/run-id.ts";
import type { ListedRun } from "../run/run-store.ts";
import { openStore } from "../service/places/open-store.ts";
import { writeMoney, writeTime } from "../tui/amounts.ts";
import { cut, oneLine, padEnd, padStart } from "../tui/fit.ts";
import type { Palette } from "../tui/palette.ts";
import { paintOf } from "../tui/summary-line.ts";
import type { Environment } from "./environment.ts";
import { EXIT } from "./exit-code.ts";
import { columnsOf, paletteOf } from "./look.ts";

const runsFlags = z.object({ color: z.boolean().default(true), runs: z.string().optional() });

/** In a terminal a line a run with its short name; elsewhere tab-separated fields with the whole name. */
export async function listRuns(flags: unknown, { stdout, stderr, variables }: Environment): Promise<number> {
  const options = runsFlags.parse(flags);
  const runs = await openStore({ runs: options.runs, variables }).list();
  if (runs.length === 0) stderr.write('There is no run yet. Begin one with: wideseek ask "…"\n');
  const palette = paletteOf(stdout, options.color);
  const write = stdout.isTTY
    ? (run: ListedRun) => terminalLine(run, columnsOf(stdout), palette)
    : (run: ListedRun) => Object.values(fieldsOf(run)).join("\t");
  stdout.write(runs.map((run) => `${write(run)}\n`).join(""));
  return EXIT.answered;
}

function fieldsOf({ run, config, result }: ListedRun) {
  return {
    run,
    startedAt: config.startedAt,
    state: result?.stop ?? "unfinished",
    rows: result?.table === undefined ? "" : String(result.table.cells.length),
    cost: result?.usage.costUsd === undefined ? "" : writeMoney(result.usage.costUsd),
    time: result === undefined ? "" : writeTime(result.elapsedMs),
    question: oneLine(config.task.question),
  };
}

function terminalLine(listed: ListedRun, columns: number, palette: Palette): string {
  const { run, startedAt, state, rows, cost, time, question } = fieldsOf(listed);
  const paint = listed.result === undefined ? palette.warning : paintOf(listed.result.stop, palette);
  const beginning = [
    palette.accent(shortRunId(run)),
    palette.dim(localTime(startedAt)),
    paint(padEnd(state, 11)),
    padStart(rows === "" ? "" : `${rows} rows`, 9),
    padStart(cost, 8),
    padStart(time, 10),
  ].join("  ");
  const taken = 4 + 16 + 11 + 9 + 8 + 10 + 2 * 6;
  return `${beginning}  ${cut(question, Math.max(10, columns - taken))}`;
}

/** E.g. `2026-11-23 08:15`, in the user's time zone. */
function localTime(iso: string): string {
  const date = new Date(iso);
  const minutes = date.getTime() - date.getTimezoneOffset() * 60_000;
  return new Date(minutes).toISOString().slice(0, 16).replace("T", " ");
}
