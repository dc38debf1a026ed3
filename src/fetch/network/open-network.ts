/** @file The network as a fetcher uses it: robots.txt, pace and redirects around each request. */
import { setMaxListeners } from "node:events";
import type { Clock } from "../../util/clock.ts";
import type { TargetRules } from "../address/target-rules.ts";
import { PageError } from "../errors.ts";
import { openRobots, type Robots } from "../robots/robots.ts";
import type { FetchSettings } from "../settings.ts";
import type { Resolve } from "./connect.ts";
import { type Followed, follow } from "./follow.ts";
import { httpClient } from "./http-client.ts";
import { type PoliteRequest, politeGet } from "./polite-get.ts";

export interface Network {
  /**
   * The answer at a checked URL, after redirects; `headersFor` gives the headers of each request on the way. Throws `PageError`,
   * or the signal's reason.
   */
  read(url: URL, headersFor: (url: URL) => Record<string, string>, signal: AbortSignal): Promise<Followed>;
  close(): Promise<void>;
}

export interface NetworkParts {
  readonly rules: TargetRules;
  readonly resolve: Resolve;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function openNetwork(settings: FetchSettings, { rules, resolve, clock, now }: NetworkParts): Network {
  const client = httpClient(settings, { resolve, checkAddress: rules.checkAddress });
  const get = politeGet(settings, { client, clock, now });
  const closing = new AbortController();
  // every robots.txt that is being read listens to it
  setMaxListeners(0, closing.signal);
  const followRules = { maxRedirects: settings.maxRedirects, target: rules.target };

  const readRobots = (url: URL, maxBytes: number) => {
    const request = {
      // a compressed file could not be cut
      headers: { accept: "text/plain,*/*;q=0.5", "accept-encoding": "identity" },
      limit: { bytes: maxBytes, beyond: "cut" },
      delayMs: 0,
      signal: closing.signal,
    } as const;
    return follow(url, (hop) => get({ ...request, url: hop }), followRules);
  };
  const [product = ""] = settings.userAgent.split(/[/ ]/, 1);
  const robots = openRobots({ read: readRobots, product, now });

  return {
    read(url, headersFor, signal) {
      const limit = { bytes: settings.maxBytes, beyond: "refuse" } as const;
      const getHop = async (hop: URL) => {
        const delayMs = await delayFor(hop, { settings, robots, signal });
        const request: PoliteRequest = { url: hop, headers: headersFor(hop), limit, delayMs, signal };
        return get(request);
      };
      return follow(url, getHop, followRules);
    },
    async close() {
      closing.abort(new PageError("closed", "The fetcher was closed."));
      await client.close();
    },
  };
}

/** The pace in milliseconds, once robots.txt has no objection. */
async function delayFor(
  url: URL,
  parts: { readonly settings: FetchSettings; readonly robots: Robots; readonly signal: AbortSignal },
): Promise<number> {
  const { paceMs, maxCrawlDelayMs, respectRobots } = parts.settings;
  if (!respectRobots) return paceMs;
  const rules = await parts.robots.rulesFor(url, parts.signal);
  if (!rules.allows(url)) throw new PageError("robots", `The site's robots.txt forbids reading ${url.href}.`);
  return Math.max(paceMs, Math.min(rules.crawlDelayMs, maxCrawlDelayMs));
}
