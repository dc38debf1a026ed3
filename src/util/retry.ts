/** @file Trying again: a failed attempt is repeated after a wait that the failure itself decides. */
import type { Clock } from "./clock.ts";

export interface RetryPolicy {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds to wait before the next attempt after `attempt` (from 1) failed, or `undefined` to give up, which
   * throws the error. It decides how many attempts there are.
   */
  delayMs(error: unknown, attempt: number): number | undefined;
}

/** The first success of `attempt`; throws its last error, or the signal's reason once it is aborted. */
export async function retry<T>(attempt: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  for (let number = 1; ; number++) {
    policy.signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      policy.signal?.throwIfAborted();
      const wait = policy.delayMs(error, number);
      if (wait === undefined) throw error;
      await policy.clock.sleep(wait, policy.signal);
    }
  }
}

/** Exponential back-off: doubles from `baseMs` up to `maxMs`; half of it is fixed, half is left to chance in [0, 1). */
export function backoffMs(
  attempt: number,
  limits: { baseMs: number; maxMs: number },
  chance: number,
): number {
  const full = Math.min(limits.maxMs, limits.baseMs * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * chance;
}
