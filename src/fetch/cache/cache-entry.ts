/** @file What the cache knows about the answer at a URL, as it stands in a file. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { isSystemError } from "../../run/system-error.ts";

/** What may be sent back to the server. */
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/);

const entrySchema = z.strictObject({
  url: z.string(),
  /** Where the body was found, after redirects. */
  finalUrl: z.url(),
  contentType: z.string().optional(),
  etag: headerValue.optional(),
  lastModified: headerValue.optional(),
  /** Milliseconds since 1970, both. */
  storedAt: z.number(),
  freshUntil: z.number(),
  /** SHA-256, hexadecimal. */
  body: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int(),
});

export type CacheEntry = z.infer<typeof entrySchema>;

/** `undefined`: there is none that is whole. */
export async function readEntry(path: string): Promise<CacheEntry | undefined> {
  const json = await orAbsent(readFile(path, "utf8"));
  if (json === undefined) return undefined;
  try {
    return entrySchema.safeParse(JSON.parse(json)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `undefined`: there is no such file. */
export async function orAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isSystemError(error) && ["ENOENT", "ENOTDIR", "EISDIR"].includes(error.code)) return undefined;
    throw error;
  }
}
