/**
 * @file The safe fetcher: pages of the public web as readable text. What comes from outside decides nothing here: where requests
 * go, how long they take and how much is read are the settings' to say.
 */
import type { Page } from "../core/knowledge-base.ts";
import { type ChildSignal, childSignal } from "../util/abort.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { type TargetRules, targetRules } from "./address/target-rules.ts";
import { freshness } from "./cache/freshness.ts";
import { type CachedAnswer, type PageCache, pageCache } from "./cache/page-cache.ts";
import { readPage } from "./content/read-page.ts";
import { PageError } from "./errors.ts";
import { type Resolve, resolveBySystem } from "./network/connect.ts";
import type { Followed } from "./network/follow.ts";
import { type Network, openNetwork } from "./network/open-network.ts";
import { isBusy } from "./network/polite-get.ts";
import type { FetchSettings } from "./settings.ts";

export interface Fetcher {
  /**
   * The page at an http or https URL, under the URL at which it was found. `undefined`: there is none (404, 410). Throws
   * `PageError` where it could not be fetched, `ConfigError` where the cache cannot be used, and the signal's reason.
   */
  fetchPage(url: string, signal?: AbortSignal): Promise<Page | undefined>;
  /** Ends what is under way, with a `PageError` (`closed`). */
  close(): Promise<void>;
}

export interface FetcherParts {
  /** Default: the system's resolver. */
  readonly resolve?: Resolve | undefined;
  /** For pauses between requests. Time limits are the system's. */
  readonly clock?: Clock | undefined;
  /** Milliseconds since 1970, for what is fresh in the cache. */
  readonly now?: (() => number) | undefined;
}

export function openFetcher(settings: FetchSettings, parts: FetcherParts = {}): Fetcher {
  const { resolve = resolveBySystem, clock = systemClock, now = Date.now } = parts;
  const rules = targetRules(settings);
  const network = openNetwork(settings, { rules, resolve, clock, now });
  const { cacheDirectory, cacheMaxBytes } = settings;
  const cache = cacheDirectory === undefined ? undefined : pageCache(cacheDirectory, cacheMaxBytes);
  const underWay = new Set<ChildSignal>();
  let isClosed = false;

  return {
    async fetchPage(text, parent = new AbortController().signal) {
      parent.throwIfAborted();
      if (isClosed) throw closed();
      const child = childSignal(parent);
      underWay.add(child);
      try {
        const url = rules.target(text);
        return await fetchPage({ settings, rules, network, cache, now }, url, child.signal);
      } finally {
        child.release();
        underWay.delete(child);
      }
    },
    async close() {
      isClosed = true;
      for (const child of underWay) child.abort(closed());
      await network.close();
    },
  };
}

interface Opened {
  readonly settings: FetchSettings;
  readonly rules: TargetRules;
  readonly network: Network;
  readonly cache: PageCache | undefined;
  readonly now: () => number;
}

async function fetchPage(opened: Opened, url: URL, signal: AbortSignal): Promise<Page | undefined> {
  const { settings, rules, network, cache, now } = opened;
  const cached = await cache?.read(url.href);
  // the rules may be stricter than when a redirect led there
  if (cached !== undefined) rules.target(cached.finalUrl);
  const isFresh = cached !== undefined && !settings.revalidate && cached.freshUntil > now();
  if (cached !== undefined && (settings.offline || isFresh)) {
    return pageOf(cached, { at: cached.storedAt, by: "cache" }, signal);
  }
  if (settings.offline)
    throw new PageError("offline", `${url.href} is not in the cache, and the fetcher is offline.`);

  const found = await network.read(url, (hop) => validators(hop, cached), signal);
  const { status } = found.answer;
  if (status === 404 || status === 410) {
    await cache?.remove(url.href);
    return undefined;
  }
  const answer = answerFrom(found, { requested: url, cached });
  // what cannot be read is not kept
  const page = await pageOf(answer, { at: now(), by: "fetcher" }, signal);
  await keep(opened, answer, found);
  return page;
}

/** `had.at`: milliseconds since 1970. */
async function pageOf(
  { finalUrl, contentType, body }: CachedAnswer,
  had: { readonly at: number; readonly by: string },
  signal: AbortSignal,
): Promise<Page> {
  const page = await readPage({ url: finalUrl, contentType, bytes: body }, signal);
  return { ...page, fetched: { at: new Date(had.at).toISOString(), by: had.by } };
}

/** Asks for the body only if it is another than the one in the cache. */
function validators(hop: URL, cached: CachedAnswer | undefined): Record<string, string> {
  if (cached === undefined || cached.finalUrl !== hop.href) return {};
  return {
    ...(cached.etag === undefined ? {} : { "if-none-match": cached.etag }),
    ...(cached.lastModified === undefined ? {} : { "if-modified-since": cached.lastModified }),
  };
}

function answerFrom(
  { url, answer }: Followed,
  { requested, cached }: { readonly requested: URL; readonly cached: CachedAnswer | undefined },
): CachedAnswer {
  const unset = { storedAt: 0, freshUntil: 0 };
  if (answer.status === 304 && cached !== undefined && cached.finalUrl === url.href) {
    return { ...cached, ...unset };
  }
  if (isBusy(answer.status)) {
    throw new PageError(
      "busy",
      `${url.hostname} is too busy (status ${answer.status}). Try later, or another source.`,
    );
  }
  if (answer.status !== 200 && answer.status !== 203) {
    throw new PageError("status", `${url.href} answers with status ${answer.status}.`);
  }
  return {
    url: requested.href,
    finalUrl: url.href,
    contentType: answer.header("content-type"),
    etag: answer.header("etag"),
    lastModified: answer.header("last-modified"),
    ...unset,
    body: answer.body,
  };
}

/** Under the URL that was asked for and the one that answered, by which the page calls itself. */
async function keep(
  { settings, cache, now }: Opened,
  answer: CachedAnswer,
  { answer: { header } }: Followed,
): Promise<void> {
  const { isStorable, until } = freshness(header, now(), settings.cacheFreshMs);
  const urls = [...new Set([answer.url, answer.finalUrl])];
  for (const url of urls) {
    if (isStorable) await cache?.write({ ...answer, url, storedAt: now(), freshUntil: until });
    else await cache?.remove(url);
  }
}

function closed(): PageError {
  return new PageError("closed", "The fetcher was closed.");
}
