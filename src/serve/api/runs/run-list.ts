/** @file The runs in one line each, read again only where they can have changed. */
import type { StopReason } from "../../../core/episode.ts";
import { ConfigError } from "../../../core/errors.ts";
import type { RunStore } from "../../../run/run-store.ts";
import type { LiveRuns } from "../../../service/runs/live-runs.ts";
import { semaphore } from "../../../util/semaphore.ts";
import { liveSummary, type RunSummary, recordedSummary } from "./run-summary.ts";

export interface RunList {
  /** Newest first. What cannot be read is passed over. */
  all(): Promise<readonly RunSummary[]>;
}

/** After these no run ever goes on. */
const FINAL: ReadonlySet<StopReason> = new Set(["answered", "turn-limit", "token-limit"]);
/** Files that are open at once. */
const AT_ONCE = 16;

export function openRunList(store: RunStore, runs: LiveRuns): RunList {
  const known = new Map<string, RunSummary>();
  const turns = semaphore(AT_ONCE);

  const summaryOf = async (run: string): Promise<RunSummary | undefined> => {
    const live = runs.get(run);
    if (live !== undefined) return liveSummary(live);
    const summary = known.get(run) ?? recordedSummary(await store.look(run));
    if (summary.stop !== undefined && FINAL.has(summary.stop)) known.set(run, summary);
    return summary;
  };
  return {
    all: async () => {
      const names = await store.names();
      const found = await Promise.all(
        names.map((run) => turns.run(() => summaryOf(run).catch(asUnreadable))),
      );
      return found.filter((summary) => summary !== undefined);
    },
  };
}

function asUnreadable(error: unknown): undefined {
  if (!(error instanceof ConfigError)) throw error;
}
