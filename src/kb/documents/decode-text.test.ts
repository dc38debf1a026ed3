import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

const WORDS = "Žofín café — 漢字\nnext";
const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);

test.each([
  ["UTF-8", bytes(WORDS, "utf8")],
  ["UTF-8 with a mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(WORDS, "utf8")])],
  ["UTF-16 with a mark", Buffer.concat([Buffer.from([0xff, 0xfe]), bytes(WORDS, "utf16le")])],
  [
    "UTF-16 of the other order with a mark",
    Buffer.concat([Buffer.from([0xff, 0xfe]), bytes(WORDS, "utf16le")]).swap16(),
  ],
])("%s is read", (_, content) => {
  expect(decodeText(content)).toBe(WORDS);
});

test("UTF-16 without a mark is known by its zeros", () => {
  expect(decodeText(bytes("plain words", "utf16le"))).toBe("plain words");
  expect(decodeText(bytes("plain words", "utf16le").swap16())).toBe("plain words");
});

test("bytes that are no UTF-8 are windows-1252", () => {
  expect(decodeText(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x80, 0x35]))).toBe("café €5");
});

test("a page says its own encoding", () => {
  const page = Buffer.concat([
    bytes('<meta charset="GBK"><p>', "latin1"),
    Buffer.from([0xba, 0xba, 0xd7, 0xd6]),
  ]);
  expect(decodeText(page, "html")).toContain("汉字");
  expect(decodeText(bytes("<meta charset=nonsense>é", "utf8"), "html")).toContain("é");
});

test("line ends are one character", () => {
  expect(decodeText(bytes("a\r\nb\rc", "utf8"))).toBe("a\nb\nc");
});
