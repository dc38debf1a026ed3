/**
 * @file An index on disk that is built once for a corpus of the package's own, and opened from then on. A directory holds a whole index or none:
 * it is built under another name and then renamed, so a build that is killed, or two at once, break nothing.
 */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ConfigError, FetchError } from "../core/errors.ts";
import type { KnowledgeBase } from "../core/knowledge-base.ts";
import { isRunning } from "../run/lock.ts";
import { type BuildProgress, buildLanceIndex } from "./lance/build.ts";
import { openLanceIndex } from "./lance/open.ts";
import { INDEX_FORMAT } from "./lance/table.ts";
import type { StoredPage } from "./stored-page.ts";

const MANIFEST = "manifest.json";
/** An index of another version that nobody opened for so long is removed. */
const KEPT_DAYS = 7;

/** What a whole index consists of, written when it is whole: its files with their sizes in bytes. */
const manifestSchema = z.object({ pageCount: z.number(), files: z.record(z.string(), z.number()) });

export interface CachedIndex {
  /** The knowledge base's name, and the beginning of the directory's. */
  readonly name: string;
  /** Identifies the contents: another key is another index. */
  readonly key: string;
  readonly cacheDirectory: string;
  /** Read only when the index must be built. */
  readonly pages: () => Promise<readonly StoredPage[]>;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the index, building it where there is none or where it is damaged. Throws `ConfigError` where it can be neither
 * opened nor built, and the signal's reason when aborted while building.
 */
export function openCachedIndex(index: CachedIndex): Promise<KnowledgeBase> {
  return inCache(index.cacheDirectory, () => openOrBuild(index));
}

async function openOrBuild(index: CachedIndex): Promise<KnowledgeBase> {
  const directory = join(index.cacheDirectory, `${index.name}-${INDEX_FORMAT}-${index.key}`);
  const found = await openWhole(directory, index.name);
  if (found !== undefined) return found;

  await rm(directory, { recursive: true, force: true });
  await buildInto(directory, index);
  const built = await openWhole(directory, index.name);
  if (built !== undefined) return built;
  throw new ConfigError(
    `The search index in ${directory} was built but cannot be read. Remove it and try again.`,
  );
}

/** The index, or `undefined` where there is none that is whole. */
async function openWhole(directory: string, name: string): Promise<KnowledgeBase | undefined> {
  const manifest = await readManifest(directory);
  if (manifest === undefined || !(await hasFiles(directory, manifest.files))) return undefined;
  try {
    const knowledgeBase = await openLanceIndex(directory, {
      name,
      pageCount: manifest.pageCount,
      isTrusted: true,
    });
    await knowledgeBase.search({ query: name, limit: 1 });
    await markUsed(directory);
    return knowledgeBase;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof FetchError) return undefined;
    throw error;
  }
}

async function buildInto(
  directory: string,
  { name, cacheDirectory, pages, onProgress, signal }: CachedIndex,
) {
  await mkdir(cacheDirectory, { recursive: true });
  const unfinished = await mkdtemp(join(cacheDirectory, `.${name}-${process.pid}-`));
  try {
    const all = await pages();
    const pageCount = await buildLanceIndex(unfinished, all, { total: all.length, onProgress, signal });
    const files = await fileSizes(unfinished);
    await writeFile(join(unfinished, MANIFEST), JSON.stringify({ pageCount, files }));
    await putInPlace(unfinished, directory);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeLeftovers(cacheDirectory, name, directory);
}

/** Another process may have been faster: then its index stays, and ours goes. */
async function putInPlace(unfinished: string, directory: string): Promise<void> {
  try {
    await rename(unfinished, directory);
  } catch (error) {
    if ((await readManifest(directory)) === undefined) throw error;
  }
}

/** Removes indexes of other versions that nobody uses any more, and what builds that were killed left behind. */
async function removeLeftovers(cacheDirectory: string, name: string, current: string): Promise<void> {
  const unused = Date.now() - KEPT_DAYS * 24 * 60 * 60 * 1000;
  for (const entry of await readdir(cacheDirectory)) {
    const path = join(cacheDirectory, entry);
    const builder = new RegExp(`^\\.${name}-(\\d+)-`).exec(entry)?.[1];
    const isAbandoned = builder !== undefined && !isRunning(Number(builder));
    const isOld = entry.startsWith(`${name}-`) && path !== current && (await lastUsed(path)) < unused;
    if (isAbandoned || isOld) await rm(path, { recursive: true, force: true });
  }
}

/** Milliseconds since 1970; 0 where the index is not whole. */
async function lastUsed(directory: string): Promise<number> {
  return (await orAbsent(() => stat(join(directory, MANIFEST))))?.mtimeMs ?? 0;
}

async function markUsed(directory: string): Promise<void> {
  const now = new Date();
  try {
    await utimes(join(directory, MANIFEST), now, now);
  } catch (error) {
    // an index that may only be read serves as well
    if (!["EACCES", "EPERM", "EROFS"].includes(errorCode(error) ?? "")) throw error;
  }
}

async function readManifest(directory: string) {
  const json = await orAbsent(() => readFile(join(directory, MANIFEST), "utf8"));
  if (json === undefined) return undefined;
  try {
    return manifestSchema.safeParse(JSON.parse(json)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function hasFiles(directory: string, expected: Readonly<Record<string, number>>): Promise<boolean> {
  const sizes = await Promise.all(
    Object.keys(expected).map(async (file) => (await orAbsent(() => stat(join(directory, file))))?.size),
  );
  return Object.values(expected).every((size, index) => size === sizes[index]);
}

async function fileSizes(directory: string): Promise<Record<string, number>> {
  const names = await readdir(directory, { recursive: true });
  const sizes = await Promise.all(
    names.map(async (name) => ({ name, found: await stat(join(directory, name)) })),
  );
  return Object.fromEntries(
    sizes.filter(({ found }) => found.isFile()).map(({ name, found }) => [name, found.size]),
  );
}

async function orAbsent<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}

/** What the file system refuses becomes one line for the user. */
async function inCache<T>(cacheDirectory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const reason = code === "ENOSPC" ? "no space left on the disk" : code;
    throw new ConfigError(
      `The cache directory ${cacheDirectory} cannot be used (${reason}). Make it writable or choose another.`,
      { cause: error },
    );
  }
}

/** The system's code of a file error, e.g. `ENOENT`. */
function errorCode(error: unknown): string | undefined {
  const hasCode = error instanceof Error && "code" in error && "syscall" in error;
  return hasCode && typeof error.code === "string" ? error.code : undefined;
}
