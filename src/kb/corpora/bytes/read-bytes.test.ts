import { createReadStream, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../../core/errors.ts";
import { fixture, temporaryFolder } from "../pages-of.fixture.ts";
import { Bzip2Error, bunzip2 } from "./bzip2.ts";
import { type Line, readLines } from "./lines.ts";
import { readBytes } from "./read-bytes.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Two bzip2 streams behind each other, as Wikipedia's multistream dumps are. */
const BZIP2 = fixture("dump.xml.bz2");

async function textOf(pieces: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}

/** 1 MB that hardly shrinks. */
const random = Array.from({ length: 150_000 }, (_, index) => (index * 2_654_435_761) % 1_000_003).join("\n");

describe("the bytes of a file", () => {
  test("come as they are, or with gzip or bzip2 undone, whatever its name", async () => {
    expect(await textOf(readBytes({ path: folder.write("a.gz", random) }))).toBe(random);
    expect(await textOf(readBytes({ path: folder.write("b.txt", gzipSync(random)) }))).toBe(random);
    const members = Buffer.concat([gzipSync("one "), gzipSync("two")]);
    expect(await textOf(readBytes({ path: folder.write("c", members) }))).toBe("one two");
    expect(await textOf(readBytes({ path: BZIP2 }))).toMatch(/^<mediawiki [\s\S]*<\/mediawiki>\n$/);
  });

  test("are counted on disk", async () => {
    const compressed = gzipSync(random);
    const path = folder.write("d.gz", compressed);
    const counts: number[] = [];
    await textOf(readBytes({ path, onBytes: (bytes) => counts.push(bytes) }));
    expect(counts.at(-1)).toBe(compressed.length);
    expect(counts.length).toBeGreaterThan(2);
  });

  test.each([
    ["gzip", gzipSync(random).subarray(0, 100_000)],
    ["bzip2", readFileSync(BZIP2).subarray(0, 700)],
    ["bzip2 within the first stream", readFileSync(BZIP2).subarray(0, 200)],
  ])("a file of %s that is cut off is refused", async (_, bytes) => {
    const path = folder.write("cut", bytes);
    await expect(textOf(readBytes({ path }))).rejects.toThrow(ConfigError);
    await expect(textOf(readBytes({ path }))).rejects.toThrow(/cut is damaged: .*Fetch the file again/);
  });

  test("a file that is not there is refused", async () => {
    const path = `${folder.path}/none`;
    await expect(textOf(readBytes({ path }))).rejects.toThrow(/^Cannot read .*none: there is no such file/);
  });

  test("an abort ends the reading with its reason", async () => {
    const controller = new AbortController();
    const reading = readBytes({ path: folder.write("e", random), signal: controller.signal });
    await reading.next();
    controller.abort(new Error("enough"));
    await expect(textOf(reading)).rejects.toThrow("enough");
  });
});

describe("bzip2", () => {
  test("is undone the same by JavaScript where no program is installed", async () => {
    const whole = await textOf(bunzip2(createReadStream(BZIP2)));
    expect(await textOf(bunzip2(createReadStream(BZIP2), ["no-such-program"]))).toBe(whole);
    expect(whole).toContain("Orla Mill");
  });

  test("that is cut off is an error in JavaScript too", async () => {
    const source = () => createReadStream(folder.write("cut.bz2", readFileSync(BZIP2).subarray(0, 700)));
    await expect(textOf(bunzip2(source(), []))).rejects.toThrow(Bzip2Error);
  });

  test("of a file that cannot be read is the file's error", async () => {
    const source = () => createReadStream(`${folder.path}/none`);
    await expect(textOf(bunzip2(source(), []))).rejects.toThrow(/ENOENT/);
    await expect(textOf(bunzip2(source()))).rejects.toThrow(/ENOENT/);
  });

  test("may be left before its end", async () => {
    for await (const piece of bunzip2(createReadStream(BZIP2))) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
  });
});

test("lines keep their numbers, blank ones too, over the borders of what is read at once", async () => {
  const lines: Line[] = [];
  const text = `first\r\n\n${random}\n`;
  for await (const batch of readLines({ path: folder.write("lines", text) })) lines.push(...batch);
  expect(lines.map((line) => line.text).join("\n")).toBe(text.replace("\r", "").slice(0, -1));
  expect(lines.map((line) => line.number)).toEqual(lines.map((_, index) => index + 1));
});
