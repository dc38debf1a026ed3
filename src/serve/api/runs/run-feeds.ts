/** @file The events of runs as they are sent, each written once for all who watch it. */
import { setImmediate } from "node:timers";
import type { RunEvent } from "../../../core/events.ts";
import type { RunStore } from "../../../run/run-store.ts";
import type { LiveRun, LiveRuns } from "../../../service/runs/live-runs.ts";
import { Refusal } from "../../http/refusal.ts";
import { wireEvent } from "./wire-event.ts";

export interface RunFeed {
  /** Events so far. */
  readonly length: number;
  /** No event will come any more. */
  readonly isOver: boolean;
  /** An event as server-sent events have it. */
  frame(index: number): Uint8Array;
  /** Calls back soon after there is something new, several events together. */
  listen(listener: () => void): () => void;
}

export interface RunFeeds {
  /** Call `release` when done with it. Throws a 429 where too many watch already, and `ConfigError` where there is no such run. */
  watch(run: string): Promise<{ readonly feed: RunFeed; release(): void }>;
}

interface Entry {
  readonly live: LiveRun | undefined;
  readonly feed: Promise<RunFeed>;
  watchers: number;
  close(): void;
}

export function openRunFeeds(store: RunStore, runs: LiveRuns, maxWatchers: number): RunFeeds {
  const entries = new Map<string, Entry>();
  let watchers = 0;

  const entryOf = (run: string): Entry => {
    const live = runs.get(run);
    const known = entries.get(run);
    // one that has gone on since has more to tell
    if (known !== undefined && (live === undefined || known.live === live)) return known;
    const opened = live === undefined ? recordedFeed(store, run) : liveFeed(live);
    const entry: Entry = { live, watchers: 0, ...opened };
    entries.set(run, entry);
    return entry;
  };
  return {
    watch: async (run) => {
      if (watchers >= maxWatchers) {
        throw new Refusal(`${maxWatchers} watch runs already, and no more can. Come again later.`, {
          status: 429,
          headers: { "retry-after": "10" },
        });
      }
      const entry = entryOf(run);
      watchers++;
      entry.watchers++;
      let isReleased = false;
      const release = () => {
        if (isReleased) return;
        isReleased = true;
        watchers--;
        entry.watchers--;
        if (entry.watchers > 0) return;
        entry.close();
        if (entries.get(run) === entry) entries.delete(run);
      };
      try {
        return { feed: await entry.feed, release };
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

type OpenedFeed = Pick<Entry, "feed" | "close">;

function recordedFeed(store: RunStore, run: string): OpenedFeed {
  const feed = store.open(run).then(({ events }) => ({
    ...framesOf(events),
    isOver: true,
    listen: () => () => undefined,
  }));
  return { feed, close: () => undefined };
}

function liveFeed(live: LiveRun): OpenedFeed {
  const listeners = new Set<() => void>();
  let isOver = false;
  let isTold = false;
  const tell = () => {
    if (isTold) return;
    isTold = true;
    setImmediate(() => {
      isTold = false;
      for (const listener of listeners) listener();
    });
  };
  const leave = live.watch(live.events.length, tell);
  const end = () => {
    isOver = true;
    tell();
  };
  live.ended.then(end, end);
  const { events } = live;
  const frames = framesOf(events);
  const feed: RunFeed = {
    get length() {
      return events.length;
    },
    get isOver() {
      return isOver || events.at(-1)?.type === "run-end";
    },
    frame: frames.frame,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { feed: Promise.resolve(feed), close: leave };
}

function framesOf(events: readonly RunEvent[]): Pick<RunFeed, "length" | "frame"> {
  const frames: Uint8Array[] = [];
  return {
    length: events.length,
    frame: (index) => {
      const known = frames[index];
      if (known !== undefined) return known;
      const event = events[index];
      if (event === undefined) throw new Error(`There is no event ${index} of ${events.length}.`);
      const frame = Buffer.from(
        `id: ${index}\nevent: ${event.type}\ndata: ${JSON.stringify(wireEvent(event))}\n\n`,
      );
      frames[index] = frame;
      return frame;
    },
  };
}
