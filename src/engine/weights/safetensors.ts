/** @file The safetensors file format: named tensors behind a JSON header, with no code in it. Values are little-endian. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { readBfloat16, readHalf, writeHalf } from "./half-precision.ts";

export interface NamedTensor {
  readonly shape: readonly number[];
  /** In row-major order of `shape`. */
  readonly values: Float32Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

export type Precision = "F32" | "F16";

const BYTES = { F32: 4, F16: 2, BF16: 2 } as const;
const LENGTH_BYTES = 8;
const METADATA = "__metadata__";
/** What the reference implementation allows. */
const LONGEST_HEADER = 100_000_000;

const tensorHeader = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const stringRecord = z.record(z.string(), z.string());
const fileHeader = z.record(z.string(), z.unknown());

/** The file's bytes, tensors in the order of the map. Throws `ConfigError` for a value that F16 cannot hold. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Readonly<Record<string, string>>,
  precision: Precision = "F32",
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { [METADATA]: metadata };
  let size = 0;
  for (const [name, { shape, values }] of tensors) {
    const end = size + values.length * BYTES[precision];
    header[name] = { dtype: precision, shape, data_offsets: [size, end] };
    size = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((LENGTH_BYTES + text.length) / 8) * 8;
  const bytes = new Uint8Array(start + size).fill(0x20, LENGTH_BYTES, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH_BYTES), true);
  bytes.set(text, LENGTH_BYTES);
  let offset = start;
  for (const [name, { values }] of tensors) {
    const encoded = encode(name, values, precision);
    bytes.set(encoded, offset);
    offset += encoded.length;
  }
  return bytes;
}

/**
 * Reads F32, F16 and BF16 as float32. `file` names the bytes in errors. Throws `ConfigError`, naming file and tensor, where
 * the bytes are cut off, are no safetensors, or hold another type.
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const { header, data } = splitFile(bytes, file);
  const metadata = stringRecord.safeParse(header[METADATA] ?? {});
  if (!metadata.success) throw new ConfigError(`${file}: its ${METADATA} is not a record of texts`);
  const tensors = new Map<string, NamedTensor>();
  let used = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) continue;
    const { tensor, end } = readTensor(entry, data, `${file}: tensor ${name}`);
    tensors.set(name, tensor);
    used = Math.max(used, end);
  }
  if (used < data.length) throw new ConfigError(`${file}: ${data.length - used} bytes after its last tensor`);
  return { tensors, metadata: metadata.data };
}

function encode(name: string, values: Float32Array, precision: Precision): Uint8Array {
  if (precision === "F32") return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const large = values.find((value) => Math.abs(value) >= 65_520);
  if (large !== undefined) {
    throw new ConfigError(`tensor ${name}: half precision cannot hold ${large}; write it as F32`);
  }
  return new Uint8Array(writeHalf(values).buffer);
}

function splitFile(bytes: Uint8Array, file: string): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) {
    throw new ConfigError(`${file}: ${bytes.length} bytes are too few for a safetensors file`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LONGEST_HEADER) throw new ConfigError(`${file}: not a safetensors file`);
  const start = LENGTH_BYTES + Number(length);
  if (start > bytes.length) {
    throw new ConfigError(`${file}: cut off in its header, at ${bytes.length} of ${start} bytes or more`);
  }
  const header = fileHeader.safeParse(parseJson(bytes.subarray(LENGTH_BYTES, start), file));
  if (!header.success) throw new ConfigError(`${file}: not a safetensors file: its header is no JSON object`);
  return { header: header.data, data: bytes.subarray(start) };
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new ConfigError(`${file}: not a safetensors file: its header is no JSON`, { cause: error });
  }
}

function readTensor(entry: unknown, data: Uint8Array, where: string): { tensor: NamedTensor; end: number } {
  const parsed = tensorHeader.safeParse(entry);
  if (!parsed.success) throw new ConfigError(`${where}: its header lacks dtype, shape or data_offsets`);
  const { dtype, shape, data_offsets } = parsed.data;
  if (!isReadable(dtype)) {
    throw new ConfigError(`${where}: its type is ${dtype}; F32, F16 and BF16 can be read`);
  }
  const [start, end] = data_offsets;
  if (end > data.length)
    throw new ConfigError(`${where}: cut off, the file ends at byte ${data.length} of ${end}`);
  const size = shape.reduce((product, one) => product * one, 1);
  if (end - start !== size * BYTES[dtype]) {
    throw new ConfigError(
      `${where}: ${end - start} bytes for a ${dtype} tensor of shape [${shape.join(", ")}]`,
    );
  }
  return { tensor: { shape, values: decode(new Uint8Array(data.subarray(start, end)), dtype) }, end };
}

function isReadable(dtype: string): dtype is keyof typeof BYTES {
  return dtype in BYTES;
}

function decode(bytes: Uint8Array<ArrayBuffer>, dtype: keyof typeof BYTES): Float32Array<ArrayBuffer> {
  if (dtype === "F32") return new Float32Array(bytes.buffer);
  const halves = new Uint16Array(bytes.buffer);
  return dtype === "F16" ? readHalf(halves) : readBfloat16(halves);
}
