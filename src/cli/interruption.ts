/** @file Ctrl-C and SIGTERM: once, the command stops and keeps what it has; twice, it is gone at once. */
import { setMaxListeners } from "node:events";
import { EXIT } from "./exit-code.ts";

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Present once a signal has come. */
  readonly exitCode: number | undefined;
  /** What Ctrl-C does, for a terminal that sends keys in place of signals. */
  interrupt(): void;
  /** Leaves signals to the system again. */
  release(): void;
}

/** `onFirst` is called with the first signal, `onSecond` right before the process ends. */
export function listenForInterruption(onFirst: () => void, onSecond: () => void): Interruption {
  const controller = new AbortController();
  // everything that is under way listens
  setMaxListeners(0, controller.signal);
  let exitCode: number | undefined;
  const listen = (signal: keyof typeof CODES) => {
    if (exitCode !== undefined) {
      onSecond();
      process.exit(CODES[signal]);
    }
    exitCode = CODES[signal];
    onFirst();
    controller.abort();
  };
  process.on("SIGINT", listen).on("SIGTERM", listen);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    interrupt: () => listen("SIGINT"),
    release: () => {
      process.off("SIGINT", listen).off("SIGTERM", listen);
    },
  };
}
