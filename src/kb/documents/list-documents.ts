/** @file The documents in a folder. */
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { formatOf, whyNotRead } from "./document-format.ts";

export interface DocumentFile {
  /** From the root, with `/` between its names. */
  readonly path: string;
  /** The folder, as an absolute path. */
  readonly root: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface SkippedFile {
  readonly path: string;
  readonly why: string;
}

export interface DocumentList {
  readonly files: readonly DocumentFile[];
  readonly skipped: readonly SkippedFile[];
}

/** Not even named among what was skipped. */
const PASSED_OVER = new Set(["node_modules", "Thumbs.db", "desktop.ini"]);

interface Walk {
  readonly root: string;
  readonly files: DocumentFile[];
  readonly skipped: SkippedFile[];
  readonly links: string[];
}

/**
 * The files below `root` that can be read, in the order of their paths; of a root that is a file, that file. Hidden files
 * and `node_modules` are passed over. A link counts where it leads to a file inside the root that is not listed anyway. Throws
 * `ConfigError` where there is nothing at `root`.
 */
export async function listDocuments(root: string): Promise<DocumentList> {
  const absolute = resolve(root);
  const found = await at(absolute);
  if (found === undefined) throw new ConfigError(`There is no file or folder at ${root}.`);
  const folder = found.isDirectory() ? absolute : dirname(absolute);
  const walk: Walk = { root: folder, files: [], skipped: [], links: [] };
  if (found.isDirectory()) await walkFolder(walk, "");
  else addFile(walk, basename(absolute), found);
  const listed = new Set(walk.files.map(({ path }) => path));
  for (const path of walk.links) await followLink(walk, path, listed);
  return { files: walk.files.toSorted(byPath), skipped: walk.skipped.toSorted(byPath) };
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  if (left.path === right.path) return 0;
  return left.path < right.path ? -1 : 1;
}

async function at(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

async function walkFolder(walk: Walk, folder: string): Promise<void> {
  for (const entry of await entriesOf(walk, folder)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (isPassedOver(entry.name)) continue;
    if (entry.isDirectory()) await walkFolder(walk, path);
    else if (entry.isSymbolicLink()) walk.links.push(path);
    else if (entry.isFile()) addFile(walk, path, await lstat(join(walk.root, path)));
    else walk.skipped.push({ path, why: "no ordinary file" });
  }
}

/** Hidden files, and what Office leaves beside an open document. */
function isPassedOver(name: string): boolean {
  return name.startsWith(".") || name.startsWith("~$") || PASSED_OVER.has(name);
}

async function entriesOf(walk: Walk, folder: string) {
  try {
    return await readdir(join(walk.root, folder), { withFileTypes: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    walk.skipped.push({ path: folder, why: `the folder could not be read (${error.code})` });
    return [];
  }
}

function addFile(walk: Walk, path: string, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
  if (formatOf(path) === undefined) walk.skipped.push({ path, why: whyNotRead(path) });
  else if (size === 0) walk.skipped.push({ path, why: "it is empty" });
  else walk.files.push({ path, root: walk.root, size, modified: mtimeMs });
}

async function followLink(walk: Walk, path: string, listed: ReadonlySet<string>): Promise<void> {
  const skip = (why: string) => void walk.skipped.push({ path, why });
  const target = await realPath(join(walk.root, path));
  if (target === undefined) return skip("a link that leads nowhere");
  const inside = relative(await realpath(walk.root), target).replaceAll(sep, "/");
  if (isOutside(inside)) return skip("a link that leads out of the folder");
  const found = await stat(target);
  if (found.isDirectory()) return skip(`a link to the folder ${inside}`);
  if (listed.has(inside)) return skip(`a link to ${inside}, which is read itself`);
  addFile(walk, path, found);
}

/** Of a relative path. */
export function isOutside(path: string): boolean {
  return path === ".." || path.startsWith("../") || isAbsolute(path);
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}
