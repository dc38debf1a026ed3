/** @file One run as the page knows it: its record, and its events as they come, put together a few times a second. */
import type { RunEvent } from "../../../src/core/events.ts";
import { advanceRunView, emptyRunView, type RunView } from "../../../src/tui/run-view.ts";
import { ApiError, getJson } from "../api/call.ts";
import { runEvents } from "../api/event-stream.ts";
import type { RunDetail } from "../api/types.ts";
import { pace } from "./pace.ts";

export interface FollowedRun {
  readonly detail?: RunDetail | undefined;
  readonly view: RunView;
  /** True while the server cannot be reached. */
  readonly isLost: boolean;
  /** Why there is nothing to show. */
  readonly problem?: string | undefined;
}

export interface RunFollower {
  readonly current: FollowedRun;
  subscribe(listener: () => void): () => void;
  /** Asks for the record again, and follows the run where it goes on. */
  refresh(): void;
  close(): void;
}

const RETRY_MS = [500, 1000, 2000, 4000] as const;

export function followRun(run: string): RunFollower {
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let current: FollowedRun = { view: emptyRunView, isLost: false };
  let next = 0;
  let isFollowing = false;

  const show = (change: Partial<FollowedRun>) => {
    current = { ...current, ...change };
    for (const listener of listeners) listener();
  };
  const shown = pace<RunEvent>((events) => show({ view: advanceRunView(current.view, events) }));
  const load = async () => {
    show({
      detail: await getJson<RunDetail>(pathOf(run), closing.signal),
      isLost: false,
      problem: undefined,
    });
  };
  /** One connection: the events from the next one on, and the record again once the server closes it. */
  const followOnce = async () => {
    for await (const received of runEvents(run, next, closing.signal)) {
      if (current.isLost) show({ isLost: false });
      const news = received.filter(({ index }) => index >= next);
      next = (news.at(-1)?.index ?? next - 1) + 1;
      shown.take(news.map(({ event }) => event));
    }
    await load();
  };
  /** True: there is nothing more to come. */
  const tryOnce = async (failures: number): Promise<boolean> => {
    const outcome = await attempt(async () => {
      if (current.detail === undefined || current.isLost) await load();
      await followOnce();
    });
    if (outcome === "done") {
      if (current.detail?.state !== "running") return true;
      // Let go as too slow, or the run goes on in another process: come again, but not at once.
      await pause(RETRY_MS[0]);
      return false;
    }
    if (outcome instanceof ApiError && outcome.status >= 400) {
      show({ problem: outcome.message });
      return true;
    }
    show({ isLost: true });
    await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0);
    return false;
  };
  const follow = async () => {
    if (isFollowing) return;
    isFollowing = true;
    for (let failures = 0; !closing.signal.aborted; failures = current.isLost ? failures + 1 : 0) {
      if (await tryOnce(failures)) break;
    }
    isFollowing = false;
  };
  void follow();

  return {
    get current() {
      return current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh() {
      load().then(follow, () => follow());
    },
    close() {
      closing.abort();
      shown.stop();
      listeners.clear();
    },
  };
}

export const pathOf = (run: string, rest = "") => `/api/runs/${encodeURIComponent(run)}${rest}`;

/** What the server refused; `broken`: the connection; both are worth telling apart only by the status. */
async function attempt(work: () => Promise<void>): Promise<"done" | "broken" | ApiError> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof ApiError) return error;
    if (error instanceof TypeError || error instanceof DOMException) return "broken";
    throw error;
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
