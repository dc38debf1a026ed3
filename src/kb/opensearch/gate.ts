/** @file What every search and every access goes through: so many at once, tried again where that helps, none after closing. */
import { FetchError } from "../../core/errors.ts";
import { systemClock } from "../../util/clock.ts";
import { backoffMs, retry } from "../../util/retry.ts";
import { semaphore } from "../../util/semaphore.ts";
import { ClusterError } from "./cluster-error.ts";

/** A node's own queue holds a thousand; more at once are no faster. */
const AT_ONCE = 32;
const ATTEMPTS = 3;
const BACKOFF = { baseMs: 100, maxMs: 1_000 };

export interface Gate {
  /**
   * Throws `FetchError` where the work, named as the beginning of a sentence, failed or the gate is closed, and the signal's
   * reason once it is aborted.
   */
  through<T>(what: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** False: it is closed already. */
  close(): boolean;
}

/** `mayPass` says of which errors another attempt may do without. */
export function openGate(name: string, mayPass: (error: unknown) => boolean): Gate {
  const turns = semaphore(AT_ONCE);
  let isOpen = true;
  const delayMs = (error: unknown, attempt: number) =>
    mayPass(error) && attempt < ATTEMPTS ? backoffMs(attempt, BACKOFF, Math.random()) : undefined;
  return {
    async through(what, work, signal) {
      signal?.throwIfAborted();
      if (!isOpen) throw new FetchError(`${what}: the knowledge base ${name} is closed.`);
      try {
        return await turns.run(() => retry(work, { clock: systemClock, signal, delayMs }), signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof ClusterError)) throw error;
        throw new FetchError(`${what} failed in the knowledge base ${name}: ${error.message}.`, {
          cause: error,
        });
      }
    },
    close: () => {
      const wasOpen = isOpen;
      isOpen = false;
      return wasOpen;
    },
  };
}
