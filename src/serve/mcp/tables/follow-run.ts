/** @file Waits for a run that a call has begun: tells its client how far it is, and stops the run when the client cancels. */

import type { RunEvent } from "../../../core/events.ts";
import { addUsage, NO_USAGE, type Usage } from "../../../core/sampler.ts";
import type { LiveRun } from "../../../service/runs/live-runs.ts";
import { coveredTable } from "./covered-table.ts";
import type { Asking } from "./table-tool.ts";

const PROGRESS_MS = 1_000;
/** Where nobody listens to progress, clients give up after a minute. */
const WAIT_SECONDS = 45;

export interface Waiting {
  readonly waitSeconds?: number | undefined;
  /** Whether the run is the call's own, and ends with it. */
  readonly isOwn: boolean;
}

/** Whether the run has ended. Throws the signal's reason where the client cancelled; a run of its own has stopped then. */
export async function followRun(
  live: LiveRun,
  waiting: Waiting,
  asking: Asking,
): Promise<"ended" | "running"> {
  const { signal, progress } = asking;
  const seconds = waiting.waitSeconds ?? (progress === undefined ? WAIT_SECONDS : undefined);
  const telling = progress && tellProgress(live, progress);
  const waited = wait(seconds, signal);
  try {
    const ended = live.ended.then(() => "ended" as const);
    const outcome = await Promise.race([ended, waited.over]);
    if (outcome !== "cancelled") return outcome;
    if (waiting.isOwn) {
      live.stop();
      await live.ended;
    }
    throw signal.reason;
  } finally {
    waited.release();
    telling?.();
  }
}

function wait(seconds: number | undefined, signal: AbortSignal) {
  let release = () => {};
  const over = new Promise<"running" | "cancelled">((resolve) => {
    const onAbort = () => resolve("cancelled");
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    const timer = seconds === undefined ? undefined : setTimeout(() => resolve("running"), seconds * 1_000);
    release = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
  });
  return { over, release };
}

/** Each second, from the beginning of the run; gives what ends it. */
function tellProgress(live: LiveRun, progress: NonNullable<Asking["progress"]>): () => void {
  let told = -1;
  const began = performance.now() - (live.events.at(-1)?.at ?? 0);
  const tell = () => {
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    // it must grow from one to the next
    if (seconds <= told) return;
    told = seconds;
    progress(seconds, progressLine(live.events));
  };
  tell();
  const timer = setInterval(tell, PROGRESS_MS);
  return () => clearInterval(timer);
}

/** E.g. `12 rows, 34 of 60 cells, 5 agents, 12345 tokens`. */
function progressLine(events: readonly RunEvent[]): string {
  const { columns, rows } = coveredTable(events);
  const all = rows.length * columns.length;
  const filled = rows.flatMap(({ cells }) => cells).filter(({ state }) => state !== "missing").length;
  const table = rows.length === 0 ? [] : [`${rows.length} rows`, `${filled} of ${all} cells`];
  const { agents, usage } = usageSoFar(events);
  return [...table, `${agents} agents`, `${usage.promptTokens + usage.sampledTokens} tokens`].join(", ");
}

export function usageSoFar(events: readonly RunEvent[]): { readonly agents: number; readonly usage: Usage } {
  let usage = NO_USAGE;
  let agents = 0;
  for (const event of events) {
    if (event.type === "agent-start") agents += 1;
    if (event.type === "sample-end") usage = addUsage(usage, event.sample.usage);
    if (event.type === "tool-end" && event.usage !== undefined) usage = addUsage(usage, event.usage);
  }
  return { agents, usage };
}
