/** @file Abort signals: waiting no longer than a signal allows, and signals that end with their parent or on their own. */
import { setMaxListeners } from "node:events";

/**
 * The promise's outcome, or the signal's reason as soon as it is aborted. For work that may not listen to the signal
 * itself; its late outcome is dropped.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** A signal that is aborted with its parent, or on its own. `release` must be called when done with it. */
export interface ChildSignal {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  release(): void;
}

export function childSignal(parent: AbortSignal): ChildSignal {
  const controller = new AbortController();
  // a thousand subagents listen to one lead agent
  setMaxListeners(0, controller.signal);
  const onAbort = () => controller.abort(parent.reason);
  if (parent.aborted) onAbort();
  else parent.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => parent.removeEventListener("abort", onAbort),
  };
}
