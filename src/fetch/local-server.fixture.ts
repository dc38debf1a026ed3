/** @file Real servers on the loopback interface for tests, and a fetcher that takes those for the public web. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import type { Resolve } from "./network/connect.ts";
import { type Fetcher, type FetcherParts, openFetcher } from "./open-fetcher.ts";
import { fetchSettingsSchema } from "./settings.ts";

export interface LocalServer {
  readonly port: number;
  /** How often somebody connected. */
  connections(): number;
  close(): Promise<void>;
}

export function serveHttp(answer: RequestListener): Promise<LocalServer> {
  return listen(createServer(answer), "127.0.0.1");
}

export function serveHttps(
  credentials: { readonly key: string; readonly cert: string },
  answer: RequestListener,
): Promise<LocalServer> {
  return listen(createSecureServer(credentials, answer), "127.0.0.1");
}

/** `onRequest` gets the connection once a request has arrived, and writes whatever it likes. */
export function serveRaw(onRequest: (socket: Socket) => void, host = "127.0.0.1"): Promise<LocalServer> {
  const server = createTcpServer((socket) => {
    // a client that has enough hangs up
    socket.on("error", () => {});
    socket.on("data", () => onRequest(socket));
  });
  return listen(server, host);
}

async function listen(server: Server, host: string): Promise<LocalServer> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections++;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Every name that ends in `.test` is this machine; others do not exist. */
export const resolveTest: Resolve = async (host) => {
  if (host.endsWith(".test")) return [{ address: "127.0.0.1", family: 4 }];
  throw Object.assign(new Error(`no such host: ${host}`), { code: "ENOTFOUND" });
};

export interface TestFetcher extends Fetcher {
  readonly directory: string;
  /** The names of all files in its cache. */
  kept(): Promise<readonly string[]>;
}

/** It reaches this machine at 127.0.0.1 and nothing else, does not wait between requests and keeps its pages. */
export async function testFetcher(
  settings: z.input<typeof fetchSettingsSchema> = {},
  parts: FetcherParts = {},
): Promise<TestFetcher> {
  const directory = await mkdtemp(join(tmpdir(), "wideseek-fetch-"));
  const defaults = { allowAddresses: ["127.0.0.1/32"], cacheDirectory: directory, paceMs: 0 };
  const parsed = fetchSettingsSchema.parse({ ...defaults, ...settings });
  const fetcher = openFetcher(parsed, { resolve: resolveTest, ...parts });
  return {
    ...fetcher,
    directory,
    kept: async () => {
      const found = await readdir(directory, { recursive: true, withFileTypes: true });
      return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
    close: async () => {
      await fetcher.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
