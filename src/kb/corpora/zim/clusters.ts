/** @file What the clusters of a ZIM file hold: many files, compressed together. */
import { ConfigError } from "../../../core/errors.ts";
import { damaged, type ReadAt, type ZimContent, type ZimFile } from "./zim-file.ts";

/** The bytes of an entry. Throws `ConfigError` where they cannot be had. */
export type BlobReader = (content: ZimContent) => Promise<Buffer>;

/** Keeps the cluster read last: entries that follow each other in the file share it. */
export function blobReader(zim: ZimFile): BlobReader {
  let last: { readonly number: number; readonly cluster: Cluster } | undefined;
  return async ({ cluster: number, blob }) => {
    if (last?.number !== number) last = { number, cluster: await openCluster(zim, number) };
    return readBlob(zim, last.cluster, blob);
  };
}

/** Its content as if it were a file of its own. */
interface Cluster {
  readonly number: number;
  readonly read: ReadAt;
  /** Bytes of an offset. */
  readonly width: 4 | 8;
}

const NOT_COMPRESSED = new Set([0, 1]);
const ZSTANDARD = 5;
const NAMES: Readonly<Record<number, string>> = { 2: "zlib", 3: "bzip2", 4: "xz" };

async function openCluster(zim: ZimFile, number: number): Promise<Cluster> {
  if (number >= zim.clusterCount) throw damaged(zim.path, `there is no cluster ${number}`);
  const start = await zim.clusterStart(number);
  const [info] = await zim.read(start, 1);
  if (info === undefined) throw damaged(zim.path, `cluster ${number} lies behind its end`);
  const compression = info & 0x0f;
  const width = (info & 0x10) === 0 ? 4 : 8;
  if (NOT_COMPRESSED.has(compression)) {
    return { number, width, read: (position, length) => zim.read(start + 1 + position, length) };
  }
  if (compression === ZSTANDARD) {
    const bytes = await unzstd(zim, start + 1, { number, width });
    return { number, width, read: async (position, length) => bytes.subarray(position, position + length) };
  }
  throw new ConfigError(
    `${zim.path} is compressed with ${NAMES[compression] ?? `method ${compression}`}, which is not read; Zstandard is. ` +
      "Kiwix's files since 2021 are in Zstandard; zimrecreate of zim-tools turns an old file into a new one.",
  );
}

async function readBlob(zim: ZimFile, { number, read, width }: Cluster, blob: number): Promise<Buffer> {
  const count = (await offsetAt(read, 0, width)) / width - 1;
  const [start, end] = [await offsetAt(read, blob, width), await offsetAt(read, blob + 1, width)];
  const isPlausible = blob < count && start <= end && end - start <= LARGEST;
  const bytes = isPlausible ? await read(start, end - start) : undefined;
  if (bytes?.length === end - start) return bytes;
  throw damaged(zim.path, `entry ${blob} of cluster ${number} is not in it`);
}

/** The offset number `index`; infinite where it is not in the cluster. */
async function offsetAt(read: ReadAt, index: number, width: Cluster["width"]): Promise<number> {
  const bytes = await read(index * width, width);
  if (bytes.length < width) return Number.POSITIVE_INFINITY;
  return width === 4 ? bytes.readUInt32LE(0) : Number(bytes.readBigUInt64LE(0));
}

const PIECE = 2 ** 16;
/** Bytes of a cluster or of an entry; Kiwix's clusters of text are 2 MB. */
const LARGEST = 2 ** 28;

/** A cluster does not say where it ends, but its offsets say how long it is; what is read behind its end is ignored. */
async function unzstd(
  zim: ZimFile,
  start: number,
  { number, width }: Omit<Cluster, "read">,
): Promise<Buffer> {
  const { Decompress } = await import("fzstd");
  let bytes = Buffer.alloc(0);
  let parts: Uint8Array[] = [];
  const stream = new Decompress((part) => parts.push(part));
  for (let position = start; ; position += PIECE) {
    const piece = await zim.read(position, PIECE);
    const failure = piece.length === 0 ? new Error("the file ends") : pushed(stream, piece);
    bytes = Buffer.concat([bytes, ...parts]);
    parts = [];
    const length = lengthOf(bytes, width);
    if (length > LARGEST) throw damaged(zim.path, `cluster ${number} is larger than ${LARGEST / 2 ** 20} MB`);
    if (bytes.length >= length) return bytes;
    if (failure !== undefined) throw damaged(zim.path, `cluster ${number}: ${failure.message}`, failure);
  }
}

/** What the decoder says against the piece. */
function pushed(stream: { push(piece: Uint8Array): unknown }, piece: Buffer): Error | undefined {
  try {
    stream.push(piece);
    return undefined;
  } catch (error) {
    // it knows no class of its own; past a cluster's end it is given anything
    if (error instanceof Error) return error;
    throw error;
  }
}

/** The whole length by the last of the offsets; as much as is wanted next, where that is not there yet. */
function lengthOf(bytes: Buffer, width: Cluster["width"]): number {
  const offset = (at: number) => (width === 4 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at)));
  if (bytes.length < width) return width;
  const first = offset(0);
  return bytes.length < first ? first : offset(Math.max(0, first - width));
}
