/** @file Where the server listens, who may ask it, and how much it takes on. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { isLoopback } from "../http/loopback.ts";

const MEGABYTE = 1024 * 1024;
const count = z.int().positive();
const milliseconds = z.number().positive();

const apiServerSettings = z.strictObject({
  host: z.string().min(1).default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(7077).describe("0: any that is free"),
  token: z.string().min(16).optional().describe("asked for as a Bearer token; needed beyond this machine"),
  maxRuns: count.default(4).describe("under way at once"),
  maxBodyBytes: count.default(8 * MEGABYTE),
  maxUploadBytes: count.default(32 * MEGABYTE),
  maxUploads: count.default(1_000).describe("documents in one knowledge base"),
  maxRequests: count.default(1_024).describe("under way at once, watchers included"),
  maxWatchers: count.default(500).describe("of all runs"),
  maxConnections: count.default(2_048),
  requestsPerMinute: count.default(6_000).describe("of one address"),
  headersTimeoutMs: milliseconds.default(10_000),
  requestTimeoutMs: milliseconds.default(60_000).describe("until a request has arrived whole"),
  keepAliveMs: milliseconds.default(65_000),
  watcherRestMs: milliseconds
    .default(15_000)
    .describe("without an event, a watcher is told so often that all is well"),
  slowWatcherMs: milliseconds.default(30_000).describe("who takes nothing for so long is let go"),
  closeTimeoutMs: milliseconds.default(10_000).describe("what requests under way get when it closes"),
});

export type ApiServerSettings = z.input<typeof apiServerSettings>;
export type ApiServerLimits = z.output<typeof apiServerSettings>;

/** Throws `ConfigError`, also for a server that others could reach and that asks nobody for a token. */
export function checkedSettings(settings: ApiServerSettings): ApiServerLimits {
  const { success, data, error } = apiServerSettings.safeParse(settings);
  if (!success) {
    const issue = error.issues[0];
    throw new ConfigError(`Server: ${issue?.path.join(".") ?? ""}: ${issue?.message}.`, { cause: error });
  }
  if (!isLoopback(data.host) && data.token === undefined) {
    throw new ConfigError(
      `Server: at ${data.host} others can reach it: set a token, or listen at 127.0.0.1.`,
    );
  }
  return data;
}
