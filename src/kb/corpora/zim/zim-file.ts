/** @file A ZIM file: its header, its entries and where its clusters are (openZIM's format, versions 5 and 6). */
import { type FileHandle, open } from "node:fs/promises";
import { ConfigError } from "../../../core/errors.ts";
import { isSystemError, systemReason } from "../../../run/system-error.ts";

export interface ZimFile {
  readonly path: string;
  readonly entryCount: number;
  readonly clusterCount: number;
  /** Where pages are: `C`, or in files from before 2021 `A`. */
  readonly pageNamespace: "A" | "C";
  readonly read: ReadAt;
  /** All of them, in the order of their URLs: the first is number 0. */
  entries(): AsyncIterable<ZimEntry>;
  entry(number: number): Promise<ZimEntry>;
  /** Where the cluster begins. */
  clusterStart(number: number): Promise<number>;
  close(): Promise<void>;
}

export interface ZimEntry {
  readonly namespace: string;
  /** Within its namespace; not percent-encoded. */
  readonly path: string;
  /** Equal to the path where it has no other. */
  readonly title: string;
  readonly content: ZimContent | "redirect" | "none";
}

export interface ZimContent {
  readonly mimeType: string;
  readonly cluster: number;
  /** Its number within the cluster. */
  readonly blob: number;
}

/** Exactly `length` bytes; fewer only where the file ends. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

const MAGIC = 0x044d495a;
const HEADER_LENGTH = 80;
const CHECKSUM_LENGTH = 16;
const POINTER = 8;
const READ_AHEAD = 2 ** 20;

/** Throws `ConfigError` where the file cannot be read, is no ZIM file, or is cut off. The caller closes it. */
export async function openZim(path: string): Promise<ZimFile> {
  const handle = await open(path).catch((error: unknown) => {
    throw isSystemError(error) ? unreadable(path, error) : error;
  });
  try {
    const { size } = await handle.stat();
    return await readHeader(path, handle, size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readHeader(path: string, handle: FileHandle, size: number): Promise<ZimFile> {
  const read = readerOf(path, handle, size);
  const header = await read(0, HEADER_LENGTH);
  if (header.length < HEADER_LENGTH || header.readUInt32LE(0) !== MAGIC) {
    throw new ConfigError(`${path} is no ZIM file. Expected: a file from Kiwix's library, ending in .zim.`);
  }
  const position = (offset: number) => Number(header.readBigUInt64LE(offset));
  const entryCount = header.readUInt32LE(24);
  const clusterCount = header.readUInt32LE(28);
  const entryPointers = position(32);
  const clusterPointers = position(48);
  const end = position(72) + CHECKSUM_LENGTH;
  const ends = [
    end,
    entryPointers + entryCount * POINTER,
    clusterPointers + clusterCount * POINTER,
    position(56),
  ];
  if (Math.max(...ends) > size) {
    throw new ConfigError(
      `${path} is cut off: ${size} of ${Math.max(...ends)} bytes. Fetch it again; the parts of a split file (.zimaa, .zimab, …) ` +
        "are put together by: cat x.zim?? > x.zim",
    );
  }
  const mimeTypes = await readMimeTypes(read, position(56), path);
  const pointer = async (at: number, readAt: ReadAt) =>
    Number((await readAt(at, POINTER)).readBigUInt64LE(0));
  const entry = async (number: number, pointers: ReadAt, entries: ReadAt) =>
    readEntry({ path, read: entries, mimeTypes }, await pointer(entryPointers + number * POINTER, pointers));
  return {
    path,
    entryCount,
    clusterCount,
    pageNamespace: header.readUInt16LE(4) >= 6 && header.readUInt16LE(6) >= 1 ? "C" : "A",
    read,
    entry: (number) => entry(number, read, read),
    async *entries() {
      const [pointers, inOrder] = [cached(read, READ_AHEAD), cached(read, READ_AHEAD)];
      for (let number = 0; number < entryCount; number += 1) yield await entry(number, pointers, inOrder);
    },
    clusterStart: (number) => pointer(clusterPointers + number * POINTER, read),
    close: () => handle.close(),
  };
}

function readerOf(path: string, handle: FileHandle, size: number): ReadAt {
  return async (position, length) => {
    const available = Math.min(length, size - position);
    if (available <= 0) return Buffer.alloc(0);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(available), 0, available, position);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw isSystemError(error) ? unreadable(path, error) : error;
    }
  };
}

/** Reads ahead, so that reads close to each other touch the disk once. */
function cached(read: ReadAt, ahead: number): ReadAt {
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  return async (position, length) => {
    if (position < start || position + length > start + bytes.length) {
      bytes = await read(position, Math.max(length, ahead));
      start = position;
    }
    return bytes.subarray(position - start, position - start + length);
  };
}

const LONGEST_MIME_LIST = 2 ** 16;

async function readMimeTypes(read: ReadAt, position: number, path: string): Promise<readonly string[]> {
  const list = await read(position, LONGEST_MIME_LIST);
  const types: string[] = [];
  let start = 0;
  for (let end = list.indexOf(0); end > start; end = list.indexOf(0, start)) {
    types.push(list.toString("utf8", start, end));
    start = end + 1;
  }
  if (list[start] !== 0) throw damaged(path, "its list of content types does not end");
  return types;
}

const REDIRECT = 0xffff;
const FIRST_RESERVED = 0xfffd;
/** Bytes: URL and title. The short reading is enough for nearly all. */
const ENTRY_LENGTHS = [1_024, 2 ** 18];

interface EntryReading {
  readonly path: string;
  readonly read: ReadAt;
  readonly mimeTypes: readonly string[];
}

async function readEntry({ path, read, mimeTypes }: EntryReading, position: number): Promise<ZimEntry> {
  for (const length of ENTRY_LENGTHS) {
    const bytes = await read(position, length);
    if (bytes.length < 16) break;
    const mime = bytes.readUInt16LE(0);
    const start = mime === REDIRECT ? 12 : 16;
    const pathEnd = bytes.indexOf(0, start);
    const titleEnd = pathEnd < 0 ? -1 : bytes.indexOf(0, pathEnd + 1);
    if (titleEnd < 0) continue;
    const entryPath = bytes.toString("utf8", start, pathEnd);
    return {
      namespace: bytes.toString("latin1", 3, 4),
      path: entryPath,
      title: bytes.toString("utf8", pathEnd + 1, titleEnd) || entryPath,
      content: contentOf(mime, mimeTypes[mime], bytes),
    };
  }
  throw damaged(path, `there is no entry at byte ${position}`);
}

function contentOf(mime: number, mimeType: string | undefined, bytes: Buffer): ZimEntry["content"] {
  if (mime === REDIRECT) return "redirect";
  if (mime >= FIRST_RESERVED || mimeType === undefined) return "none";
  return { mimeType, cluster: bytes.readUInt32LE(8), blob: bytes.readUInt32LE(12) };
}

export function damaged(path: string, reason: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `${path} is damaged: ${reason}. Fetch it again; zimcheck of zim-tools tells more.`,
    cause === undefined ? undefined : { cause },
  );
}

function unreadable(path: string, error: Error & { readonly code: string }): ConfigError {
  return new ConfigError(`Cannot read ${path}: ${systemReason(error)}.`, { cause: error });
}
