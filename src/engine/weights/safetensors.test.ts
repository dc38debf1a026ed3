import { describe, expect, it } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { random } from "../../util/random.ts";
import { readBfloat16, readHalf, writeHalf } from "./half-precision.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const tensors = new Map([
  ["a.weight", { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0.25, -0, 1e-7) }],
  ["norm", { shape: [1], values: Float32Array.of(0.1) }],
]);

/** A file with any header. */
function fileOf(header: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function valuesOf(bytes: Uint8Array): readonly number[] {
  return [...readSafetensors(bytes, "f").tensors.values()].flatMap(({ values }) => [...values]);
}

describe("safetensors", () => {
  it("come back as they were written, also from a view into a larger buffer", () => {
    const bytes = writeSafetensors(tensors, { step: "3" });
    const larger = Buffer.concat([Buffer.from("abc"), bytes, Buffer.from("tail")]);
    const { tensors: read, metadata } = readSafetensors(larger.subarray(3, 3 + bytes.length), "f");
    expect(read).toEqual(tensors);
    expect(metadata).toEqual({ step: "3" });
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
  });

  it("hold half precision in half the bytes, to the nearest half", () => {
    const values = valuesOf(writeSafetensors(tensors, {}, "F16"));
    expect(values).toEqual([1, -2, 3.5, 0.25, -0, 1.1920928955078125e-7, 0.0999755859375]);
    const large = new Map([["big", { shape: [1], values: Float32Array.of(70_000) }]]);
    expect(() => writeSafetensors(large, {}, "F16")).toThrow("tensor big: half precision cannot hold 70000");
  });

  it("are read from bfloat16", () => {
    const header = '{"x":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}';
    expect(valuesOf(fileOf(header, Uint8Array.of(0x80, 0x3f, 0x20, 0xc0)))).toEqual([1, -2.5]);
  });

  const whole = writeSafetensors(tensors, {});
  const tensor = (entry: string) => fileOf(`{"x":${entry}}`, new Uint8Array(8));
  const broken: readonly (readonly [Uint8Array, string])[] = [
    [new Uint8Array(3), "3 bytes are too few"],
    [new TextEncoder().encode("GGUF, not what was asked for"), "not a safetensors file"],
    [whole.subarray(0, 50), "cut off in its header, at 50 of"],
    [whole.subarray(0, whole.length - 1), "tensor norm: cut off, the file ends at byte 27 of 28"],
    [Buffer.concat([whole, Buffer.from("more")]), "4 bytes after its last tensor"],
    [fileOf("{nonsense"), "its header is no JSON"],
    [fileOf("[1]"), "its header is no JSON object"],
    [fileOf('{"__metadata__":{"step":3}}'), "its __metadata__ is not a record of texts"],
    [tensor('{"dtype":"F32"}'), "tensor x: its header lacks"],
    [tensor('{"dtype":"I64","shape":[1],"data_offsets":[0,8]}'), "tensor x: its type is I64"],
    [
      tensor('{"dtype":"F32","shape":[3],"data_offsets":[0,8]}'),
      "tensor x: 8 bytes for a F32 tensor of shape [3]",
    ],
    [tensor('{"dtype":"F32","shape":[2],"data_offsets":[8,0]}'), "tensor x: -8 bytes"],
  ];

  it.each(broken)("are refused where they are broken: %#", (bytes, message) => {
    expect(() => readSafetensors(bytes, "model.safetensors")).toThrow(ConfigError);
    expect(() => readSafetensors(bytes, "model.safetensors")).toThrow("model.safetensors: ");
    expect(() => readSafetensors(bytes, "model.safetensors")).toThrow(message);
  });
});

describe("half precision", () => {
  it("gives every half back", () => {
    const all = Uint16Array.from({ length: 1 << 16 }, (_, half) => half).filter(
      (half) => (half & 0x7c00) !== 0x7c00,
    );
    expect(writeHalf(readHalf(all))).toEqual(all);
  });

  it("rounds to the nearest half, ties to even", () => {
    const uniform = random(1);
    const finite = readHalf(Uint16Array.from({ length: 0x7c00 }, (_, half) => half));
    for (let i = 0; i < 2000; i++) {
      const place = Math.floor(uniform() * (finite.length - 1));
      const [low, high] = [finite[place] ?? 0, finite[place + 1] ?? 0];
      const share = Math.floor(uniform() * 5) / 4;
      const [half] = writeHalf(Float32Array.of(low + share * (high - low)));
      const up = share > 0.5 || (share === 0.5 && place % 2 === 1);
      expect(half).toBe(up ? place + 1 : place);
    }
  });

  it("knows what is not finite", () => {
    const strange = Float32Array.of(
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      65_520,
      65_519,
    );
    expect([...readHalf(writeHalf(strange))]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      65_504,
    ]);
    expect([...readBfloat16(Uint16Array.of(0x7f80, 0x7fc0))]).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
  });
});
