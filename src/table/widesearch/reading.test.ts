import { describe, expect, test } from "vitest";
import { columnTexts } from "./column-texts.ts";
import { dateNear, normDate } from "./dates/norm-date.ts";
import { EvaluatorError } from "./evaluator-error.ts";
import { extractTable } from "./extract-table.ts";
import { exactMatch, inMatch, metric, numberNear, urlMatch } from "./metrics.ts";
import { extractNumber, normStr, preprocessor } from "./preprocess.ts";
import { readFloat, writeFloat } from "./python-text.ts";
import { normColumn, readFrame } from "./read-frame.ts";

const NOW = new Date("2025-08-11T12:00:00Z");

describe("readFrame", () => {
  test.each([
    ['a|b\n"x|y"|"say ""hi""" !\n', [["x|y"], ['say "hi" !']]],
    [
      "a|b\n\n1|2\r\n  \n3|4",
      [
        ["1", "3"],
        ["2", "4"],
      ],
    ],
    [
      "a|b\n0|1|2\n0|3|4",
      [
        ["1", "3"],
        ["2", "4"],
      ],
    ],
    [
      "a|b\n1\n2|x",
      [
        ["1", "2"],
        ["nan", "x"],
      ],
    ],
  ])("reads %j", (text, data) => {
    expect(readFrame(text, "|").data).toEqual(data);
  });

  test("repeated and empty names are made distinct", () => {
    expect(readFrame("a|a||a.1|a\n1|2|3|4|5", "|").columns).toEqual(["a", "a.2", "Unnamed: 2", "a.1", "a.3"]);
  });

  test.each(["", "\n\n", "a|b\n1|2\n1|2|3", 'a|b\n"1|2'])("cannot read %j", (text) => {
    expect(() => readFrame(text, "|")).toThrow(EvaluatorError);
  });
});

describe("columnTexts", () => {
  test.each([
    [
      ["01", "+2"],
      ["1", "2"],
    ],
    [
      ["1990", ""],
      ["1990.0", "nan"],
    ],
    [
      ["1e5", ".5", "5."],
      ["100000.0", "0.5", "5.0"],
    ],
    [
      ["TRUE", "false", "NA"],
      ["True", "False", "nan"],
    ],
    [
      ["1,000", "2"],
      ["1,000", "2"],
    ],
    [
      ["none", "1"],
      ["none", "1"],
    ],
    [
      ["18446744073709551615", "1"],
      ["18446744073709551615", "1"],
    ],
    [
      ["18446744073709551615", ""],
      ["18446744073709551615", ""],
    ],
    [
      ["18446744073709551616", "NA"],
      ["18446744073709551616", "nan"],
    ],
    [["0.30000000000000004"], ["0.3"]],
    [
      ["-Infinity", "1"],
      ["-inf", "1.0"],
    ],
    [
      ["1e400", "1"],
      ["1e400", "1"],
    ],
  ])("%j reads as %j", (cells, texts) => {
    expect(columnTexts(cells)).toEqual(texts);
  });
});

describe("extractTable", () => {
  test("the first markdown fence counts, rubbish or not", () => {
    expect(extractTable("```markdown\n|a|b|\n|-|-|\n|1|2|\n```\n```markdown\n|c|\n```")?.columns).toEqual([
      "a",
      "b",
    ]);
  });

  test("without a fence the first run of lines that begin with a pipe counts", () => {
    expect(extractTable("Here:\n| A b | C |\n|---|---|\n| x | y |\n\n| z | w |")).toEqual({
      columns: ["ab", "c"],
      data: [["x"], ["y"]],
      rowCount: 1,
    });
    expect(extractTable("only | two | pipes")).toBeUndefined();
  });
});

