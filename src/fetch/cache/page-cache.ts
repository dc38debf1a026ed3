/**
 * @file Answers on disk. `bodies/` holds each body under its SHA-256, `entries/` says for each URL which body it had and how long
 * that is fresh. Files appear whole or not at all; an entry that is damaged in any way is no entry.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { type CacheEntry, orAbsent, readEntry } from "./cache-entry.ts";
import { trimCache } from "./trim-cache.ts";

export interface CachedAnswer extends Omit<CacheEntry, "body" | "bytes"> {
  readonly body: Uint8Array;
}

export interface PageCache {
  /** `undefined`: there is none that is whole. */
  read(url: string): Promise<CachedAnswer | undefined>;
  /** Beyond the cache's size the oldest answers go. */
  write(answer: CachedAnswer): Promise<void>;
  remove(url: string): Promise<void>;
}

/** Throws `ConfigError` where the directory cannot be used. It is made with the first answer. */
export function pageCache(directory: string, maxBytes: number): PageCache {
  const entryPath = (url: string) => join(directory, "entries", `${sha256(url)}.json`);
  const bodyPath = (hash: string) => join(directory, "bodies", hash);
  const work = <T>(task: () => Promise<T>) => orConfigError(directory, task);
  let size: number | undefined;
  let trimming = Promise.resolve();

  const makeRoom = async (added: number) => {
    if (size === undefined || size + added > maxBytes) size = await trimCache(directory, maxBytes);
    else size += added;
  };

  return {
    read: (url) =>
      work(async () => {
        const entry = await readEntry(entryPath(url));
        if (entry?.url !== url) return undefined;
        const { body: hash, bytes, ...rest } = entry;
        const body = await orAbsent(readFile(bodyPath(hash)));
        return body?.length === bytes && sha256(body) === hash ? { ...rest, body } : undefined;
      }),
    write: ({ body, ...rest }) =>
      work(async () => {
        const hash = sha256(body);
        const entry: CacheEntry = { ...rest, body: hash, bytes: body.length };
        await writeWhole(directory, bodyPath(hash), body);
        await writeWhole(directory, entryPath(rest.url), `${JSON.stringify(entry)}\n`);
        const room = trimming.then(() => makeRoom(body.length));
        // the next one makes room whether or not this one could
        trimming = room.catch(() => {});
        await room;
      }),
    remove: (url) => work(() => rm(entryPath(url), { force: true })),
  };
}

async function writeWhole(directory: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = join(directory, `.${randomUUID()}.part`);
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

async function orConfigError<T>(directory: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(
      `The cache directory ${directory} cannot be used: ${systemReason(error)}. Make it writable or choose another.`,
      { cause: error },
    );
  }
}
