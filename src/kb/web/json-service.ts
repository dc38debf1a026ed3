/** @file A JSON service on the web: its requests bounded, timed, tried again while that may help, and explained where they fail. */
import { z } from "zod";
import { ConfigError, FetchError } from "../../core/errors.ts";
import { childSignal } from "../../util/abort.ts";
import { type Clock, systemClock } from "../../util/clock.ts";
import { random } from "../../util/random.ts";
import { RequestFault } from "../../util/request-fault.ts";
import { backoffMs, retry } from "../../util/retry.ts";
import { retryAfterMs } from "../../util/retry-after.ts";
import { semaphore } from "../../util/semaphore.ts";
import { jsonIn, readBody, reasonIn } from "./reply-text.ts";

const serviceLimits = z.strictObject({
  /** Requests at once, of all who use the service. */
  concurrency: z.int().positive().default(10),
  /** Of one attempt, from its start to the end of the reply. */
  timeoutMs: z.int().positive().default(60_000),
  /** In all, the first one included. */
  attempts: z.int().positive().default(4),
  maxReplyBytes: z.int().positive().default(20_000_000),
});

export interface ServiceOptions {
  readonly limits?: z.input<typeof serviceLimits> | undefined;
  readonly clock?: Clock | undefined;
  /** Numbers in [0, 1) that keep those who wait from coming back all at once. */
  readonly chance?: (() => number) | undefined;
}

export interface ServiceDescription {
  /** As messages name it, e.g. `Serper search`. */
  readonly name: string;
  /** No message shows it. */
  readonly key?: string | undefined;
  /** What to check where the service refuses a request with 401 or 403. */
  readonly onRefusal: string;
}

interface JsonRequest<T> {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON in a POST; absent: a GET. */
  readonly body?: unknown;
  readonly reply: z.ZodType<T>;
  /** Reads an answer out of a reply with an error status, where it holds one: some services say "nothing found" so. */
  readonly answerIn?: ((status: number, body: string) => T | undefined) | undefined;
}

export interface JsonService {
  readonly name: string;
  /** Throws `FetchError` after all attempts, and the signal's reason once it is aborted. */
  requestJson<T>(request: JsonRequest<T>, signal?: AbortSignal): Promise<T>;
}

const BACKOFF = { baseMs: 1_000, maxMs: 30_000 };
const MAX_RETRY_AFTER_MS = 60_000;
/** A service that names a time gets at most this share more. */
const JITTER = 0.1;
/** Client errors that pass by themselves: timeout, too early, too many requests. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/** Throws `ConfigError` for a key that no request could carry. */
export function openJsonService(service: ServiceDescription, options: ServiceOptions = {}): JsonService {
  const { clock = systemClock, chance = random(Date.now()) } = options;
  const limits = serviceLimits.parse(options.limits ?? {});
  const slots = semaphore(limits.concurrency);
  let pausedUntil = 0;
  if (service.key !== undefined && !/^[\x21-\x7e]+$/.test(service.key)) {
    throw new ConfigError(
      `${service.name}: its key is empty or has characters that no key has; ${service.onRefusal}`,
    );
  }

  const attempt = <T>(request: JsonRequest<T>, signal: AbortSignal | undefined): Promise<T> =>
    slots.run(async () => {
      const rest = pausedUntil - clock.now();
      if (rest > 0) await clock.sleep(rest, signal);
      try {
        return await send(request, { service, limits }, signal);
      } catch (error) {
        pauseAfter(error);
        throw error;
      }
    }, signal);

  /** A service that is asked too much is left alone by all, from before the next one's turn comes. */
  const pauseAfter = (error: unknown): void => {
    if (!(error instanceof ServiceFault) || (error.status !== 429 && error.retryAfterMs === undefined))
      return;
    const wait = error.retryAfterMs ?? BACKOFF.baseMs;
    if (wait <= MAX_RETRY_AFTER_MS) pausedUntil = Math.max(pausedUntil, clock.now() + wait);
  };

  const delayMs = (error: unknown, attempts: number): number | undefined => {
    if (!(error instanceof ServiceFault) || !error.isPassing || attempts >= limits.attempts) return undefined;
    const { retryAfterMs: asked } = error;
    if (asked !== undefined && asked > MAX_RETRY_AFTER_MS) return undefined;
    return asked === undefined ? backoffMs(attempts, BACKOFF, chance()) : asked * (1 + JITTER * chance());
  };

  return {
    name: service.name,
    async requestJson(request, signal) {
      let attempts = 0;
      const counted = () => {
        attempts++;
        return attempt(request, signal);
      };
      try {
        return await retry(counted, { clock, signal, delayMs });
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof ServiceFault)) throw error;
        const tries = attempts > 1 ? ` (${attempts} attempts)` : "";
        throw new FetchError(`${service.name}: ${error.message}${tries}.`, { cause: error });
      }
    },
  };
}

