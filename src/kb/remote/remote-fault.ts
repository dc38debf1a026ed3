/** @file What went wrong with one request to a remote knowledge base, and whether trying again can help. */
import { RequestFault } from "../../util/request-fault.ts";

/** Becomes a `FetchError`. */
export class RemoteFault extends RequestFault {
  override readonly name = "RemoteFault";
}

/** Timeout, too early, too many requests; and the server errors but for the one that says it never will. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);
const NOT_IMPLEMENTED = 501;
const LONGEST_REASON = 200;

export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs: number | undefined;
}

/** For an answer that is no success. */
export function statusFault({ status, body, retryAfterMs }: Answered): RemoteFault {
  const isPassing = PASSING_STATUSES.has(status) || (status >= 500 && status !== NOT_IMPLEMENTED);
  const words = body
    .replace(/<[^>]*>/gu, " ")
    .replace(/\s+/gu, " ")
    .trim()
    .slice(0, LONGEST_REASON);
  const reason = words === "" ? "" : `: ${words}`;
  return new RemoteFault(`it answered ${status}${hint(status)}${reason}`, {
    isPassing,
    status,
    retryAfterMs,
  });
}

function hint(status: number): string {
  if (status === 401 || status === 403) return " (a token is missing or wrong)";
  return status >= 300 && status < 400 ? " (it stands at another address)" : "";
}

/** What repeats itself: the reply is too large, or we closed the connections ourselves. */
const LASTING_CODES: ReadonlySet<string> = new Set([
  "UND_ERR_RES_EXCEEDED_MAX_SIZE",
  "UND_ERR_HEADERS_OVERFLOW",
  "UND_ERR_CLOSED",
  "UND_ERR_DESTROYED",
]);

/** For what the HTTP client throws; `undefined`: it is no matter of the network but a bug. */
export function connectionFault(error: unknown): RemoteFault | undefined {
  if (error instanceof RemoteFault) return error;
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  const { code, message } = error;
  return new RemoteFault(`${message || "no connection"} (${code})`, {
    isPassing: !LASTING_CODES.has(code),
    cause: error,
  });
}
