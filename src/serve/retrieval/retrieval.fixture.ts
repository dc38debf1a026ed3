/** @file A retrieval server for tests: over a knowledge base whose answers are known, on a free port. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach } from "vitest";
import type { KnowledgeBase, Page, Passage, SearchRequest } from "../../core/knowledge-base.ts";
import {
  openRetrievalServer,
  type RetrievalServer,
  type RetrievalServerHooks,
} from "./open-retrieval-server.ts";
import type { RetrievalServerSettings } from "./settings.ts";

export const python: Page = {
  url: "https://en.wikipedia.org/w/index.php?title=Python",
  title: "Python",
  text: "Python is a language.\nIt is named after Monty Python.",
};
const passages: readonly Passage[] = [
  { id: "12", url: python.url, title: "Python", text: "Python is a language.", score: 0.83 },
  { url: python.url, title: "Python", text: 'It is named after "Monty Python" — 蟒.', score: 0.5 },
];

export interface KnownKnowledgeBase extends KnowledgeBase {
  readonly searches: readonly SearchRequest[];
}

/** Finds two passages where the query has `Python` in it, and holds one page. */
export function knownKnowledgeBase(changes: Partial<KnowledgeBase> = {}): KnownKnowledgeBase {
  const searches: SearchRequest[] = [];
  return {
    name: "known",
    pageCount: 1,
    searches,
    search: async (request) => {
      searches.push(request);
      return request.query.includes("Python") ? passages.slice(0, request.limit) : [];
    },
    access: async (url) => (url === python.url ? python : undefined),
    close: async () => undefined,
    ...changes,
  };
}

const servers: RetrievalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export async function serve(
  knowledgeBase: KnowledgeBase = knownKnowledgeBase(),
  settings: RetrievalServerSettings = {},
  hooks: RetrievalServerHooks = {},
): Promise<RetrievalServer> {
  const server = await openRetrievalServer(knowledgeBase, { port: 0, ...settings }, hooks);
  servers.push(server);
  return server;
}

/** A body that is no text goes out as JSON. */
export function post(
  { url }: RetrievalServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const sent = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return fetch(url + path, { method: "POST", body: sent, headers });
}

/** Sends the bytes as they are, and gives back all that comes until the server closes the connection. */
export function sendRaw({ url }: RetrievalServer, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}
