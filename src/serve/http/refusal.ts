/** @file A request that is not answered with what it asks for: its status, and one line that says why. */
import type { ServerResponse } from "node:http";
import { FetchError, ToolInputError } from "../../core/errors.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A function writes the body piece by piece, once the head is written, and ends it; it must not reject. */
  readonly body: string | Uint8Array | ((response: ServerResponse) => Promise<void>);
}

/** It never leaves the server: it becomes a reply. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, { status, headers = {}, cause }: RefusalFacts) {
    super(message, { cause });
    this.status = status;
    this.headers = headers;
  }
}

interface RefusalFacts {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}

export function jsonReply(status: number, value: unknown, headers: Reply["headers"] = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

/** A knowledge base that failed is 502, never an empty result; what is nobody's fault but ours is 500 and keeps its words to itself. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const cause = error;
  if (error instanceof ToolInputError) return new Refusal(error.message, { status: 422, cause });
  if (error instanceof FetchError) return new Refusal(error.message, { status: 502, cause });
  return new Refusal("The server failed.", { status: 500, cause });
}
