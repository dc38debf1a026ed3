/** @file ZIP archives of others: what is in them, and whether it may be unpacked. */
import { inflateRawSync } from "node:zlib";
import { FetchError } from "../../core/errors.ts";
import { bytesText } from "./limits.ts";

export interface ZipArchive {
  readonly names: readonly string[];
  /** As UTF-8; empty where the archive has no such entry. */
  text(name: string): string;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packedBytes: number;
  readonly offset: number;
}

const MOST_ENTRIES = 20_000;
const DAMAGED = "it is damaged or cut off";
const FULL_32 = 0xffffffff;

/**
 * Unpacks each entry once to see that they are sound, that together they stay below `maxBytes`, whatever sizes the archive
 * claims, and that no XML in them declares entities of its own. Throws `FetchError` otherwise, or where a password is needed.
 */
export function openZip(bytes: Uint8Array, maxBytes: number): ZipArchive {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map(readDirectory(buffer).map((entry) => [entry.name, entry]));
  let left = maxBytes;
  for (const entry of entries.values()) {
    const content = unpack(buffer, entry, left, maxBytes);
    left -= content.length;
    const isXml = /\.(?:xml|rels|vml)$/iu.test(entry.name);
    if (isXml && (content.includes("<!DOCTYPE") || content.includes("<!ENTITY")))
      throw new FetchError("its XML declares entities, which Office never writes");
  }
  return {
    names: [...entries.keys()],
    text: (name) => {
      const entry = entries.get(name);
      return entry === undefined ? "" : unpack(buffer, entry, maxBytes, maxBytes).toString("utf8");
    },
  };
}

function unpack(buffer: Buffer, entry: Entry, left: number, maxBytes: number): Buffer {
  const { flags, method, packedBytes } = entry;
  if ((flags & 1) !== 0) throw new FetchError("it needs a password");
  if (method !== 0 && method !== 8)
    throw new FetchError(`it is packed by a method that is not read (${method})`);
  const start = dataStart(buffer, entry.offset);
  const packed = buffer.subarray(start, start + packedBytes);
  if (packed.length < packedBytes) throw new FetchError(DAMAGED);
  const tooLarge = `it unpacks to more than ${bytesText(maxBytes)}`;
  if (method === 8) return inflated(packed, left, tooLarge);
  if (packed.length > left) throw new FetchError(tooLarge);
  return packed;
}

function inflated(packed: Buffer, left: number, tooLarge: string): Buffer {
  if (left <= 0) throw new FetchError(tooLarge);
  try {
    return inflateRawSync(packed, { maxOutputLength: left });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isLarge = "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw new FetchError(isLarge ? tooLarge : DAMAGED, { cause: error });
  }
}

/** The local header repeats the name and has further fields of its own. */
function dataStart(buffer: Buffer, offset: number): number {
  if (offset + 30 > buffer.length || buffer.readUInt32LE(offset) !== 0x04034b50)
    throw new FetchError(DAMAGED);
  return offset + 30 + buffer.readUInt16LE(offset + 26) + buffer.readUInt16LE(offset + 28);
}

function readDirectory(buffer: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  let at = directoryStart(buffer);
  while (at + 46 <= buffer.length && buffer.readUInt32LE(at) === 0x02014b50) {
    entries.push(readEntry(buffer, at));
    if (entries.length > MOST_ENTRIES) throw new FetchError(`it has more than ${MOST_ENTRIES} parts`);
    at += 46 + buffer.readUInt16LE(at + 28) + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  if (entries.length === 0) throw new FetchError(DAMAGED);
  return entries;
}

function readEntry(buffer: Buffer, at: number): Entry {
  const nameEnd = at + 46 + buffer.readUInt16LE(at + 28);
  const large = largeFields(buffer.subarray(nameEnd, nameEnd + buffer.readUInt16LE(at + 30)));
  const [packed, unpacked] = [buffer.readUInt32LE(at + 20), buffer.readUInt32LE(at + 24)];
  const offset = buffer.readUInt32LE(at + 42);
  return {
    name: buffer.toString("utf8", at + 46, nameEnd),
    flags: buffer.readUInt16LE(at + 8),
    method: buffer.readUInt16LE(at + 10),
    packedBytes: packed === FULL_32 ? (large[unpacked === FULL_32 ? 1 : 0] ?? 0) : packed,
    offset: offset === FULL_32 ? (large.at(-1) ?? 0) : offset,
  };
}

/** The 64-bit numbers that stand for those which do not fit into 32 bits, in the order of the header. */
function largeFields(extra: Buffer): readonly number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    const field = extra.subarray(at + 4, at + 4 + length);
    if (extra.readUInt16LE(at) === 1) {
      return Array.from({ length: Math.floor(field.length / 8) }, (_, index) =>
        Number(field.readBigUInt64LE(8 * index)),
      );
    }
    at += 4 + length;
  }
  return [];
}

/** The end record lies within the last 64 kB, behind it only a comment. */
function directoryStart(buffer: Buffer): number {
  const end = buffer.lastIndexOf("PK\x05\x06", buffer.length, "latin1");
  if (end === -1 || end + 22 > buffer.length) throw new FetchError(DAMAGED);
  const start = buffer.readUInt32LE(end + 16);
  if (start !== FULL_32) return start;
  const locator = end - 20;
  if (locator < 0 || buffer.readUInt32LE(locator) !== 0x07064b50) throw new FetchError(DAMAGED);
  const record = Number(buffer.readBigUInt64LE(locator + 8));
  if (record + 56 > buffer.length) throw new FetchError(DAMAGED);
  return Number(buffer.readBigUInt64LE(record + 48));
}
