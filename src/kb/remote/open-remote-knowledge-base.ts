/** @file A knowledge base behind a server of the retrieval protocol: ours, RLinf's, ASearcher's, Search-R1's, SkyRL's. */
import { z } from "zod";
import { ConfigError, FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Page, Passage, SearchRequest } from "../../core/knowledge-base.ts";
import { type Clock, systemClock } from "../../util/clock.ts";
import { passagesNeeded, searchResults } from "../ranking.ts";
import { titleKey } from "../text/words.ts";
import { ACCESS_PATH, accessBody, SEARCH_PATH, searchBody, searchDialect } from "./dialects.ts";
import { readPage, readPassages } from "./read-reply.ts";
import { RemoteFault } from "./remote-fault.ts";
import { remoteServer } from "./remote-server.ts";
import { urlVariants } from "./url-variants.ts";

const MEGABYTE = 1024 * 1024;
/** How often more passages are asked for, four times as many each time, where those found are of too few pages. */
const MOST_ROUNDS = 3;

const remoteSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/u, error: "give the server's address, such as http://127.0.0.1:8000" })
    .describe("the server's address, with or without /retrieve at its end"),
  name: z.string().min(1).optional().describe("in reports; default: the server's host and port"),
  dialect: searchDialect.default("auto"),
  token: z.string().min(1).optional().describe("sent as a Bearer token"),
  timeoutMs: z.number().positive().default(60_000).describe("for one attempt"),
  attempts: z.int().positive().default(5),
  atOnce: z.int().positive().default(32).describe("requests under way at once"),
  maxReplyBytes: z
    .int()
    .positive()
    .default(64 * MEGABYTE),
  titleUrl: z
    .string()
    .optional()
    .describe("for servers that give no URLs: what stands before a page's title in its URL"),
});

export type RemoteSettings = z.input<typeof remoteSettings>;

/** What tests replace. */
export interface RemoteSurroundings {
  readonly clock?: Clock | undefined;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
}

/**
 * Nothing is sent before the first call. The server ranks as it likes: a request for a mode, a filter or `match: "all"` is
 * refused with a `ToolInputError`. Throws `ConfigError` for settings that cannot be.
 */
export function openRemoteKnowledgeBase(
  settings: RemoteSettings,
  { clock = systemClock, random = Math.random }: RemoteSurroundings = {},
): KnowledgeBase {
  const { url: given, name, dialect, token, titleUrl, ...limits } = checked(settings);
  const url = given.replace(/\/+$/u, "").replace(/\/retrieve$/u, "");
  const called = name ?? new URL(url).host;
  const server = remoteServer({ url, token, clock, random, ...limits });
  const urlOfTitle = (title: string) =>
    (titleUrl ?? `${url}/page/`) + encodeURIComponent(title.replaceAll(" ", "_"));
  let isOpen = true;

  async function carriedOut<T>(what: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (!isOpen) throw new FetchError(`${what}: the knowledge base ${called} is closed.`);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RemoteFault)) throw error;
      throw new FetchError(`${what} failed at ${url}: ${error.message}.`, { cause: error });
    }
  }

  async function ranked(query: string, limit: number, signal?: AbortSignal): Promise<readonly Passage[]> {
    const reply = await server.post(SEARCH_PATH, searchBody(dialect, query, limit), signal);
    return readPassages(reply, urlOfTitle);
  }

  return {
    name: called,
    search: async (request) => {
      refuse(request, called);
      const { query, limit, form, signal } = request;
      const search = (count: number) => ranked(query, count, signal);
      const isAsking = limit >= 1 && query.trim() !== "";
      return carriedOut(
        "The search",
        async () => {
          if (!isAsking) return [];
          return form === "passages" ? (await search(limit)).slice(0, limit) : pieces(request, search);
        },
        signal,
      );
    },
    access: (page, signal) =>
      carriedOut(`Access to ${page}`, () => access(server.post, page, signal), signal),
    close: () => {
      isOpen = false;
      return server.close();
    },
  };
}

function checked(settings: RemoteSettings): z.output<typeof remoteSettings> {
  const { success, data, error } = remoteSettings.safeParse(settings);
  if (success) return data;
  const issue = error.issues[0];
  throw new ConfigError(`Remote knowledge base: ${issue?.path.join(".")}: ${issue?.message}.`, {
    cause: error,
  });
}

function refuse({ mode, match, filter }: SearchRequest, name: string): void {
  const cannot = [
    mode !== undefined && `choose the mode ${mode}`,
    match === "all" && "find the pages in which all words stand",
    filter !== undefined && "filter",
  ].find((refused) => refused !== false);
  if (cannot === undefined) return;
  throw new ToolInputError(
    `The knowledge base ${name} cannot ${cannot}: its server takes a query and nothing else. Search by query alone.`,
  );
}

/** Servers send passages whole, several of a page: they are ranked and cut as the passages of an index of ours are. */
async function pieces(
  { query, limit }: SearchRequest,
  search: (count: number) => Promise<readonly Passage[]>,
): Promise<readonly Passage[]> {
  let count = passagesNeeded(limit);
  for (let round = 1; ; round++) {
    const ranked = await search(count);
    const pages = new Set(ranked.map(({ url }) => url));
    if (pages.size >= limit || ranked.length < count || round === MOST_ROUNDS) {
      const titled = ranked.filter(({ title }) => titleKey(title) === titleKey(query));
      return searchResults(query, limit, { titled, ranked });
    }
    count *= 4;
  }
}

async function access(
  post: ReturnType<typeof remoteServer>["post"],
  url: string,
  signal?: AbortSignal,
): Promise<Page | undefined> {
  const urls = urlVariants(url);
  try {
    return readPage(await post(ACCESS_PATH, accessBody(urls), signal), urls);
  } catch (error) {
    const isMissing = error instanceof RemoteFault && (error.status === 404 || error.status === 405);
    if (!isMissing) throw error;
    throw new RemoteFault(`it only searches, there is no ${ACCESS_PATH} at it`, {
      isPassing: false,
      status: error.status,
      cause: error,
    });
  }
}
