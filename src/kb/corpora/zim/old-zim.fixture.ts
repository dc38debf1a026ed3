/** @file For tests: a ZIM file as they were before 2021, with pages in the namespace A and clusters that are not compressed. */

export interface OldZimEntry {
  readonly namespace: string;
  readonly path: string;
  readonly title?: string;
  /** Or the number of the entry that this one leads to. */
  readonly content: string | number;
}

const HTML = 0;
const TEXT = 1;
const REDIRECT = 0xffff;

/** One cluster, with offsets of eight bytes. The entries must be in the order of namespace and path. */
export function oldZim(entries: readonly OldZimEntry[]): Buffer {
  const mimeTypes = Buffer.from("text/html\0text/plain\0\0");
  const blobs = entries.flatMap(({ content }) => (typeof content === "string" ? [Buffer.from(content)] : []));
  let blob = 0;
  const records = entries.map((entry) => record(entry, typeof entry.content === "string" ? blob++ : -1));

  const mimeList = 80;
  const pointers = mimeList + mimeTypes.length;
  const firstRecord = pointers + 8 * entries.length;
  const starts = startsOf(records, firstRecord);
  const clusterPointers = firstRecord + total(records);
  const cluster = Buffer.concat([
    Buffer.from([0x11]),
    uint64(...startsOf(blobs, 8 * (blobs.length + 1)), 8 * (blobs.length + 1) + total(blobs)),
    ...blobs,
  ]);
  const clusterStart = clusterPointers + 8;

  const header = Buffer.alloc(80);
  header.writeUInt32LE(0x044d495a, 0);
  header.writeUInt16LE(5, 4);
  header.writeUInt32LE(entries.length, 24);
  header.writeUInt32LE(1, 28);
  uint64(pointers, pointers, clusterPointers, mimeList).copy(header, 32);
  uint64(clusterStart + cluster.length).copy(header, 72);
  return Buffer.concat([
    header,
    mimeTypes,
    uint64(...starts),
    ...records,
    uint64(clusterStart),
    cluster,
    Buffer.alloc(16),
  ]);
}

function record({ namespace, path, title = "", content }: OldZimEntry, blob: number): Buffer {
  const isRedirect = typeof content === "number";
  const fields = Buffer.alloc(isRedirect ? 12 : 16);
  const mimeType = namespace === "M" ? TEXT : HTML;
  fields.writeUInt16LE(isRedirect ? REDIRECT : mimeType, 0);
  fields.write(namespace, 3, "latin1");
  if (isRedirect) fields.writeUInt32LE(content, 8);
  else fields.writeUInt32LE(blob, 12);
  return Buffer.concat([fields, Buffer.from(`${path}\0${title}\0`)]);
}

function startsOf(parts: readonly Buffer[], first: number): number[] {
  return parts.map((_, index) => first + total(parts.slice(0, index)));
}

function total(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function uint64(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => {
    buffer.writeBigUInt64LE(BigInt(value), 8 * index);
  });
  return buffer;
}
