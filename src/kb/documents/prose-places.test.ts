import { expect, test } from "vitest";
import { prosePlaces, tableCells } from "./prose-places.ts";

function named(text: string): readonly (readonly [string, string])[] {
  return prosePlaces(text).map(({ start, name }) => [name, text.slice(start).split("\n")[0] ?? ""] as const);
}

test("paragraphs, headings and list items are counted, under their heading", () => {
  expect(named("First\n\n# Results\n\nOne\ntwo\n\n- a\n  - b\n")).toEqual([
    ["paragraph 1", "First"],
    ["paragraph 2, “Results”", "# Results"],
    ["paragraph 3, “Results”", "One"],
    ["paragraph 4, “Results”", "- a"],
    ["paragraph 5, “Results”", "- b"],
  ]);
});

test("where no line is empty each line is a paragraph", () => {
  expect(named("one\ntwo")).toEqual([
    ["paragraph 1", "one"],
    ["paragraph 2", "two"],
  ]);
});

test("each cell of a table has a place, by row and column", () => {
  const text =
    "Lakes\n\n| Lake | [Area](https://x.org/a) |  |\n| --- | --- | --- |\n| O\\|nega | 9890 | deep |\n|  | 5 |  |\n\nEnd";
  expect(named(text)).toEqual([
    ["paragraph 1", "Lakes"],
    ["table 1, row 1", "| Lake | [Area](https://x.org/a) |  |"],
    ["table 1, row 1, column “Lake”", "Lake | [Area](https://x.org/a) |  |"],
    ["table 1, row 1, column “Area”", "[Area](https://x.org/a) |  |"],
    ["table 1, row 2", "| O\\|nega | 9890 | deep |"],
    ["table 1, row 2, column “Lake”", "O\\|nega | 9890 | deep |"],
    ["table 1, row 2, column “Area”", "9890 | deep |"],
    ["table 1, row 2, column 3", "deep |"],
    ["table 1, row 3", "|  | 5 |  |"],
    ["table 1, row 3, column “Area”", "5 |  |"],
    ["paragraph 2", "End"],
  ]);
});

test("a line with a pipe in front is no table without a rule under it", () => {
  expect(named("| alone\n\nx")[0]).toEqual(["paragraph 1", "| alone"]);
});

test("the cells of a line begin where their text does", () => {
  const line = "| a |  b\\|c |";
  expect(tableCells(line).map(({ start, text }) => line.slice(start, start + text.length))).toEqual([
    "a",
    "b\\|c",
  ]);
});
