import { describe, expect, test } from "vitest";
import { FetchError } from "../../core/errors.ts";
import { makeZip } from "./office.fixture.ts";
import { openZip } from "./zip.ts";

const MEGABYTE = 1024 * 1024;

test("the texts of an archive are read by name", () => {
  const archive = openZip(makeZip([{ name: "a/b.xml", content: "<a>é</a>" }]), MEGABYTE);
  expect(archive.names).toEqual(["a/b.xml"]);
  expect(archive.text("a/b.xml")).toBe("<a>é</a>");
  expect(archive.text("absent")).toBe("");
});

describe("an archive is refused", () => {
  test("when it unpacks to more than allowed, whatever it claims", () => {
    const bomb = makeZip([{ name: "a.xml", content: Buffer.alloc(2 * MEGABYTE), claimedBytes: 10 }]);
    expect(() => openZip(bomb, MEGABYTE)).toThrow(/unpacks to more than 1 MB/u);
  });

  test("when its parts together do", () => {
    const half = { content: Buffer.alloc(0.6 * MEGABYTE) };
    expect(() =>
      openZip(
        makeZip([
          { name: "a", ...half },
          { name: "b", ...half },
        ]),
        MEGABYTE,
      ),
    ).toThrow(/more than/u);
  });

  test("when its XML declares entities", () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>';
    expect(() => openZip(makeZip([{ name: "word/document.xml", content: lol }]), MEGABYTE)).toThrow(
      /entities/u,
    );
  });

  test("when it needs a password", () => {
    expect(() => openZip(makeZip([{ name: "a", content: "x", isLocked: true }]), MEGABYTE)).toThrow(
      /password/u,
    );
  });

  test("when it is cut off at any byte", () => {
    const whole = makeZip([{ name: "a.xml", content: "<a>some words</a>" }]);
    for (let length = 0; length < whole.length; length++)
      expect(() => openZip(whole.subarray(0, length), MEGABYTE)).toThrow(FetchError);
  });

  test("when its bytes are wrong, or else it is read", () => {
    const whole = makeZip([{ name: "a.xml", content: "<a>some words</a>" }]);
    for (let at = 0; at < whole.length; at++) {
      const broken = Uint8Array.from(whole);
      broken[at] = 255 - (broken[at] ?? 0);
      try {
        openZip(broken, MEGABYTE);
      } catch (error) {
        expect(error).toBeInstanceOf(FetchError);
      }
    }
  });
});
