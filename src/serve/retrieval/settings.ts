/** @file Where the retrieval server listens, who may ask it, and how much it takes on. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { isLoopback } from "../http/loopback.ts";

const MEGABYTE = 1024 * 1024;
const count = z.int().positive();
const milliseconds = z.number().positive();

const retrievalServerSettings = z.strictObject({
  host: z.string().min(1).default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(8000).describe("0: any that is free"),
  token: z.string().min(1).optional().describe("asked for as a Bearer token; needed beyond this machine"),
  origins: z
    .array(z.url())
    .default([])
    .describe("web pages that may ask, as their browsers name them; those of this machine may anyway"),
  topk: count.default(3).describe("passages a query, where the request does not say"),
  maxTopk: count.default(100).describe("a request for more gets as many"),
  maxQueries: count.default(4_096).describe("in one request"),
  maxPassages: count.default(50_000).describe("queries times passages, in one request"),
  maxUrls: count.default(128).describe("in one request"),
  maxBodyBytes: count.default(4 * MEGABYTE),
  maxRequests: count.default(256).describe("under way at once; who comes then is asked to come again"),
  maxConnections: count.default(1_024),
  atOnce: count.default(16).describe("searches and accesses under way at once, of all requests"),
  atOncePerRequest: count.default(8).describe("so that a long list leaves turns to others"),
  headersTimeoutMs: milliseconds.default(10_000),
  requestTimeoutMs: milliseconds.default(30_000).describe("until the request has arrived whole"),
  keepAliveMs: milliseconds.default(65_000),
  closeTimeoutMs: milliseconds.default(10_000).describe("what requests under way get when it closes"),
});

export type RetrievalServerSettings = z.input<typeof retrievalServerSettings>;
export type RetrievalServerLimits = z.output<typeof retrievalServerSettings>;

/** Throws `ConfigError`, also for a server that others could reach and that asks nobody for a token. */
export function checkedSettings(settings: RetrievalServerSettings): RetrievalServerLimits {
  const { success, data, error } = retrievalServerSettings.safeParse(settings);
  if (!success) {
    const issue = error.issues[0];
    const place = issue?.path.join(".") ?? "";
    throw new ConfigError(`Retrieval server: ${place}: ${issue?.message}.`, { cause: error });
  }
  if (!isLoopback(data.host) && data.token === undefined) {
    throw new ConfigError(
      `Retrieval server: at ${data.host} others can reach it: set a token, or listen at 127.0.0.1.`,
    );
  }
  return data;
}
