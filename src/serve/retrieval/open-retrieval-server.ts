/** @file A knowledge base served over HTTP, as the tools of search agents ask for it: `/retrieve`, `/access`, `/mcp`, `/health`. */
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { semaphore } from "../../util/semaphore.ts";
import { type Exchange, type HttpServer, openHttpServer } from "../http/open-http-server.ts";
import { Refusal, type Reply } from "../http/refusal.ts";
import { checkAsker } from "./guard.ts";
import { refusedReply } from "./refused-reply.ts";
import { routeOf } from "./routes.ts";
import { checkedSettings, type RetrievalServerLimits, type RetrievalServerSettings } from "./settings.ts";
import { type Turns, turnsAt } from "./turns.ts";

/** Closing it leaves the knowledge base open. */
export type RetrievalServer = HttpServer;

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
  const turns = turnsAt(semaphore(limits.atOnce), limits.atOncePerRequest);
  return openHttpServer(limits, {
    answer: (exchange) => replyTo(exchange, { knowledgeBase, limits, turns, onFailure }),
    refuse: refusedReply,
  });
}

interface Desk extends RetrievalServerHooks {
  readonly knowledgeBase: KnowledgeBase;
  readonly limits: RetrievalServerLimits;
  readonly turns: Turns;
}

/** Never rejects: whatever happens becomes a reply. */
async function replyTo(
  exchange: Exchange,
  { knowledgeBase, limits, turns, onFailure }: Desk,
): Promise<Reply> {
  const { request, signal } = exchange;
  try {
    checkAsker(request, limits);
    const answer = routeOf(request);
    checkPlace(exchange, limits);
    return await answer(request, { knowledgeBase, limits, turns, signal });
  } catch (error) {
    const reply = refusedReply(error);
    if (reply.status >= 500 && !(error instanceof Refusal)) onFailure?.(error);
    return reply;
  }
}

function checkPlace({ isOpen, others }: Exchange, { maxRequests }: RetrievalServerLimits): void {
  if (isOpen && others < maxRequests) return;
  const why = isOpen ? `${maxRequests} requests are under way` : "the server is closing";
  throw new Refusal(`There is no place for this request: ${why}. Come again.`, {
    status: 503,
    headers: { "retry-after": "1" },
  });
}
