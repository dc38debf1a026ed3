/** @file The robots.txt of each site, read once and kept for a day. */
import { untilAborted } from "../../util/abort.ts";
import { PageError } from "../errors.ts";
import type { Followed } from "../network/follow.ts";
import { ALLOW_ALL, parseRobots, type RobotsRules } from "./parse-robots.ts";

export interface Robots {
  /**
   * The site's rules. Throws `PageError`: `robots` where the file cannot be read, which forbids everything (RFC 9309, 2.3.1.4);
   * the network's own reason where the site was not reached at all.
   */
  rulesFor(url: URL, signal: AbortSignal): Promise<RobotsRules>;
}

export interface RobotsParts {
  /** Reads a robots.txt with its redirects, cut at the bytes that are given. */
  readonly read: (url: URL, maxBytes: number) => Promise<Followed>;
  /** The name in the user agent by which groups address us. */
  readonly product: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a parser must at least read (RFC 9309, 2.5). */
const MAX_BYTES = 500 * 1024;
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A site that could not be reached is asked again sooner. */
const FAILURE_KEPT_MS = 5 * 60 * 1000;
const MAX_SITES = 1000;

interface Kept {
  readonly outcome: Promise<RobotsRules | PageError>;
  until: number;
}

export function openRobots(parts: RobotsParts): Robots {
  const sites = new Map<string, Kept>();

  const keep = (origin: string): Kept => {
    const outcome = load(origin, parts);
    const kept: Kept = { outcome, until: Number.POSITIVE_INFINITY };
    sites.set(origin, kept);
    outcome.then(
      (found) => {
        kept.until = parts.now() + (found instanceof PageError ? FAILURE_KEPT_MS : KEPT_MS);
      },
      // whoever waits for it reports it
      () => sites.delete(origin),
    );
    const [oldest] = sites.keys();
    if (sites.size > MAX_SITES && oldest !== undefined) sites.delete(oldest);
    return kept;
  };

  return {
    async rulesFor(url, signal) {
      const known = sites.get(url.origin);
      const { outcome } = known !== undefined && known.until > parts.now() ? known : keep(url.origin);
      // shared by all who wait for it, so nobody's signal ends it
      const found = await untilAborted(outcome, signal);
      if (!(found instanceof PageError)) return found;
      throw new PageError(found.reason, found.message, { cause: found });
    },
  };
}

/** Of the answers with a status, 2xx has the rules, 4xx (and too many redirects) means none, all else forbids. */
async function load(origin: string, { read, product }: RobotsParts): Promise<RobotsRules | PageError> {
  const url = new URL("/robots.txt", origin);
  try {
    const { answer } = await read(url, MAX_BYTES);
    if (answer.status >= 400 && answer.status <= 499) return ALLOW_ALL;
    if (answer.status >= 200 && answer.status <= 299) {
      return parseRobots(new TextDecoder().decode(answer.body), product);
    }
    return new PageError(
      "robots",
      `${url.href} answers with status ${answer.status}, which forbids reading the site.`,
    );
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    return error.reason === "redirect" ? ALLOW_ALL : error;
  }
}
