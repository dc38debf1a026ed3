/** @file A small server for the built page and a world that answers its calls: for looking at the page and measuring it. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunEvent } from "../../src/core/events.ts";

/** What the page is told. A path without an answer is a 404. */
export interface World {
  get(path: string, search: URLSearchParams): unknown;
  post(path: string, body: unknown): unknown;
  /** Calls `send` with each event, its number and, once it is the last, `end`. Returns how to stop. */
  watch(path: string, from: number, watcher: Watcher): () => void;
}

interface Watcher {
  send(event: RunEvent, index: number): void;
  end(): void;
}

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

const BUILT = fileURLToPath(new URL("../../dist/web/", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

export async function openPageServer(world: World, port = 0): Promise<PageServer> {
  const server = createServer((request, response) => {
    answer(world, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://page");
  response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("X-Content-Type-Options", "nosniff");
  if (!url.pathname.startsWith("/api/")) return sendFile(url.pathname, response);
  if (url.pathname.endsWith("/events")) return sendEvents(world, url, response);
  const value =
    request.method === "POST"
      ? world.post(url.pathname, JSON.parse((await bodyOf(request)) || "{}"))
      : world.get(url.pathname, url.searchParams);
  response.statusCode = value === undefined ? 404 : 200;
  response.setHeader("Content-Type", "application/json");
  response.end(
    JSON.stringify(value ?? { error: { code: "not-found", message: `There is no ${url.pathname}.` } }),
  );
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const file = path === "/" ? "index.html" : normalize(path).replace(/^[/\\]+/, "");
  response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
  response.end(await readFile(join(BUILT, file)));
}

function sendEvents(world: World, url: URL, response: ServerResponse): void {
  response.setHeader("Content-Type", "text/event-stream");
  response.flushHeaders();
  const stop = world.watch(url.pathname, Number(url.searchParams.get("from") ?? 0), {
    send: (event, index) =>
      response.write(`id: ${index}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
    end: () => response.end(),
  });
  response.on("close", stop);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}
