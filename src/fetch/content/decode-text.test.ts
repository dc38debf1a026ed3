import { expect, test } from "vitest";
import { random } from "../../util/random.ts";
import { decodeText } from "./decode-text.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const utf16 = Buffer.from("\ufeffzürich", "utf16le");

test.each([
  ["the header", latin1("z\xfcrich"), "text/html; charset=ISO-8859-1", "zürich"],
  ["the header in quotes", latin1("z\xfcrich"), 'text/html;charset="windows-1252"', "zürich"],
  [
    "the header, against the document",
    Buffer.from('<meta charset="latin1">ü'),
    "text/html; charset=utf-8",
    "ü",
  ],
  [
    "the byte order mark, against the header",
    Buffer.from("\ufeffzürich"),
    "text/html; charset=latin1",
    "zürich",
  ],
  ["a mark of UTF-16", utf16, undefined, "zürich"],
  ["a mark of UTF-16, big end first", Buffer.from(utf16).swap16(), undefined, "zürich"],
  ["a meta element", latin1("<meta charset=latin1>z\xfcrich"), "text/html", "zürich"],
  [
    "a meta element of the old kind",
    latin1(
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">\xcc\xee\xf1\xea\xe2\xe0',
    ),
    "text/html",
    "Москва",
  ],
  [
    "an XML declaration",
    latin1('<?xml version="1.0" encoding="iso-8859-1"?>z\xfcrich'),
    "text/xml",
    "zürich",
  ],
  ["Shift_JIS", Buffer.from([0x93, 0x8c, 0x8b, 0x9e]), "text/html; charset=Shift_JIS", "東京"],
  ["GB18030", Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]), "text/html; charset=gb2312", "北京"],
  ["UTF-8, where nothing is said", Buffer.from("zürich"), "text/plain", "zürich"],
  ["Windows-1252, where nothing is said and it is no UTF-8", latin1("z\xfcrich \x80"), undefined, "zürich €"],
  ["what is valid, where the name is unknown", Buffer.from("zürich"), "text/html; charset=klingon", "zürich"],
  ["no UTF-7", Buffer.from("+ADw-script+AD4-"), "text/html; charset=utf-7", "+ADw-script+AD4-"],
  ["no UTF-16 from a meta element", Buffer.from("<meta charset=utf-16>ü"), "text/html", "ü"],
  [
    "no document's word beyond its start",
    latin1(`${" ".repeat(1100)}<meta charset=koi8-r>\xfc`),
    "text/html",
    "ü",
  ],
  [
    "U+FFFD for broken bytes",
    Buffer.from([0x61, 0xff, 0xfe, 0x62, 0xc3]),
    "text/plain; charset=utf-8",
    "a\ufffd\ufffdb\ufffd",
  ],
])("text is decoded by %s", (_, bytes, contentType, text) => {
  expect(decodeText(bytes, contentType)).toContain(text);
});

test("whatever bytes come, they are text", () => {
  const chance = random(5);
  const labels = [
    "utf-8",
    "utf-16le",
    "shift_jis",
    "gb18030",
    "big5",
    "euc-kr",
    "iso-2022-jp",
    "replacement",
    "",
  ];
  for (let count = 0; count < 500; count++) {
    const bytes = Uint8Array.from({ length: count }, () => Math.floor(chance() * 256));
    expect(typeof decodeText(bytes, `text/plain; charset=${labels[count % labels.length]}`)).toBe("string");
  }
});
