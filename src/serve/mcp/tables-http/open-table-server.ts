/** @file The table server over HTTP: one path, `/mcp`, of the streamable transport. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { checkBearer, checkSender } from "../../api/guard.ts";
import { type ApiServerSettings, checkedSettings } from "../../api/settings.ts";
import { type Exchange, type HttpServer, openHttpServer } from "../../http/open-http-server.ts";
import { readBody } from "../../http/read-body.ts";
import { jsonReply, Refusal, type Reply, refusalOf } from "../../http/refusal.ts";
import type { TableDesk } from "../tables/desk.ts";
import { openSessions, type Sessions } from "./sessions.ts";

const PATH = "/mcp";
const METHODS = ["POST", "GET", "DELETE"];

/** Closing it leaves the runs as they are. Throws `ConfigError` for settings that cannot be and for an address it cannot have. */
export async function openTableServer(desk: TableDesk, settings: ApiServerSettings): Promise<HttpServer> {
  const limits = checkedSettings(settings);
  const sessions = openSessions(desk);
  const server = await openHttpServer(limits, {
    refuse: refusedReply,
    answer: async (exchange) => {
      try {
        const { request } = exchange;
        checkSender(request, limits);
        checkBearer(request, limits);
        checkPlace(exchange, limits.maxRequests);
        return await replyTo(exchange, sessions, limits.maxBodyBytes);
      } catch (error) {
        if (!(error instanceof Refusal)) desk.onFailure(error);
        return refusedReply(refusalOf(error));
      }
    },
  });
  return {
    url: server.url,
    close: async () => {
      await sessions.close();
      await server.close();
    },
  };
}

function checkPlace({ isOpen, others }: Exchange, maxRequests: number): void {
  if (isOpen && others < maxRequests) return;
  throw new Refusal("There is no place for this request. Come again.", {
    status: 503,
    headers: { "retry-after": "1" },
  });
}

async function replyTo({ request, signal }: Exchange, sessions: Sessions, maxBytes: number): Promise<Reply> {
  const { url = "", method = "" } = request;
  if (url.split("?", 1)[0] !== PATH) {
    throw new Refusal(`There is nothing at this path: ask ${PATH}.`, { status: 404 });
  }
  if (!METHODS.includes(method)) {
    throw new Refusal(`${PATH} takes ${METHODS.join(", ")}.`, {
      status: 405,
      headers: { allow: METHODS.join(", ") },
    });
  }
  const body = method === "POST" ? await readBody(request, maxBytes) : undefined;
  const asked = new Request(`http://localhost${PATH}`, {
    method,
    headers: headersOf(request),
    ...(body !== undefined && { body }),
  });
  return replyOf(await sessions.answer(asked), signal);
}

const READ_HEADERS = ["accept", "content-type", "mcp-protocol-version", "mcp-session-id", "last-event-id"];

function headersOf({ headers }: IncomingMessage): Headers {
  const read = new Headers();
  for (const name of READ_HEADERS) {
    const value = headers[name];
    if (typeof value === "string") read.set(name, value);
  }
  return read;
}

/** Whatever it holds, no browser takes it for something to run, to frame or to keep. */
const GUARDS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "x-content-type-options": "nosniff",
} as const;

async function replyOf(response: Response, signal: AbortSignal): Promise<Reply> {
  const headers = { ...Object.fromEntries(response.headers), ...GUARDS };
  const { status, body } = response;
  if (body === null) return { status, headers, body: "" };
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (!isStream) return { status, headers, body: await response.text() };
  return { status, headers, body: (to) => streamed(body, to, signal) };
}

/** Until it ends or the client is gone; the call goes on then, for a client may come back for its run. */
async function streamed(
  body: ReadableStream<Uint8Array>,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
    if (done || value === undefined || response.destroyed) break;
    if (!response.write(value)) await drained(response);
  }
  signal.removeEventListener("abort", cancel);
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once("drain", resolve).once("close", resolve);
  });
}

function refusedReply({ status, headers, message }: Refusal): Reply {
  const error = { code: -32_000, message: message.replace(/\s+/gu, " ") };
  return jsonReply(status, { jsonrpc: "2.0", error, id: null }, { ...GUARDS, ...headers });
}
