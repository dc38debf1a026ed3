/** @file What one model's calls share: how many run at once, how many start a minute, and when all of them pause. */
import type { Clock } from "../../util/clock.ts";
import { rateWindow } from "../../util/rate-window.ts";
import { semaphore } from "../../util/semaphore.ts";

export interface LimiterSettings {
  readonly maxConcurrent: number;
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

export interface Limiter {
  /** Runs `task` when the limits allow; it starts in the order of the calls. `settle` corrects the token estimate. */
  run<T>(
    tokens: number,
    task: (settle: (tokens: number) => void) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** No call starts for this long. */
  pause(ms: number): void;
}

/** `Infinity` is no limit. */
export function limiter(settings: LimiterSettings, clock: Clock): Limiter {
  const slots = semaphore(settings.maxConcurrent);
  // one at a time looks at the windows, so that a small call cannot overtake a large one for ever
  const gate = semaphore(1);
  const requests = rateWindow(settings.requestsPerMinute);
  const tokens = rateWindow(settings.tokensPerMinute);
  let pausedUntil = 0;

  const book = async (amount: number, signal?: AbortSignal): Promise<(actual: number) => void> => {
    for (;;) {
      const now = clock.now();
      const wait = Math.max(pausedUntil - now, requests.waitMs(1, now), tokens.waitMs(amount, now));
      if (wait <= 0) {
        requests.take(1, now);
        return tokens.take(amount, now);
      }
      await clock.sleep(wait, signal);
    }
  };

  return {
    run(amount, task, signal) {
      return slots.run(async () => task(await gate.run(() => book(amount, signal), signal)), signal);
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
  };
}
