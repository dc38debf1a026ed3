/** @file The sessions of the streamable HTTP transport: a client's requests belong together, so that it can cancel one by another. */
import { randomUUID } from "node:crypto";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { Refusal } from "../../http/refusal.ts";
import type { TableDesk } from "../tables/desk.ts";
import { tableServerOf } from "../tables/table-server.ts";

export interface Sessions {
  /** Throws a 404 for a session that is over, and a 503 where there are too many. */
  answer(request: Request): Promise<Response>;
  close(): Promise<void>;
}

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  usedAt: number;
}

const MOST_SESSIONS = 64;
/** A session that nobody used for so long makes place for another. */
const IDLE_MS = 10 * 60_000;

export function openSessions(desk: TableDesk): Sessions {
  const sessions = new Map<string, Session>();
  const open = async (): Promise<WebStandardStreamableHTTPServerTransport> => {
    await makePlace(sessions);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        sessions.set(id, { transport, usedAt: performance.now() });
      },
      onsessionclosed: (id) => {
        sessions.delete(id);
      },
    });
    await tableServerOf(desk).connect(transport);
    return transport;
  };
  return {
    async answer(request) {
      const id = request.headers.get("mcp-session-id");
      if (id === null) {
        const transport = await open();
        const response = await transport.handleRequest(request);
        // it did not begin a session
        if (transport.sessionId === undefined) await transport.close();
        return response;
      }
      const session = sessions.get(id);
      if (session === undefined) throw new Refusal("This session is over: begin another.", { status: 404 });
      session.usedAt = performance.now();
      return session.transport.handleRequest(request);
    },
    async close() {
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()));
      sessions.clear();
    },
  };
}

async function makePlace(sessions: Map<string, Session>): Promise<void> {
  if (sessions.size < MOST_SESSIONS) return;
  const [[id, oldest] = []] = [...sessions].sort(([, left], [, right]) => left.usedAt - right.usedAt);
  if (id === undefined || oldest === undefined || performance.now() - oldest.usedAt < IDLE_MS) {
    throw new Refusal(`${MOST_SESSIONS} sessions are open. Close one, or come again later.`, {
      status: 503,
      headers: { "retry-after": "60" },
    });
  }
  sessions.delete(id);
  await oldest.transport.close();
}