/** `path` under `base`, which may have a path of its own. Throws `ConfigError` where `base` is no address of a server. */
export function endpoint(base: string, path: string): URL {
  const address = URL.canParse(base) ? new URL(base) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    throw new ConfigError(
      `"${base.replace(/\/\/[^/]*@/, "//")}" is not the address of a server; give one like https://search.example.org`,
    );
  }
  return new URL(`${address.pathname.replace(/\/+$/, "")}${path}`, address.origin);
}

/** What went wrong with one attempt, without a full stop. */
class ServiceFault extends RequestFault {}

interface Sending {
  readonly service: ServiceDescription;
  readonly limits: z.output<typeof serviceLimits>;
}

async function send<T>(
  request: JsonRequest<T>,
  sending: Sending,
  signal: AbortSignal | undefined,
): Promise<T> {
  const { timeoutMs, maxReplyBytes } = sending.limits;
  const guard = childSignal(signal ?? new AbortController().signal);
  const timer = setTimeout(() => {
    guard.abort(new ServiceFault(`no reply within ${timeoutMs / 1_000} s`, { isPassing: true }));
  }, timeoutMs);
  try {
    const response = await fetch(request.url, { ...init(request), signal: guard.signal });
    const body = await readBody(response, maxReplyBytes);
    if (body === undefined) {
      throw new ServiceFault(`the reply exceeds ${maxReplyBytes} bytes`, { isPassing: false });
    }
    const told = withoutKey(body, sending.service);
    if (response.status === 200) return understood(request, body, told);
    return request.answerIn?.(response.status, body) ?? failed(sending.service, response, told);
  } catch (error) {
    if (guard.signal.aborted) throw guard.signal.reason;
    if (!(error instanceof TypeError)) throw error;
    throw new ServiceFault(`it could not be reached: ${innermost(error)}`, { isPassing: true, cause: error });
  } finally {
    clearTimeout(timer);
    guard.release();
  }
}

function init({ headers, body }: JsonRequest<unknown>): RequestInit {
  // a redirect would carry the key's header to wherever it leads
  const common = { redirect: "manual", headers: { Accept: "application/json", ...headers } } as const;
  if (body === undefined) return common;
  return {
    ...common,
    method: "POST",
    headers: { ...common.headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

/** Before it is cut short: a piece of a key is not to be seen either. */
function withoutKey(body: string, { key }: ServiceDescription): string {
  return key === undefined ? body : body.replaceAll(key, "[key]");
}

function understood<T>({ reply }: JsonRequest<T>, body: string, told: string): T {
  const json = jsonIn(body);
  if (json === undefined) {
    throw new ServiceFault(`it sent a reply that is not JSON: ${reasonIn(told)}`, { isPassing: false });
  }
  const parsed = reply.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") || "the reply";
  throw new ServiceFault(`it sent a reply of an unknown form: ${place}: ${issue?.message}`, {
    isPassing: false,
  });
}

function failed(service: ServiceDescription, response: Response, told: string): never {
  const { status, headers } = response;
  const reason = reasonIn(told);
  const what = `HTTP ${status}${reason === "" ? "" : `: ${reason}`}`;
  if (status === 401 || status === 403) {
    throw new ServiceFault(`it refuses the request (${what}); ${service.onRefusal}`, {
      isPassing: false,
      status,
    });
  }
  if (status >= 300 && status < 400) {
    throw new ServiceFault(`its address leads elsewhere (HTTP ${status}); give the address it leads to`, {
      isPassing: false,
      status,
    });
  }
  throw new ServiceFault(what, {
    isPassing: status >= 500 || PASSING_STATUSES.has(status),
    status,
    retryAfterMs: retryAfterMs(Object.fromEntries(headers), told, Date.now()),
  });
}

/** A broken connection says what broke only in its innermost cause. */
function innermost(error: Error): string {
  let inner = error;
  while (inner.cause instanceof Error && inner.cause !== inner) inner = inner.cause;
  return inner.message === "" && "code" in inner ? String(inner.code) : inner.message;
}
