/** @file What the user says to the lead agent while it works. */

export interface Steering {
  /** Said now; the lead agent hears it in its next turn. Empty text says nothing. */
  say(text: string): void;
  /** What was said and not heard yet; it counts as heard now. */
  take(): readonly string[];
  readonly hasNew: boolean;
  /** Calls `heard` with whatever is said from now on. */
  listen(listener: (text: string) => void): void;
}

/** `pending`: what was said before the run was broken off, and not heard. */
export function createSteering(pending: readonly string[] = []): Steering {
  let waiting = [...pending];
  const listeners: ((text: string) => void)[] = [];
  return {
    say(text) {
      const said = text.trim();
      if (said === "") return;
      waiting.push(said);
      for (const listener of listeners) listener(said);
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    get hasNew() {
      return waiting.length > 0;
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}
