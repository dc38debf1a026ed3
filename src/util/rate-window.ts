/** @file A rate limit: how much of something was used in the last minute, and how long to wait for more. */

const WINDOW_MS = 60_000;

export interface RateWindow {
  /** Milliseconds until `amount` fits into the window; 0 if it fits now, or if it is too much for any window. */
  waitMs(amount: number, nowMs: number): number;
  /** Books `amount`. What comes back corrects it once the true amount is known. */
  take(amount: number, nowMs: number): (actual: number) => void;
}

/** At most `perMinute` in any 60 seconds. */
export function rateWindow(perMinute: number): RateWindow {
  const taken: { at: number; amount: number }[] = [];

  const forget = (nowMs: number) => {
    const first = taken.findIndex((entry) => entry.at > nowMs - WINDOW_MS);
    taken.splice(0, first === -1 ? taken.length : first);
  };

  return {
    waitMs(amount, nowMs) {
      forget(nowMs);
      let used = taken.reduce((sum, entry) => sum + entry.amount, 0);
      for (const entry of taken) {
        if (used + amount <= perMinute) return 0;
        used -= entry.amount;
        if (used + amount <= perMinute) return entry.at + WINDOW_MS - nowMs;
      }
      const last = taken.at(-1);
      return last === undefined ? 0 : last.at + WINDOW_MS - nowMs;
    },
    take(amount, nowMs) {
      const entry = { at: nowMs, amount };
      taken.push(entry);
      return (actual) => {
        entry.amount = actual;
      };
    },
  };
}
