/** @file Why an agent had to stop, carried as the reason of an abort signal; and the clock that gives that reason. */
import type { StopReason } from "../core/episode.ts";
import { childSignal } from "../util/abort.ts";

/** The reason of a signal that ends agents. Any other reason of an aborted signal means that somebody aborted the run. */
class Stopped extends Error {
  override readonly name = "Stopped";
  readonly stop: StopReason;

  constructor(stop: StopReason) {
    super(`stopped: ${stop}`);
    this.stop = stop;
  }
}

/** The stop reason that an aborted signal stands for. */
export function stopReasonOf(signal: AbortSignal): StopReason {
  return signal.reason instanceof Stopped ? signal.reason.stop : "aborted";
}

/** The share of a deadline that is kept for writing the answer. */
const KEPT_FOR_ANSWER = 0.1;

/** `work` ends when only the time for the answer is left, `all` when that is over too. */
export interface Time {
  readonly work: AbortSignal;
  readonly all: AbortSignal;
}

/** Time that somebody measures; `release` must be called at the end. */
export interface Clock extends Time {
  release(): void;
}

/** A clock of `deadlineMs` milliseconds, `workedMs` of them over, that also ends with `parent`, each part with its part. */
export function startClock(parent: Time, deadlineMs: number, workedMs = 0): Clock {
  const all = childSignal(parent.all);
  const work = childSignal(parent.work);
  const endWork = () => work.abort(all.signal.reason);
  all.signal.addEventListener("abort", endWork, { once: true });
  const timers = [
    after(deadlineMs * (1 - KEPT_FOR_ANSWER) - workedMs, () => work.abort(new Stopped("deadline"))),
    after(deadlineMs - workedMs, () => all.abort(new Stopped("deadline"))),
  ];
  return {
    work: work.signal,
    all: all.signal,
    release: () => {
      for (const timer of timers) clearTimeout(timer);
      all.release();
      work.release();
    },
  };
}

/** Time that is over has its effect at once. */
function after(milliseconds: number, act: () => void): NodeJS.Timeout | undefined {
  if (milliseconds > 0) return setTimeout(act, milliseconds);
  act();
  return undefined;
}
