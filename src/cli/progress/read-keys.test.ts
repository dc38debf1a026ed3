import { describe, expect, test } from "vitest";
import { editLine } from "./edit-line.ts";
import { type Key, openKeyReader } from "./read-keys.ts";

/** The keys of what comes piece by piece. */
function keysOf(...pieces: readonly string[]): readonly Key[] {
  const reader = openKeyReader();
  return pieces.flatMap((piece) => reader.read(piece));
}

function typed(...pieces: readonly string[]): string {
  return keysOf(...pieces).reduce(editLine, "");
}

describe("keys", () => {
  test.each([
    ["a\r", [{ kind: "text", text: "a" }, { kind: "enter" }]],
    ["\u0003", [{ kind: "interrupt" }]],
    ["\u001a", [{ kind: "suspend" }]],
    ["\u001b[A\u001b[1;5C\u001bOP\u001b[?1;2c\u0001\u0004", []],
    ["\u001bb\u001b\u007f", [{ kind: "delete-word" }]],
    ["\u001b\u001b[A", [{ kind: "escape" }]],
  ] as const)("of %j", (text, expected) => {
    expect(keysOf(text)).toEqual(expected);
  });

  test("an Escape alone is a key only after a while", () => {
    const reader = openKeyReader();

    expect(reader.read("\u001b")).toEqual([]);
    expect(reader.waits).toBe(true);
    expect(reader.settle()).toEqual([{ kind: "escape" }]);
    expect(reader.waits).toBe(false);
  });

  test("an arrow that comes in pieces over a slow line is no Escape", () => {
    expect(keysOf("\u001b", "[", "1;5", "C", "x")).toEqual([{ kind: "text", text: "x" }]);
  });

  test("what never becomes a key is dropped", () => {
    const reader = openKeyReader();
    reader.read("\u001b[12");

    expect(reader.settle()).toEqual([]);
    expect(reader.read("x")).toEqual([{ kind: "text", text: "x" }]);
    expect(keysOf(`\u001b[${"1".repeat(200)}`).map(({ kind }) => kind)).toEqual(["text"]);
  });

  test("pasted lines become one, however they come", () => {
    const paste = "\u001b[200~one\r\ntwo\u001b[31m\nthree\u001b[201~\r";

    for (let at = 0; at <= paste.length; at += 1) {
      const reader = openKeyReader();
      const keys = [...reader.read(paste.slice(0, at)), ...reader.settle(), ...reader.read(paste.slice(at))];
      // an Escape that is followed by nothing for a while is one, and so is no paste
      if (at === 1 || (at > 1 && at < 6)) continue;
      expect(keys.reduce(editLine, "")).toBe("one two [31m three");
      expect(keys.at(-1)).toEqual({ kind: "enter" });
      expect(keys.filter(({ kind }) => kind === "enter")).toHaveLength(1);
    }
  });
});

describe("the typed line", () => {
  test.each([
    ["word word\u007f", "word wor"],
    ["two words\u0017", "two "],
    ["two words\u0015", ""],
    ["\u0015\u007f\u0017", ""],
    ["家庭👨‍👩‍👧‍👦\u007f", "家庭"],
    ["e\u0301\u007f", ""],
    ["  a  b  ", "a b "],
    ["\u202eevil", "evil"],
  ])("after %j is %j", (keys, expected) => {
    expect(typed(keys)).toBe(expected);
  });

  test("does not grow for ever", () => {
    expect(typed("x".repeat(100_000))).toHaveLength(4_000);
  });
});
