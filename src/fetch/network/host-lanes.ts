/** @file How fast one host is asked: so many requests at once, so long between them, and not while it wants a pause. */
import type { Clock } from "../../util/clock.ts";
import { type Semaphore, semaphore } from "../../util/semaphore.ts";
import { PageError } from "../errors.ts";
import type { FetchSettings } from "../settings.ts";

export interface HostLanes {
  /**
   * Runs the task when the host's turn comes; the next follows at least `delayMs` later. Throws `PageError` (`busy`) where the
   * host wants a pause longer than `maxPauseMs`, and the signal's reason once it is aborted.
   */
  run<T>(host: string, task: () => Promise<T>, options: LaneOptions): Promise<T>;
  /** From now on the host is left alone for so long. */
  pause(host: string, ms: number): void;
}

interface LaneOptions {
  readonly delayMs: number;
  readonly signal: AbortSignal;
}

interface Lane {
  readonly free: Semaphore;
  users: number;
  /** Times of the clock, in milliseconds. */
  nextStart: number;
  pausedUntil: number;
}

/** Lanes that nobody uses are forgotten beyond so many. */
const KEPT_LANES = 1000;

type LaneSettings = Pick<FetchSettings, "requestsPerHost" | "maxPauseMs">;

export function hostLanes({ requestsPerHost, maxPauseMs }: LaneSettings, clock: Clock): HostLanes {
  const lanes = new Map<string, Lane>();

  const laneOf = (host: string): Lane => {
    const known = lanes.get(host);
    if (known !== undefined) return known;
    if (lanes.size >= KEPT_LANES) forgetIdle(lanes, clock.now());
    const lane = { free: semaphore(requestsPerHost), users: 0, nextStart: 0, pausedUntil: 0 };
    lanes.set(host, lane);
    return lane;
  };

  const turn = async (host: string, lane: Lane, { delayMs, signal }: LaneOptions) => {
    // another request may take the turn, or meet the wish for a pause, while this one waits
    for (;;) {
      const now = clock.now();
      const pause = lane.pausedUntil - now;
      if (pause > maxPauseMs) throw tooBusy(host, pause);
      const wait = Math.max(pause, lane.nextStart - now);
      if (wait <= 0) break;
      await clock.sleep(wait, signal);
    }
    lane.nextStart = clock.now() + delayMs;
  };

  return {
    async run(host, task, options) {
      const lane = laneOf(host);
      lane.users++;
      try {
        return await lane.free.run(async () => {
          await turn(host, lane, options);
          return await task();
        }, options.signal);
      } finally {
        lane.users--;
      }
    },
    pause(host, ms) {
      const lane = laneOf(host);
      lane.pausedUntil = Math.max(lane.pausedUntil, clock.now() + ms);
    },
  };
}

function forgetIdle(lanes: Map<string, Lane>, now: number): void {
  for (const [host, { users, nextStart, pausedUntil }] of lanes) {
    if (users === 0 && nextStart <= now && pausedUntil <= now) lanes.delete(host);
  }
}

function tooBusy(host: string, pauseMs: number): PageError {
  const seconds = Math.ceil(pauseMs / 1000);
  return new PageError("busy", `${host} asks to be left alone for another ${seconds} s. Use another source.`);
}
