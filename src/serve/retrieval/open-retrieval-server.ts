/** @file A knowledge base served over HTTP, as the tools of search agents ask for it: `/retrieve`, `/access`, `/mcp`, `/health`. */
import { setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ConfigError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { childSignal } from "../../util/abort.ts";
import { semaphore } from "../../util/semaphore.ts";
import { checkAsker } from "./guard.ts";
import { Refusal, type Reply, refusedReply } from "./refusal.ts";
import { routeOf } from "./routes.ts";
import { checkedSettings, type RetrievalServerLimits, type RetrievalServerSettings } from "./settings.ts";
import { type Turns, turnsAt } from "./turns.ts";

export interface RetrievalServer {
  readonly url: string;
  /** Takes no more requests and lets those under way finish. The knowledge base stays open. */
  close(): Promise<void>;
}

export interface RetrievalServerHooks {
  /** What was answered with 500 or more: a knowledge base that failed, or a bug. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** Listens once it resolves. Throws `ConfigError` for settings that cannot be and for an address it cannot have. */
export async function openRetrievalServer(
  knowledgeBase: KnowledgeBase,
  settings: RetrievalServerSettings = {},
  { onFailure }: RetrievalServerHooks = {},
): Promise<RetrievalServer> {
  const limits = checkedSettings(settings);
  const closing = new AbortController();
  // every request under way listens to it
  setMaxListeners(0, closing.signal);
  const desk: Desk = {
    knowledgeBase,
    limits,
    turns: turnsAt(semaphore(limits.atOnce), limits.atOncePerRequest),
    onFailure,
    isOpen: () => server.listening,
    closing: closing.signal,
    underWay: new Set(),
  };
  const server = createServer(connectionLimits(limits), (request, response) => {
    const answered = attend(request, response, desk);
    desk.underWay.add(answered);
    void answered.finally(() => desk.underWay.delete(answered));
  });
  server.maxConnections = limits.maxConnections;
  const url = await listening(server, limits);
  let closed: Promise<void> | undefined;
  return {
    url,
    close: () => {
      closed ??= closeGently(server, desk, closing);
      return closed;
    },
  };
}

interface Desk {
  readonly knowledgeBase: KnowledgeBase;
  readonly limits: RetrievalServerLimits;
  readonly turns: Turns;
  readonly onFailure: RetrievalServerHooks["onFailure"];
  isOpen(): boolean;
  /** Aborted when requests under way have had their time. */
  readonly closing: AbortSignal;
  readonly underWay: Set<Promise<void>>;
}

function connectionLimits({ headersTimeoutMs, requestTimeoutMs, keepAliveMs }: RetrievalServerLimits) {
  const headersTimeout = Math.min(headersTimeoutMs, requestTimeoutMs);
  return {
    headersTimeout,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    // how late a limit may be noticed; by default half a minute
    connectionsCheckingInterval: Math.min(1_000, headersTimeout),
  };
}

/** Never rejects: whatever happens becomes a reply, or nothing where the client is gone. */
async function attend(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const guard = childSignal(desk.closing);
  response.on("close", () => {
    guard.abort(new Refusal("The client hung up.", { status: 499 }));
    guard.release();
  });
  const reply = await replyTo(request, desk, guard.signal);
  if (!desk.isOpen()) response.setHeader("connection", "close");
  // whoever does not read what was asked for must not hold its place
  response.setTimeout(desk.limits.requestTimeoutMs, () => response.destroy());
  if (!response.destroyed) await write(response, reply);
}

async function replyTo(request: IncomingMessage, desk: Desk, signal: AbortSignal): Promise<Reply> {
  const { knowledgeBase, limits, turns, onFailure } = desk;
  try {
    checkAsker(request, limits);
    const answer = routeOf(request);
    checkPlace(desk);
    return await answer(request, { knowledgeBase, limits, turns, signal });
  } catch (error) {
    const reply = refusedReply(error);
    if (reply.status >= 500 && !(error instanceof Refusal)) onFailure?.(error);
    return reply;
  }
}

function checkPlace({ isOpen, underWay, limits: { maxRequests } }: Desk): void {
  if (isOpen() && underWay.size < maxRequests) return;
  const why = isOpen() ? `${maxRequests} requests are under way` : "the server is closing";
  throw new Refusal(`There is no place for this request: ${why}. Come again.`, {
    status: 503,
    headers: { "retry-after": "1" },
  });
}

function write(response: ServerResponse, { status, headers, body }: Reply): Promise<void> {
  return new Promise((resolve) => {
    response.on("close", resolve);
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body, resolve);
  });
}

function listening(server: Server, { host, port }: RetrievalServerLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => {
      const message = `The server cannot listen at port ${port} of ${host} (${error.message}): choose another.`;
      reject(new ConfigError(message, { cause: error }));
    };
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      const address = server.address();
      const bound = address === null || typeof address === "string" ? port : address.port;
      resolve(`http://${host.includes(":") ? `[${host}]` : host}:${bound}`);
    });
  });
}

async function closeGently(
  server: Server,
  { underWay, limits }: Desk,
  closing: AbortController,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => {
    closing.abort(new Refusal("The server is closing.", { status: 503 }));
  }, limits.closeTimeoutMs);
  await Promise.all(underWay);
  clearTimeout(timer);
  server.closeAllConnections();
  await closed;
}
