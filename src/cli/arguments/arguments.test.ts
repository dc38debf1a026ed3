import { describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { parseColumns, parseDeadline, wholeNumber } from "./amounts.ts";
import { parseBudget } from "./budget.ts";

describe("--budget", () => {
  test.each([
    ["0.50usd", { costUsd: 0.5 }],
    ["$2", { costUsd: 2 }],
    ["0.5", { costUsd: 0.5 }],
    [".5 USD", { costUsd: 0.5 }],
    ["200k-tokens", { tokens: 200_000 }],
    ["1.5m tokens", { tokens: 1_500_000 }],
    ["100-calls", { toolCalls: 100 }],
    ["60turns", { turns: 60 }],
    ["0.5, 200k-tokens ,100-calls", { costUsd: 0.5, tokens: 200_000, toolCalls: 100 }],
  ])("%j", (text, budget) => {
    expect(parseBudget(text)).toEqual(budget);
  });

  test.each(["", "0", "-1", "usd", "5euro", "$5tokens", "1,1", "1e9", "Infinity", "1,,2"])(
    "refuses %j",
    (text) => {
      expect(() => parseBudget(text)).toThrow(ConfigError);
    },
  );
});

describe("--deadline", () => {
  test.each([
    ["90s", 90_000],
    ["90", 90_000],
    ["5m", 300_000],
    ["1.5h", 5_400_000],
    ["800ms", 800],
    ["24h", 86_400_000],
  ])("%j", (text, milliseconds) => {
    expect(parseDeadline(text)).toBe(milliseconds);
  });

  test.each(["", "0", "-5s", "soon", "25h", "5 weeks", "0.0001s"])("refuses %j", (text) => {
    expect(() => parseDeadline(text)).toThrow(ConfigError);
  });
});

describe("--columns", () => {
  test.each([
    ["Country, Capital", ["Country", "Capital"]],
    ["国家，首都、人口", ["国家", "首都", "人口"]],
    ["Name | Area (km², land)", ["Name", "Area (km², land)"]],
    ["  one   name ", ["one name"]],
  ])("%j", (text, columns) => {
    expect(parseColumns(text)).toEqual(columns);
  });

  test.each(["", ",", "A,", "A,A", "A||B", Array.from({ length: 51 }, (_, index) => `C${index}`).join()])(
    "refuses %j",
    (text) => {
      expect(() => parseColumns(text)).toThrow(ConfigError);
    },
  );
});

describe("a whole number", () => {
  const parse = wholeNumber("--depth", 1, 5);

  test("is read within its bounds", () => {
    expect(parse(" 3 ")).toBe(3);
  });

  test.each(["0", "6", "2.5", "-1", "x", "", "1e0"])("refuses %j", (text) => {
    expect(() => parse(text)).toThrow(/--depth must be a whole number from 1 to 5/);
  });
});
