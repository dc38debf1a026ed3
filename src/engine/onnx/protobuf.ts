/** @file The wire format of Protocol Buffers, as far as a model file needs it: encoded fields, to be joined into messages. */

const encoder = new TextEncoder();

/** An integer field. Negative numbers take ten bytes, as the format demands. */
export function integerField(number: number, value: number): Uint8Array {
  return join([varint(number * 8), varint(value)]);
}

/** A float32 field. */
export function floatField(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([varint(number * 8 + 5), bytes]);
}

/** A field of bytes or text. */
export function bytesField(number: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  return join([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** A field that is a message of its own. */
export function messageField(number: number, fields: readonly Uint8Array[]): Uint8Array {
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  return join([varint(number * 8 + 2), varint(length), ...fields]);
}

/** The fields of a message, one after the other. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
