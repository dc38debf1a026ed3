import { describe, expect, test } from "vitest";
import { formatNumber } from "../../kb/documents/sheets/number-format.ts";
import { columnKind, typedValue } from "./typed-value.ts";

const day = (year: number, month: number, date: number) => new Date(Date.UTC(year, month - 1, date));

describe("a number", () => {
  test.each([
    ["1998", 1998, "0"],
    ["-5", -5, "0"],
    ["5.10", 5.1, "0.00"],
    ["1,234.5", 1234.5, "#,##0.0"],
    ["1,234 km²", 1234, '#,##0" km²"'],
    ["$3.2 billion", 3.2e9, '"$"0.0,,," billion"'],
    ["4.5 million people", 4.5e6, '0.0,," million people"'],
    ["12%", 0.12, "0%"],
    ["0.07 %", 0.0007, '0.00" "%'],
    ["about 300", 300, '"about "0'],
    ["120 km/h", 120, '0" km/h"'],
  ])("%s is %d, shown as it was written", (text, value, format) => {
    expect(typedValue(text, "number")).toEqual({ value, format, isRewritten: undefined });
    expect(formatNumber(value, format)).toBe(text);
  });

  test.each([
    ["+7", 7, '"+"0;-0'],
    ["−3", -3, '0;"−"0'],
    ["1 234 567", 1_234_567, '0" "000" "000'],
  ])("%s keeps its signs and its marks between thousands", (text, value, format) => {
    expect(typedValue(text, "number")).toMatchObject({ value, format });
  });

  test.each([
    ["1.4亿", 140_000_000, "#,##0"],
    ["3000万人", 30_000_000, '#,##0" 人"'],
    ["1.23456万", 12_345.6, "#,##0.0"],
  ])("%s, which no format can show, is written in full and says so", (text, value, format) => {
    expect(typedValue(text, "number")).toEqual({ value, format, isRewritten: true });
  });

  test.each([
    "007",
    "1234567890123456",
    "12:30",
    "3-4",
    "1,23",
    "747-400",
    "+49 30 1234",
    "1998–2004",
    "12 [1]",
    'say "5"',
    "five",
    "",
    "=1+1",
    "1e400",
  ])("%j is none", (text) => {
    expect(typedValue(text, "number")).toBeUndefined();
  });
});

describe("a date", () => {
  test.each([
    ["2024-03-01", day(2024, 3, 1), "yyyy\\-mm\\-dd"],
    ["2024/03/01", day(2024, 3, 1), "yyyy\\/mm\\/dd"],
    ["2024年3月1日", day(2024, 3, 1), 'yyyy"年"m"月"d"日"'],
    ["March 1, 2024", day(2024, 3, 1), '[$-409]mmmm" "d", "yyyy'],
    ["01 Mar 2024", day(2024, 3, 1), '[$-409]dd" "mmm" "yyyy'],
  ])("%s is a day, shown as it was written", (text, value, format) => {
    expect(typedValue(text, "date")).toEqual({ value, format });
  });

  test.each([
    "2024",
    "2024-03",
    "3/4/2020",
    "2023-02-29",
    "1899-12-31",
    "1 Foo 2024",
    "2024-13-01",
    "15 March",
  ])("%s is none", (text) => {
    expect(typedValue(text, "date")).toBeUndefined();
  });
});

describe("a column holds", () => {
  test.each([
    [["1", "2", "", "-", "30,000"], "number"],
    [["12 km²", "7 km²", "5", "n/a", "8", "9", "10"], "number"],
    [["2024-03-01", "", "2023-12-31"], "date"],
    [["50 Cent", "Eminem", "2Pac"], "text"],
    [["7 Samurai", "8 Women", "12 Monkeys", "21 Grams", "300 Heroes"], "text"],
    [["01234", "12345", "20000"], "text"],
    [["1", "two", "three"], "text"],
    [["", "-"], "text"],
    [[], "text"],
  ])("of %j: %s", (values, kind) => {
    expect(columnKind(values)).toBe(kind);
  });

  test("what a hostile value says in a time that grows with its length only", () => {
    const values = [
      "1".repeat(50_000),
      "1,111".repeat(20_000),
      `1 ${" ".repeat(50_000)}x`,
      `~${"$".repeat(50_000)}`,
    ];
    const begun = performance.now();
    for (const kind of ["number", "date"] as const) for (const value of values) typedValue(value, kind);
    columnKind(values);

    expect(performance.now() - begun).toBeLessThan(500);
  });
});
