/** @file Asking a server in JSON: over kept connections, within limits, again when it may help. */
import type { Dispatcher, Pool } from "undici";
import { childSignal } from "../../util/abort.ts";
import type { Clock } from "../../util/clock.ts";
import { backoffMs, retry } from "../../util/retry.ts";
import { retryAfterMs } from "../../util/retry-after.ts";
import { semaphore } from "../../util/semaphore.ts";
import { connectionFault, RemoteFault, statusFault } from "./remote-fault.ts";

const BACKOFF = { baseMs: 250, maxMs: 10_000 };
/** The longest a server is waited for that asks to be left alone. */
const LONGEST_RETRY_AFTER_MS = 60_000;

interface RemoteServerLimits {
  /** For one attempt, from the connection to the last byte. */
  readonly timeoutMs: number;
  /** The first included. */
  readonly attempts: number;
  /** Requests under way at once; the others wait. */
  readonly atOnce: number;
  readonly maxReplyBytes: number;
}

export interface RemoteServerOptions extends RemoteServerLimits {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token?: string | undefined;
  readonly clock: Clock;
  /** In [0, 1): spreads the waits of many clients. */
  readonly random: () => number;
}

export interface RemoteServer {
  /** The reply's JSON. Throws `RemoteFault`, or the signal's reason once it is aborted. */
  post(path: string, body: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Lets requests under way finish. */
  close(): Promise<void>;
}

export function remoteServer(options: RemoteServerOptions): RemoteServer {
  const { url, token, timeoutMs, attempts, atOnce, maxReplyBytes, clock, random } = options;
  const { origin, pathname } = new URL(url);
  const turns = semaphore(atOnce);
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  let opened: Promise<Pool> | undefined;
  let isOpen = true;

  // undici takes a while to load
  async function open(): Promise<Pool> {
    const undici = await import("undici");
    const quiet = { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: timeoutMs } };
    return new undici.Pool(origin, { connections: atOnce, maxResponseSize: maxReplyBytes, ...quiet });
  }

  async function ask(path: string, body: string, signal: AbortSignal | undefined): Promise<unknown> {
    if (!isOpen) throw new RemoteFault("it is closed", { isPassing: false });
    opened ??= open();
    const request = { method: "POST" as const, path: pathname.replace(/\/$/u, "") + path, headers, body };
    return exchange(await opened, request, { timeoutMs, signal });
  }

  return {
    post: (path, body, signal) => {
      const text = JSON.stringify(body);
      return retry(() => turns.run(() => ask(path, text, signal), signal), {
        clock,
        signal,
        delayMs: (error, attempt) => {
          if (!(error instanceof RemoteFault) || !error.isPassing || attempt >= attempts) return undefined;
          const asked = Math.min(LONGEST_RETRY_AFTER_MS, error.retryAfterMs ?? 0);
          return Math.max(asked, backoffMs(attempt, BACKOFF, random()));
        },
      });
    },
    close: async () => {
      isOpen = false;
      const pool = await opened;
      if (pool !== undefined && !pool.closed) await pool.close();
    },
  };
}

interface Patience {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

async function exchange(
  pool: Pool,
  request: Dispatcher.RequestOptions,
  { timeoutMs, signal }: Patience,
): Promise<unknown> {
  const guard = childSignal(signal ?? new AbortController().signal);
  const late = new RemoteFault(`it did not answer within ${timeoutMs / 1000} s`, { isPassing: true });
  const timer = setTimeout(() => guard.abort(late), timeoutMs);
  try {
    const response = await pool.request({ ...request, signal: guard.signal });
    return jsonOf(response, await response.body.text());
  } catch (error) {
    signal?.throwIfAborted();
    throw connectionFault(guard.signal.aborted ? late : error) ?? error;
  } finally {
    clearTimeout(timer);
    guard.release();
  }
}

function jsonOf({ statusCode, headers }: Dispatcher.ResponseData, body: string): unknown {
  if (statusCode < 200 || statusCode >= 300) {
    const asked = retryAfterMs({ "retry-after": String(headers["retry-after"] ?? "") }, "", Date.now());
    throw statusFault({ status: statusCode, body, retryAfterMs: asked });
  }
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RemoteFault("its reply is no JSON", { isPassing: false, cause: error });
  }
}