describe("preprocessing and metrics", () => {
  test("texts lose case, blanks and asterisks", () => {
    expect(normStr(" **New York**\u00a0")).toBe("newyork");
    expect(normColumn(" Founding Year ")).toBe("foundingyear");
  });

  test.each([
    ["1,234.5 km", "1234.5"],
    ["45%", "45%"],
    ["[1] 8", "1"],
    ["-3", "-3"],
    ["１２", "１２"],
    ["three", "NULL"],
  ])("the number in %j is %j", (cell, number) => {
    expect(extractNumber(cell)).toBe(number);
  });

  test.each([
    ["1.05", "1", 0.05, 0],
    ["105", "100", 0.05, 1],
    ["45%", "0.45", 0, 1],
    ["NULL", "NULL", 0, 1],
    ["NULL", "1", 0, 0],
    ["nan", "nan", 1, 0],
    ["1_000", "1000", 0, 1],
  ])("%j is near %j within %d: %d", (answer, gold, tolerance, result) => {
    expect(numberNear(answer, gold, tolerance)).toBe(result);
  });

  test("a tolerance is needed only for numbers", () => {
    expect(() => numberNear("1", "1", undefined)).toThrow(EvaluatorError);
    expect(numberNear("x", "x", undefined)).toBe(1);
  });

  test("URLs match by the set of their hosts", () => {
    expect(urlMatch("http://a.org/x", "https://a.org")).toBe(1);
    expect(urlMatch("https://www.a.org", "https://a.org")).toBe(0);
    expect(urlMatch("a.org", "none")).toBe(1);
    expect(urlMatch("[A](https://a.org)", "https://a.org")).toBe(0);
    expect(urlMatch("https://[::1]/x", "https://[::1]")).toBe(1);
    expect(() => urlMatch("https://a.org]", "x")).toThrow(EvaluatorError);
  });

  test("the rest is plain", () => {
    expect(exactMatch("A", "a")).toBe(1);
    expect(inMatch("a", "bab")).toBe(1);
    expect(() => metric("close_enough", undefined, NOW)).toThrow(EvaluatorError);
    expect(() => preprocessor("tidy", NOW)).toThrow(EvaluatorError);
  });
});

describe("dates", () => {
  test.each([
    ["2020/3/5", "2020-03-05"],
    ["March 5th, 2020", "2020-03-05"],
    ["13/02/2020", "2020-02-13"],
    ["02/13/2020", "2020-02-13"],
    ["2020年3月", "2020-03-01"],
    ["2020年", "5-08-11"],
    ["nan", "2025-08-01"],
    ["2020-02-30", "2020-02-30"],
    ["2020-13-05", "2020-05-13"],
    ["Thursday", "2025-08-07"],
    ["5 марта 2020 г.", "2020-03-05"],
    ["2020-03-05 23:30 +08:00", "2020-03-05"],
    ["half past", "half past"],
  ])("%j is %j", (cell, day) => {
    expect(normDate(cell, NOW)).toBe(day);
  });

  test("dates are near within 31 days, texts that are none always", () => {
    expect(dateNear("2020-01-01", "2020-02-01", NOW)).toBe(1);
    expect(dateNear("2020-01-01", "2020-02-02", NOW)).toBe(0);
    expect(dateNear("unknown", "-", NOW)).toBe(1);
    expect(dateNear("unknown", "2020", NOW)).toBe(0);
    expect(() => dateNear("2020-01-01T10:00:00Z", "2020-01-01", NOW)).toThrow(EvaluatorError);
  });

  test.each(["1", "1".repeat(24).concat(" "), "a ", "5 march ", ".", ":", "(", "年", "1.", "in 1 day "])(
    "hostile text of %j is read fast",
    (piece) => {
      const started = performance.now();

      normDate(piece.repeat(100_000), NOW);
      normDate(piece.repeat(200).slice(0, 200), NOW);

      expect(performance.now() - started).toBeLessThan(3000);
    },
  );
});

test("floats are read and written as Python does", () => {
  expect([1990, 1.5, 1e16, 1e-5, 0.0001, 123456789.125, -0].map(writeFloat)).toEqual([
    "1990.0",
    "1.5",
    "1e+16",
    "1e-05",
    "0.0001",
    "123456789.125",
    "-0.0",
  ]);
  expect([" 1_0.5 ", "٣", "-inf", "1__0", "0x1", ""].map(readFloat)).toEqual([
    10.5,
    3,
    Number.NEGATIVE_INFINITY,
    undefined,
    undefined,
    undefined,
  ]);
});
