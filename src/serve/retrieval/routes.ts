/** @file Which path answers what. */
import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { ACCESS_PATH, SEARCH_PATH } from "../../kb/remote/dialects.ts";
import { parsedBody, readBody } from "../http/read-body.ts";
import { jsonReply, Refusal, type Reply } from "../http/refusal.ts";
import { type Asked, accessAnswer, accessRequest, searchAnswer, searchRequest } from "./answers.ts";
import type { Call } from "./turns.ts";

type Answer = (request: IncomingMessage, asked: Asked) => Promise<Reply>;

interface Route {
  readonly method: "GET" | "POST";
  readonly answer: Answer;
}

const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  [SEARCH_PATH, { method: "POST", answer: json(searchRequest, searchAnswer) }],
  [ACCESS_PATH, { method: "POST", answer: json(accessRequest, accessAnswer) }],
  [
    "/health",
    { method: "GET", answer: async (_, { knowledgeBase }) => jsonReply(200, health(knowledgeBase)) },
  ],
  ["/mcp", { method: "POST", answer: mcp }],
]);

/** Throws a 404 for an unknown path, a 405 for a method that the path does not have. */
export function routeOf({ url = "", method = "" }: IncomingMessage): Answer {
  const path = url.split("?", 1)[0] ?? "";
  const route = ROUTES.get(path);
  if (route === undefined) {
    throw new Refusal(`There is nothing at this path: ask ${[...ROUTES.keys()].join(", ")}.`, {
      status: 404,
    });
  }
  if (route.method !== method) {
    throw new Refusal(`${path} takes ${route.method}.`, { status: 405, headers: { allow: route.method } });
  }
  return route.answer;
}

function json<T>(schema: z.ZodType<T>, answer: (request: T, asked: Asked) => Promise<unknown>): Answer {
  return async (request, asked) => {
    const body = await readBody(request, asked.limits.maxBodyBytes);
    return jsonReply(200, await answer(parsedBody(body, schema), asked));
  };
}

function health({ name, pageCount }: KnowledgeBase): unknown {
  return { status: "ok", pages: pageCount ?? null, name };
}

async function mcp(
  request: IncomingMessage,
  { knowledgeBase, limits, turns, signal }: Asked,
): Promise<Reply> {
  const body = await readBody(request, limits.maxBodyBytes);
  // the protocol's library takes a while to load, and most never ask for it
  const { answerMcp } = await import("../mcp/answer-mcp.ts");
  const asked = new Request("http://localhost/mcp", { method: "POST", headers: mcpHeaders(request), body });
  const taking = takingTurns(knowledgeBase, (call) => turns.take(call, signal));
  const response = await answerMcp(taking, asked, signal);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

function mcpHeaders({ headers }: IncomingMessage): Headers {
  const { accept = "", "content-type": type = "", "mcp-protocol-version": version } = headers;
  const read = new Headers({ accept, "content-type": type });
  if (typeof version === "string") read.set("mcp-protocol-version", version);
  return read;
}

function takingTurns(knowledgeBase: KnowledgeBase, call: Call): KnowledgeBase {
  return {
    ...knowledgeBase,
    search: (request) => call(() => knowledgeBase.search(request)),
    access: (url, signal) => call(() => knowledgeBase.access(url, signal)),
  };
}
