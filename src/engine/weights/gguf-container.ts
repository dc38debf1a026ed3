/** @file The GGUF container, version 3: typed metadata and aligned tensors in one little-endian file. */
import { writeHalf } from "./half-precision.ts";
import type { Precision } from "./safetensors.ts";

/** A metadata value. Lists are all texts or all whole numbers. */
export type GgufValue =
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "count"; readonly value: number }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "texts"; readonly value: readonly string[] }
  | { readonly type: "integers"; readonly value: readonly number[] };

export interface GgufTensor {
  readonly name: string;
  /** Rows first, as everywhere else; the file has the dimensions the other way round. */
  readonly shape: readonly number[];
  readonly precision: Precision;
  readonly values: Float32Array;
}

/** The codes of value and tensor types in the file. */
const CODES = { text: 8, count: 4, float: 6, boolean: 7, list: 9, integer: 5 } as const;
const TENSOR_CODES = { F32: 0, F16: 1 } as const;
const BYTES = { F32: 4, F16: 2 } as const;
const MAGIC = 0x46554747;
const VERSION = 3;
const ALIGNMENT = 32;

/** The bytes of a whole file. */
export function ggufFile(
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: readonly GgufTensor[],
): Uint8Array {
  const header = new Header();
  header.u32(MAGIC);
  header.u32(VERSION);
  header.u64(tensors.length);
  header.u64(metadata.size);
  for (const [key, value] of metadata) {
    header.text(key);
    header.value(value);
  }
  let offset = 0;
  for (const tensor of tensors) {
    header.tensor(tensor, offset);
    offset = aligned(offset + tensor.values.length * BYTES[tensor.precision]);
  }

  const dataAt = aligned(header.size);
  const file = new Uint8Array(dataAt + offset);
  file.set(header.bytes());
  let at = dataAt;
  for (const tensor of tensors) {
    file.set(encoded(tensor), at);
    at = aligned(at + tensor.values.length * BYTES[tensor.precision]);
  }
  return file;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Values of the machine's own byte order, which is little-endian wherever Node runs onnxruntime. */
function encoded({ precision, values }: GgufTensor): Uint8Array {
  return precision === "F16"
    ? new Uint8Array(writeHalf(values).buffer)
    : new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** What stands before the tensors' values, piece by piece. */
class Header {
  readonly #pieces: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#pieces);
  }

  text(text: string): void {
    const bytes = Buffer.from(text, "utf8");
    this.u64(bytes.length);
    this.#push(bytes);
  }

  u32(value: number): void {
    this.#number(4, (view) => view.setUint32(0, value, true));
  }

  u64(value: number): void {
    this.#number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  value(value: GgufValue): void {
    switch (value.type) {
      case "text":
        this.u32(CODES.text);
        this.text(value.value);
        break;
      case "count":
        this.u32(CODES.count);
        this.u32(value.value);
        break;
      case "float":
        this.u32(CODES.float);
        this.#number(4, (view) => view.setFloat32(0, value.value, true));
        break;
      case "boolean":
        this.u32(CODES.boolean);
        this.#push(Uint8Array.of(value.value ? 1 : 0));
        break;
      case "texts":
        this.#list(CODES.text, value.value.length);
        for (const one of value.value) this.text(one);
        break;
      case "integers":
        this.#list(CODES.integer, value.value.length);
        for (const one of value.value) this.#number(4, (view) => view.setInt32(0, one, true));
        break;
    }
  }

  tensor({ name, shape, precision }: GgufTensor, offset: number): void {
    this.text(name);
    this.u32(shape.length);
    for (const size of shape.toReversed()) this.u64(size);
    this.u32(TENSOR_CODES[precision]);
    this.u64(offset);
  }

  #list(code: number, length: number): void {
    this.u32(CODES.list);
    this.u32(code);
    this.u64(length);
  }

  #number(size: number, write: (view: DataView) => void): void {
    const bytes = new Uint8Array(size);
    write(new DataView(bytes.buffer));
    this.#push(bytes);
  }

  #push(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#size += bytes.length;
  }
}
