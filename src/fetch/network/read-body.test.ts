import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decompress, readBody } from "./read-body.ts";

const text = "the lakes of the north, ".repeat(500);
const zeros = Buffer.alloc(50_000_000);

describe("a body is decompressed", () => {
  test.each([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["GZIP ", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["identity", Buffer.from(text)],
    [undefined, Buffer.from(text)],
    ["gzip", Buffer.concat([gzipSync(text.slice(0, 5000)), gzipSync(text.slice(5000))])],
  ])("from %s", async (coding, bytes) => {
    expect(Buffer.from(await decompress(bytes, coding, 100_000)).toString()).toBe(text);
  });

  test("to nothing where it is empty", async () => {
    expect(await decompress(new Uint8Array(), "gzip", 100)).toHaveLength(0);
  });
});

describe("a bomb stops when it has grown to the limit", () => {
  const gzipped = gzipSync(zeros);
  test.each([
    ["gzip", gzipped],
    ["gzip", Buffer.concat(Array.from({ length: 20 }, () => gzipSync(zeros.subarray(0, 90_000))))],
    ["deflate", deflateSync(zeros)],
    ["deflate", deflateRawSync(zeros)],
    ["br", brotliCompressSync(zeros)],
  ])("%s", async (coding, bomb) => {
    expect(bomb.length).toBeLessThan(60_000);
    const before = process.memoryUsage().arrayBuffers;
    await expect(decompress(bomb, coding, 100_000)).rejects.toMatchObject({ reason: "too-large" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
  });
});

describe("a coding is refused", () => {
  const gzipped = gzipSync(text);
  test.each([
    ["gzip", gzipped.subarray(0, 50), "no valid gzip"],
    ["gzip", Buffer.from(text), "no valid gzip"],
    ["br", Buffer.from("\u0001\u0002 no brotli"), "no valid br"],
    ["br", brotliCompressSync(text).subarray(0, 20), "no valid br"],
    ["deflate", Buffer.from("no deflate"), "no valid deflate"],
    ["gzip, gzip", gzipSync(gzipped), "not understood"],
    ["zstd", gzipped, "not understood"],
    ["constructor", gzipped, "not understood"],
  ])("%s (%#)", async (coding, bytes, message) => {
    const decompressing = decompress(bytes, coding, 100_000);
    await expect(decompressing).rejects.toThrow(message);
    await expect(decompressing).rejects.toMatchObject({ reason: "encoding" });
  });
});

describe("a body is read", () => {
  async function* endless() {
    for (let count = 0; ; count++) {
      if (count > 10) throw new Error("it was read on");
      yield new Uint8Array(100);
    }
  }
  test("whole within the limit", async () => {
    async function* body() {
      yield Buffer.from("two ");
      yield Buffer.from("parts");
    }
    expect(Buffer.from(await readBody(body(), { bytes: 9, beyond: "refuse" })).toString()).toBe("two parts");
  });

  test("and refused or cut at the first byte beyond it", async () => {
    const reading = readBody(endless(), { bytes: 350, beyond: "refuse" });
    await expect(reading).rejects.toMatchObject({ reason: "too-large" });
    expect(await readBody(endless(), { bytes: 350, beyond: "cut" })).toHaveLength(350);
  });
});
