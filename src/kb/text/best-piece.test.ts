import { expect, test } from "vitest";
import { bestPiece } from "./best-piece.ts";
import { searchWords } from "./words.ts";

const prose = [
  "Estonia is a country in Northern Europe.",
  "It has some 1.3 million inhabitants and covers 45,339 square kilometres, much of it forest and bog.",
  "Its neighbours are Latvia in the south and Russia in the east; Finland lies across the gulf in the north.",
  "The euro replaced the kroon in 2011.",
  "The capital is Tallinn, whose old town dates from the Middle Ages.",
  "Estonian, the official language, is related to Finnish and spoken by about a million people.",
].join(" ");

const piece = (query: string, text = prose, title = "Estonia") => bestPiece(text, searchWords(query), title);

test("it holds the sentence with what is asked, not only the one that names the page", () => {
  expect(piece("Estonia capital")).toContain("The capital is Tallinn");
  expect(piece("Estonia neighbours")).toContain("Its neighbours are Latvia");
});

test("it is whole sentences, at most 300 characters, verbatim", () => {
  for (const query of ["capital", "kroon", "language", "forest", "Estonia", "nothing of it"]) {
    expect(prose).toContain(piece(query));
    expect(piece(query).length).toBeLessThanOrEqual(300);
    expect(piece(query)).toMatch(/^[A-Z].*\.$/);
  }
});

test("it begins with the text where no word is in it", () => {
  expect(piece("zzz")).toMatch(/^Estonia is a country/);
});

test("two words near each other win over one", () => {
  expect(piece("euro capital")).toMatch(/euro replaced.*capital is Tallinn/);
});

test("of a list it holds the lines that match", () => {
  const list = Array.from({ length: 60 }, (_, index) => `- Entry ${index}: town number ${index * 31}`).join(
    "\n",
  );

  expect(piece("entry 42", list, "Entries")).toContain("- Entry 42: town number 1302");
});

test("a text of one endless line still gives a piece of it", () => {
  const endless = "word ".repeat(1_000).trim();

  expect(piece("word", endless, "Words").length).toBeLessThanOrEqual(300);
  expect(piece("word", "", "Words")).toBe("");
});
