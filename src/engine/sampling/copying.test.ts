/** @file Tests of copying, over ids that stand for letters: capitals begin words. */
import { expect, test } from "vitest";
import { allowedNext, byId, type CopyingRules } from "./copying.ts";

const LETTERS = "\nABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-:?.";
const ids = (text: string) => [...text].map((letter) => LETTERS.indexOf(letter));
const [LINE_END = -1, QUOTE = -1, END = -1] = ids("\n:.");
const rules: CopyingRules = {
  wordStarts: [...LETTERS].map((letter) => !/[a-z]/.test(letter)),
  joins: [...LETTERS].map((letter) => letter === "-"),
  known: byId(["Open", "Capital"].map(ids)),
  quoteAfter: QUOTE,
  absent: ids("?"),
  lineEnd: LINE_END,
  end: END,
};

/** The letters that may come next; `undefined` where any may. */
function next(read: string, written: string): string | undefined {
  const allowed = allowedNext(rules, ids(read), ids(written));
  return allowed && [...LETTERS].filter((_, id) => allowed(id)).join("");
}

const WORD_STARTS = LETTERS.replace(/[a-z]/g, "");

test("a word that was read goes on as it was read, and ends where it ended", () => {
  expect(next("LjubljanaLima", "OpenL")).toBe("ij");
  expect(next("LjubljanaLima", "OpenLj")).toBe("u");
  expect(next("LjubljanaLima", "OpenLima")).toBe(WORD_STARTS);
  expect(next("LimaLimassol", "Lima")).toBe(LETTERS.replace(/[a-rt-z]/g, ""));
});

test("a known word may be written unread, and any word that begins like none of these", () => {
  expect(next("Lima", "Open")).toBe(WORD_STARTS);
  expect(next("Oslo", "O")).toBe("ps");
  expect(next("Lima", "X")).toBeUndefined();
  expect(next("Lima", "Limit")).toBeUndefined();
  expect(next("Lima", "")).toBeUndefined();
});

test("a quotation is a stretch of what was read, from the start of a word to the end of one, or that there is none", () => {
  const read = "AlbanianAndSerbian";
  expect(next(read, "Capital:")).toBe("AS?");
  expect(next(read, "Capital:Alban")).toBe("i");
  expect(next(read, "Capital:Albanian")).toBe("\nA.");
  expect(next(read, "Capital:AlbanianAnd")).toBe("\nS.");
  expect(next(read, "Capital:Serbian")).toBe("\n.");
  expect(next(read, "Capital:?")).toBe("\n.");
});

test("a quotation does not end before what joins two parts of a word", () => {
  expect(next("Guinea-bissau", "Capital:Guinea")).toBe("-");
  expect(next("Guinea-Bissau", "Capital:Guinea")).toBe("\n-.");
  expect(next("Guinea-bissauGuinea", "Capital:Guinea")).toBe("\n-.");
});

test("a quotation ends with its line", () => {
  expect(next("LimaOslo", "Capital:Lima\nO")).toBe("ps");
  expect(next("LimaOslo", "Capital:Lima\nCapital:")).toBe("LO?");
});

test("whatever is read, a quotation that goes on can always be ended or gone on with", () => {
  for (const read of ["A", "Ab", "AbAc", "A:B", "?", "A\nB", ""]) {
    let written = "Capital:";
    for (let step = 0; step < 12; step += 1) {
      const allowed = next(read, written) ?? "";
      expect(allowed).not.toBe("");
      const letter = [...allowed].find((one) => one !== "\n" && one !== ".");
      if (letter === undefined) break;
      written += letter;
    }
  }
});
