/** @file Whose turn it is at the knowledge base: so many calls at once, and of one request only some of them. */
import { childSignal } from "../../util/abort.ts";
import { type Semaphore, semaphore } from "../../util/semaphore.ts";

/** Runs one call on the knowledge base when its turn comes. */
export type Call = <T>(call: () => Promise<T>) => Promise<T>;

export interface Turns {
  /** One call; rejects with the signal's reason if it is aborted while waiting. */
  take<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /**
   * `work` for each item, its results in the order of the items. The first failure is thrown, and ends the rest through the
   * signal that `work` gets.
   */
  each<T, R>(
    items: readonly T[],
    work: (item: T, call: Call, signal: AbortSignal) => Promise<R>,
    signal: AbortSignal,
  ): Promise<readonly R[]>;
}

export function turnsAt(all: Semaphore, atOncePerRequest: number): Turns {
  return {
    take: (call, signal) => all.run(call, signal),
    async each(items, work, signal) {
      const own = semaphore(atOncePerRequest);
      const rest = childSignal(signal);
      const call: Call = (task) => all.run(task, rest.signal);
      try {
        return await Promise.all(
          items.map((item) => own.run(() => work(item, call, rest.signal), rest.signal)),
        );
      } catch (error) {
        rest.abort(error);
        throw error;
      } finally {
        rest.release();
      }
    },
  };
}
