/** @file What a fetcher may do and how patient it is: every setting with its default. */
import { z } from "zod";
import { isAddressRange } from "./address/address-ranges.ts";
import { isHostPattern } from "./address/host-list.ts";

const milliseconds = z.int().min(1).max(3_600_000);
const bytes = z.int().min(1).max(1_000_000_000);
const count = z.int().min(1).max(1000);

const hosts = z
  .array(
    z.string().refine(isHostPattern, {
      error: "must be a host such as example.org or *.example.org, without scheme, port and path",
    }),
  )
  .default([]);

const addressRanges = z
  .array(
    z.string().refine(isAddressRange, {
      error: "must be a range of addresses such as 10.1.0.0/16 or fd00:1::/32",
    }),
  )
  .default([]);

export const fetchSettingsSchema = z
  .strictObject({
    /** Begins with the product's name, by which robots.txt files address it. */
    userAgent: z
      .string()
      .regex(/^[A-Za-z_-]+(?:[/ ][\x20-\x7e]*)?$/, {
        error:
          "must begin with a product name of letters, - and _, such as wideseek/0.1 (+mailto:me@example.org)",
      })
      .default("wideseek/0.1"),
    /** One request, from the connection to the last byte. */
    timeoutMs: milliseconds.default(30_000),
    connectTimeoutMs: milliseconds.default(10_000),
    /** From the request to the end of the answer's headers. */
    firstByteTimeoutMs: milliseconds.default(20_000),
    /** The largest body, both as it is sent and decompressed. */
    maxBytes: bytes.default(10_000_000),
    maxHeaderBytes: z.int().min(1024).max(1_000_000).default(32_768),
    maxRedirects: z.int().min(0).max(20).default(5),
    /** Requests that run at once, in all. */
    requestsAtOnce: count.default(16),
    requestsPerHost: count.default(2),
    /** Between the starts of two requests to one host; a longer crawl-delay in robots.txt replaces it. */
    paceMs: z.int().min(0).max(3_600_000).default(250),
    /** A longer crawl-delay counts as this. */
    maxCrawlDelayMs: z.int().min(0).max(3_600_000).default(10_000),
    /** How often a request is repeated to which a host answered 429 or 503. */
    retries: z.int().min(0).max(10).default(2),
    /** A host that asks for a longer pause is refused until the pause is over. */
    maxPauseMs: milliseconds.default(60_000),
    respectRobots: z.boolean().default(true),
    /** Only these hosts, where any are named. `example.org` includes its subdomains, `*` stands for any characters. */
    allowHosts: hosts,
    /** Never these; stronger than `allowHosts`. */
    denyHosts: hosts,
    /** Ranges outside the public internet that may be reached all the same, e.g. an intranet's. */
    allowAddresses: addressRanges,
    /** Where pages are kept. Absent: they are not. */
    cacheDirectory: z.string().min(1).optional(),
    cacheMaxBytes: z.int().min(1).default(1_000_000_000),
    /** How long a page counts as fresh that does not say so itself. */
    cacheFreshMs: z.int().min(0).default(3_600_000),
    /** A page in the cache counts as stale, however new: its server is asked whether it is still the same. */
    revalidate: z.boolean().default(false),
    /** Pages come from the cache, however old, and no connection is opened. */
    offline: z.boolean().default(false),
  })
  .refine((settings) => !settings.offline || settings.cacheDirectory !== undefined, {
    path: ["cacheDirectory"],
    error: "offline reads from a cache: name its directory",
  });

export type FetchSettings = z.infer<typeof fetchSettingsSchema>;
