/** @file A body in full, within a limit of bytes: as it is sent, and decompressed. */
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { PageError } from "../errors.ts";

export interface BodyLimit {
  readonly bytes: number;
  /** What happens to a longer body: it is refused (`PageError`, `too-large`), or what fits is kept. */
  readonly beyond: "refuse" | "cut";
}

/** The codings that are asked for and understood. */
export const ACCEPTED_ENCODINGS = "gzip, deflate, br";

export async function readBody(body: AsyncIterable<Uint8Array>, limit: BodyLimit): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += piece.length;
    if (size > limit.bytes) break;
  }
  if (size > limit.bytes && limit.beyond === "refuse") throw tooLarge(limit.bytes);
  return Buffer.concat(pieces).subarray(0, limit.bytes);
}

/**
 * Undoes a content coding. Throws `PageError`: `encoding` where it is unknown, layered or broken, `too-large` as soon as
 * more than `maxBytes` have come out.
 */
export async function decompress(
  bytes: Uint8Array,
  coding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const name = (coding ?? "").trim().toLowerCase();
  if (name === "" || name === "identity" || bytes.length === 0) return bytes;
  const decoder = decoders.get(name);
  if (decoder === undefined) {
    throw badEncoding(`The body is encoded as ${JSON.stringify(name)}, which is not understood.`);
  }
  try {
    return await decoder(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes, error);
    if (!/^(?:Z_|ERR_)/.test(code)) throw error;
    throw badEncoding(`The body is no valid ${name} (${code}).`, error);
  }
}

function badEncoding(message: string, cause?: unknown): PageError {
  return new PageError("encoding", message, { cause });
}

export function tooLarge(limit: number, cause?: unknown): PageError {
  return new PageError("too-large", `The body is larger than the ${limit} bytes that are read.`, { cause });
}

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const inflateWrapped: Decoder = promisify(inflate);
const inflateBare: Decoder = promisify(inflateRaw);
const gunzipAsync: Decoder = promisify(gunzip);

const decoders: ReadonlyMap<string, Decoder> = new Map([
  ["gzip", gunzipAsync],
  ["x-gzip", gunzipAsync],
  ["br", promisify(brotliDecompress)],
  // the name means a zlib wrapper, yet many servers send the bare stream
  ["deflate", (bytes, options) => (isZlib(bytes) ? inflateWrapped : inflateBare)(bytes, options)],
]);

function isZlib([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}
