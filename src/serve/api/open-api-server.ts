/** @file The server: the page, the API and chat completions on one port, for one user. */
import type { IncomingMessage } from "node:http";
import { type Exchange, type HttpServer, openHttpServer } from "../http/open-http-server.ts";
import { Refusal, type Reply } from "../http/refusal.ts";
import { ALL_ROUTES } from "./all-routes.ts";
import { clientRate } from "./client-rate.ts";
import type { Desk } from "./desk.ts";
import { errorReply } from "./error-reply.ts";
import { findRoute } from "./find-route.ts";
import { checkBearer, checkSender } from "./guard.ts";
import { openApiDocument } from "./openapi.ts";
import { openRunFeeds } from "./runs/run-feeds.ts";
import { openRunList } from "./runs/run-list.ts";
import { type ApiServerSettings, checkedSettings } from "./settings.ts";
import { pageReply } from "./static-page.ts";

export interface ApiServerParts extends Omit<Desk, "feeds" | "list" | "document" | "limits"> {
  /** Where the build of the page is. */
  readonly page: string;
  /** What was answered with 500 or more and is no refusal: a bug, or what was asked failed. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** Closing it leaves the runs as they are. Throws `ConfigError` for settings that cannot be and for an address it cannot have. */
export async function openApiServer(
  { page, onFailure, ...parts }: ApiServerParts,
  settings: ApiServerSettings = {},
): Promise<HttpServer> {
  const limits = checkedSettings(settings);
  let document: unknown;
  const desk: Desk = {
    ...parts,
    limits,
    feeds: openRunFeeds(parts.store, parts.runs, limits.maxWatchers),
    list: openRunList(parts.store, parts.runs),
    document: () => {
      document ??= openApiDocument(ALL_ROUTES, parts.version);
      return document;
    },
  };
  const checkRate = clientRate(limits.requestsPerMinute);
  const answer = async (exchange: Exchange) => {
    try {
      return guarded(await replyTo(exchange, { desk, page, checkRate }));
    } catch (error) {
      const reply = errorReply(error);
      if (reply.status >= 500 && !(error instanceof Refusal)) onFailure?.(error);
      return guarded(reply);
    }
  };
  return openHttpServer(limits, { answer, refuse: (refusal) => guarded(errorReply(refusal)) });
}

interface Serving {
  readonly desk: Desk;
  readonly page: string;
  checkRate(address: string): void;
}

async function replyTo(exchange: Exchange, { desk, page, checkRate }: Serving): Promise<Reply> {
  const { request, signal } = exchange;
  const { limits } = desk;
  checkSender(request, limits);
  checkRate(request.socket.remoteAddress ?? "");
  const { path, query } = addressOf(request);
  checkPlace(exchange, limits.maxRequests);
  // the page asks for the token itself
  const own = isApi(path) ? undefined : await pageReply(request, path, page);
  if (own !== undefined) return own;
  if (path !== "/api/health") checkBearer(request, limits);
  const found = findRoute(ALL_ROUTES, request.method ?? "", path);
  if (found === undefined) {
    throw new Refusal("There is nothing at this path: /openapi.json says what there is.", { status: 404 });
  }
  return found.route.answer({ request, signal, query, params: found.params }, desk);
}

function isApi(path: string): boolean {
  return path.startsWith("/api/") || path.startsWith("/v1/") || path === "/openapi.json";
}

function addressOf({ url = "" }: IncomingMessage): {
  readonly path: string;
  readonly query: URLSearchParams;
} {
  if (!url.startsWith("/")) throw new Refusal("The address must be a path.", { status: 400 });
  const [path = "", ...query] = url.split("?");
  return { path, query: new URLSearchParams(query.join("?")) };
}

function checkPlace({ isOpen, others }: Exchange, maxRequests: number): void {
  if (isOpen && others < maxRequests) return;
  const why = isOpen ? `${maxRequests} requests are under way` : "the server is closing";
  throw new Refusal(`There is no place for this request: ${why}. Come again.`, {
    status: 503,
    headers: { "retry-after": "1" },
  });
}

/** Whatever a reply holds, no browser takes it for something to run, to frame, to keep or to show to another site. */
const GUARDS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

function guarded(reply: Reply): Reply {
  return { ...reply, headers: { ...GUARDS, ...reply.headers } };
}
