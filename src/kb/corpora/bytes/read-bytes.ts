/** @file The bytes of a file of text, with gzip or bzip2 undone. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { ConfigError } from "../../../core/errors.ts";
import { isSystemError, systemReason } from "../../../run/system-error.ts";
import type { FileReading } from "../corpus.ts";
import { Bzip2Error, bunzip2 } from "./bzip2.ts";

const PIECE = 1 << 18;

/** In pieces of any length. What the file begins with, not its name, says how it is compressed. */
export async function* readBytes({ path, signal, onBytes }: FileReading): AsyncGenerator<Buffer> {
  const start = await firstBytes(path, 3);
  const source = createReadStream(path, { highWaterMark: PIECE, ...(signal && { signal }) });
  try {
    for await (const piece of decompressed(source, start)) {
      signal?.throwIfAborted();
      onBytes?.(source.bytesRead);
      yield piece;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw asConfigError(path, error);
  } finally {
    source.destroy();
  }
}

/** At most `length` bytes; fewer where the file is shorter. Throws `ConfigError` where the file cannot be read. */
export async function firstBytes(path: string, length: number): Promise<Buffer> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asConfigError(path, error);
  }
}

function decompressed(source: ReturnType<typeof createReadStream>, start: Buffer): AsyncIterable<Buffer> {
  if (start.toString("latin1") === "BZh") return bunzip2(source);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return source;
  return pipeline(source, createGunzip({ chunkSize: PIECE }), () => undefined);
}

/** The error itself where it is none of the file's. */
function asConfigError(path: string, error: unknown): unknown {
  if (isSystemError(error)) {
    return new ConfigError(`Cannot read ${path}: ${systemReason(error)}.`, { cause: error });
  }
  const isDamaged = error instanceof Bzip2Error || isGzipError(error);
  if (!isDamaged) return error;
  return new ConfigError(`${path} is damaged: ${error.message}. Fetch the file again.`, { cause: error });
}

function isGzipError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
