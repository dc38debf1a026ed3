/** @file Keeps the cache within its size: the oldest entries go, and every body that no entry names. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type CacheEntry, orAbsent, readEntry } from "./cache-entry.ts";

/** Room is made for more than the next answer, so that not each one has to make its own. */
const KEPT_SHARE = 0.9;
/** What was written a moment ago may be about to be named by an entry. */
const YOUNG_MS = 60_000;

/** The bytes of the bodies that remain. Another process may use the cache meanwhile: what it loses is fetched again. */
export async function trimCache(directory: string, maxBytes: number): Promise<number> {
  const all = await readEntries(join(directory, "entries"));
  const isFull = fitting(all, maxBytes) < all.length;
  const end = isFull ? fitting(all, maxBytes * KEPT_SHARE) : all.length;
  const kept = all.slice(0, end);
  for (const { path } of all.slice(end)) await rm(path, { force: true });

  const named = new Set(kept.map(({ entry }) => entry.body));
  const dropped = new Set(all.slice(end).map(({ entry }) => entry.body));
  await removeFiles(join(directory, "bodies"), async (path, name) => {
    return !named.has(name) && (dropped.has(name) || (await isOld(path)));
  });
  await removeFiles(directory, async (path, name) => name.endsWith(".part") && (await isOld(path)));

  const sizes = new Map(kept.map(({ entry }) => [entry.body, entry.bytes]));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

interface Found {
  readonly path: string;
  readonly entry: CacheEntry;
}

/** Newest first. Damaged entries are removed on the way. */
async function readEntries(directory: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const name of (await orAbsent(readdir(directory))) ?? []) {
    const path = join(directory, name);
    const entry = await readEntry(path);
    if (entry === undefined) await rm(path, { recursive: true, force: true });
    else found.push({ path, entry });
  }
  return found.sort((left, right) => right.entry.storedAt - left.entry.storedAt);
}

/** How many of the entries, from the first, fit into so many bytes. A body counts once, however many URLs have it. */
function fitting(entries: readonly Found[], maxBytes: number): number {
  const counted = new Set<string>();
  let total = 0;
  for (const [index, { entry }] of entries.entries()) {
    if (!counted.has(entry.body)) total += entry.bytes;
    counted.add(entry.body);
    if (total > maxBytes) return index;
  }
  return entries.length;
}

async function removeFiles(
  directory: string,
  isUnneeded: (path: string, name: string) => Promise<boolean>,
): Promise<void> {
  for (const name of (await orAbsent(readdir(directory))) ?? []) {
    const path = join(directory, name);
    if (await isUnneeded(path, name)) await rm(path, { recursive: true, force: true });
  }
}

async function isOld(path: string): Promise<boolean> {
  const found = await orAbsent(stat(path));
  return found !== undefined && found.mtimeMs < Date.now() - YOUNG_MS;
}
