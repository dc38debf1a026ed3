/** @file What went wrong with one attempt at a request, and whether trying again can help. */

export interface FaultFacts {
  /** Whether the same request may succeed later. */
  readonly isPassing: boolean;
  /** The HTTP status, where the server sent an error as one. */
  readonly status?: number | undefined;
  /** How long the server asks to wait. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** One failed attempt. It never leaves the layer that made it: when attempts run out it becomes a typed error. */
export class RequestFault extends Error {
  readonly isPassing: boolean;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: FaultFacts) {
    super(message, { cause: facts.cause });
    this.isPassing = facts.isPassing;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
  }
}
