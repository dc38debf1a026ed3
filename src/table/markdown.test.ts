import { describe, expect, test } from "vitest";
import type { Table } from "../core/table.ts";
import { random } from "../util/random.ts";
import { parseMarkdownTable } from "./parse-markdown.ts";
import { writeCsv } from "./write-csv.ts";
import { writeMarkdownTable } from "./write-markdown.ts";

const TABLE: Table = { columns: ["a", "b"], rows: [["1", "2"]] };

describe("parseMarkdownTable", () => {
  test("reads the last markdown fence, whatever stands around it", () => {
    const text =
      "```markdown\n| x |\n|---|\n| 0 |\n```\nBetter:\n```markdown\n|a|b|\n|:-|-:|\n|1|2|\n```\n| p | q |\n|--|--|\n| 3 | 4 |";

    expect(parseMarkdownTable(text)).toEqual(TABLE);
  });

  test("falls back to another fence, and then to a table in the text", () => {
    expect(parseMarkdownTable("```\na | b\n--|--\n1 | 2\n```\nDone.")).toEqual(TABLE);
    expect(parseMarkdownTable("Here P(A|B) is meant.\n\n| a | b |\n|---|---|\n| 1 | 2 |\nDone.")).toEqual(
      TABLE,
    );
  });

  test("takes an unclosed fence and CRLF line ends", () => {
    expect(parseMarkdownTable("```markdown\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |")).toEqual(TABLE);
  });

  test("pads short rows and cuts long ones", () => {
    const table = parseMarkdownTable("| a | b |\n|---|---|\n| 1 |\n| 2 | 3 | 4 |\n| | 5 |");

    expect(table?.rows).toEqual([
      ["1", ""],
      ["2", "3"],
      ["", "5"],
    ]);
  });

  test("keeps links, and reads escaped pipes and line breaks", () => {
    const table = parseMarkdownTable("| a | **b** |\n|---|---|\n| [x](https://x.org/a) | 1\\|2<br/>3 |");

    expect(table).toEqual({ columns: ["a", "b"], rows: [["[x](https://x.org/a)", "1|2\n3"]] });
  });

  test("a row of single dashes is a row, a repeated header is not", () => {
    const table = parseMarkdownTable(
      "| a | b |\n|---|---|\n| - | - |\n| 1 | 2 |\n\n| a | b |\n|---|---|\n| 3 | - |",
    );

    expect(table?.rows).toEqual([
      ["-", "-"],
      ["1", "2"],
      ["3", "-"],
    ]);
  });

  test("of two tables in one fence the last counts", () => {
    expect(parseMarkdownTable("```markdown\n|x|y|\n|--|--|\n|0|0|\n\n|a|b|\n|--|--|\n|1|2|\n```")).toEqual(
      TABLE,
    );
  });

  test("finds no table in prose", () => {
    expect(parseMarkdownTable("The answer is P(A|B) or a | b.")).toBeUndefined();
    expect(parseMarkdownTable("```markdown\nnothing\n```")).toBeUndefined();
    expect(parseMarkdownTable("")).toBeUndefined();
  });

  test.each([
    ["|", "a|"],
    ["|", "-"],
    ["", "`"],
    ["", "```markdown"],
    ["| a |\n|---|\n|", "\\|"],
    ["| a |\n|---|\n|", "<br"],
    ["| a |\n|---|\n|", " "],
    ["**", "*"],
    ["", "|\n"],
    ["", "|-|\n"],
  ])("takes a megabyte of %j and %j in linear time", (start, piece) => {
    const text = start + piece.repeat(1_000_000 / piece.length);
    const started = performance.now();

    parseMarkdownTable(text);

    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test("what is written as Markdown reads back as the same table", () => {
  const next = random(7);
  const pieces = ["a", "|", "\\", "\n", "é", "-", "`", ":", "**", "x y", "[l](u)", "数"];
  const pick = () => pieces[Math.floor(next() * pieces.length)] ?? "";
  const cell = () => `c${pick()}${pick()}${pick()}c`;
  for (let trial = 0; trial < 200; trial += 1) {
    const columns = Array.from({ length: 1 + Math.floor(next() * 4) }, cell);
    const rows = Array.from({ length: Math.floor(next() * 4) }, () =>
      columns.map(() => (next() < 0.2 ? "-" : cell())),
    );

    expect(parseMarkdownTable(writeMarkdownTable({ columns, rows }))).toEqual({ columns, rows });
  }
});

describe("writeCsv", () => {
  test("quotes as RFC 4180 asks", () => {
    expect(
      writeCsv({
        columns: ["a", "b"],
        rows: [
          ['say "x"', "1,2"],
          ["l1\nl2", ""],
        ],
      }),
    ).toBe('a,b\r\n"say ""x""","1,2"\r\n"l1\nl2",\r\n');
  });

  test("disarms formulas and leaves numbers and dashes alone", () => {
    const cells = ["=1+1", "+cmd|x", "@SUM(A1)", "-2+3", "-12.5", "+3 %", "-1,234", "-", "a=b", "＝1"];

    expect(
      writeCsv({ columns: ["v"], rows: cells.map((cell) => [cell]) })
        .split("\r\n")
        .slice(1, -1),
    ).toEqual(["'=1+1", "'+cmd|x", "'@SUM(A1)", "'-2+3", "-12.5", "+3 %", '"-1,234"', "-", "a=b", "'＝1"]);
    expect(writeCsv({ columns: ["v"], rows: [["=1"]] }, { formulas: "keep" })).toBe("v\r\n=1\r\n");
  });
});
