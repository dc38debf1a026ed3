/** @file How many may do something at once. The others wait in the order they came. */

export interface Semaphore {
  /** Runs `task` when its turn comes; rejects with the signal's reason if it is aborted while waiting. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** At most `limit` tasks at once. */
export function semaphore(limit: number): Semaphore {
  let free = limit;
  // a Set keeps the order of arrival and lets one who gives up leave from the middle
  const waiting = new Set<() => void>();

  const enter = (signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        waiting.delete(go);
        reject(signal?.reason);
      };
      const go = () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      waiting.add(go);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  };

  const leave = () => {
    const [next] = waiting;
    if (next === undefined) {
      free++;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    async run(task, signal) {
      await enter(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
