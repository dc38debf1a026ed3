/** @file A request at the host's pace, repeated where the host says that it is busy. */
import type { Clock } from "../../util/clock.ts";
import { backoffMs } from "../../util/retry.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { FetchSettings } from "../settings.ts";
import { hostLanes } from "./host-lanes.ts";
import type { HttpAnswer, HttpClient, HttpRequest } from "./http-client.ts";

export interface PoliteRequest extends HttpRequest {
  /** The host's next request follows at least so long after this one. */
  readonly delayMs: number;
}

export interface PoliteParts {
  readonly client: HttpClient;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const BACKOFF = { baseMs: 1000, maxMs: 30_000 };

/** After the last attempt the answer may still be a 429 or 503. Throws `PageError`, or the signal's reason. */
export function politeGet(
  settings: Pick<FetchSettings, "requestsAtOnce" | "requestsPerHost" | "maxPauseMs" | "retries">,
  { client, clock, now }: PoliteParts,
): (request: PoliteRequest) => Promise<HttpAnswer> {
  const lanes = hostLanes(settings, clock);
  const all = semaphore(settings.requestsAtOnce);

  return async (request) => {
    const host = request.url.hostname;
    const attempt = () => lanes.run(host, () => all.run(() => client.get(request), request.signal), request);
    for (let number = 1; ; number++) {
      const answer = await attempt();
      if (!isBusy(answer.status)) return answer;
      lanes.pause(host, retryAfterMs(answer, now()) ?? backoffMs(number, BACKOFF, 1));
      if (number > settings.retries) return answer;
    }
  };
}

export function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}

/** What the Retry-After header asks for: seconds, or a date. */
function retryAfterMs(answer: HttpAnswer, now: number): number | undefined {
  const value = answer.header("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
