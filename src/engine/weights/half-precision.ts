/** @file Numbers of 16 bits and back: IEEE half precision (F16) and bfloat16 (BF16, the upper half of a float32). */

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** All 65 536 halves as float32, made at the first use. */
let halves: Float32Array | undefined;

/** Halves as float32, exactly. */
export function readHalf(values: Uint16Array): Float32Array<ArrayBuffer> {
  halves ??= Float32Array.from({ length: 1 << 16 }, (_, half) => halfToNumber(half));
  const table = halves;
  return Float32Array.from(values, (half) => table[half] ?? 0);
}

/** Bfloat16 as float32, exactly. */
export function readBfloat16(values: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) wide[i] = (values[i] ?? 0) << 16;
  return new Float32Array(wide.buffer);
}

/** The nearest halves, ties to even; from 65 520 on they are infinite. */
export function writeHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, numberToHalf);
}

function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function numberToHalf(value: number): number {
  float[0] = value;
  const pattern = bits[0] ?? 0;
  const sign = (pattern >>> 16) & 0x8000;
  const exponent = ((pattern >>> 23) & 0xff) - 127 + 15;
  const fraction = pattern & 0x7fffff;
  if (exponent >= 31) return sign | (Number.isNaN(value) ? 0x7e00 : 0x7c00);
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    return sign | roundToEven(fraction | 0x800000, 14 - exponent);
  }
  // a fraction that rounds up to 1024 carries into the exponent, which is the next number
  return sign | ((exponent << 10) + roundToEven(fraction, 13));
}

/** `value / 2^shift`, to the nearest, ties to even. */
function roundToEven(value: number, shift: number): number {
  const whole = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return rest > middle || (rest === middle && whole % 2 === 1) ? whole + 1 : whole;
}
