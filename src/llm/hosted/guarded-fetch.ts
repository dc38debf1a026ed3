/** @file `fetch` for model servers: gives up on one that falls silent or never stops talking. */
import { type ChildSignal, childSignal } from "../../util/abort.ts";
import { ModelFault } from "./fault.ts";

export interface FetchLimits {
  /** The longest wait for the next byte, headers included, in milliseconds. */
  readonly idleTimeoutMs: number;
  readonly maxReplyBytes: number;
}

/** Fails with a `ModelFault` that may pass when a limit is reached, and with the signal's reason once it is aborted. */
export function guardedFetch(limits: FetchLimits): typeof fetch {
  return async (input, init) => {
    const guard = childSignal(init?.signal ?? new AbortController().signal);
    const watch = watchdog(limits.idleTimeoutMs, guard);
    try {
      const response = await fetch(input, { ...init, signal: guard.signal });
      watch.alive();
      if (response.body === null) {
        watch.stop();
        return response;
      }
      const { status, statusText, headers } = response;
      return new Response(watched(response.body, watch, limits.maxReplyBytes), {
        status,
        statusText,
        headers,
      });
    } catch (error) {
      watch.stop();
      throw error;
    }
  };
}

interface Watchdog {
  alive(): void;
  stop(): void;
}

function watchdog(idleTimeoutMs: number, guard: ChildSignal): Watchdog {
  const bark = () => {
    guard.abort(new ModelFault(`the server sent nothing for ${idleTimeoutMs / 1000} s`, { isPassing: true }));
  };
  const timer = setTimeout(bark, idleTimeoutMs);
  return {
    alive: () => timer.refresh(),
    stop: () => {
      clearTimeout(timer);
      guard.release();
    },
  };
}

function watched(
  body: ReadableStream<Uint8Array>,
  watch: Watchdog,
  maxBytes: number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          watch.stop();
          controller.close();
          return;
        }
        watch.alive();
        bytes += value.byteLength;
        if (bytes > maxBytes)
          throw new ModelFault(`the reply exceeds ${maxBytes} bytes`, { isPassing: true });
        controller.enqueue(value);
      } catch (error) {
        watch.stop();
        controller.error(error);
        await reader.cancel(error);
      }
    },
    async cancel(reason) {
      watch.stop();
      await reader.cancel(reason);
    },
  });
}
