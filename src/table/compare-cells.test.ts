import { describe, expect, test } from "vitest";
import { cellKey, compareCells } from "./compare-cells.ts";
import { answerF1, boxedAnswer, matchesAnswer } from "./short-answer.ts";

describe("compareCells", () => {
  test.each([
    ["1,234,567", "1234567"],
    ["1 234 567", "1234567"],
    ["41285.0", "41,285"],
    ["$3.2 billion", "3,200,000,000 USD"],
    ["1.4亿", "140000000"],
    ["12 %", "12%"],
    ["357,022 km²", "357022 square kilometres"],
    ["2020-03-05", "March 5, 2020"],
    ["5 Mar 2020", "2020年3月5日"],
    ["2020-03", "March 2020"],
    ["05/03/2020", "2020-03-05"],
    ["2020-03-05T10:20:30Z", "2020-03-05"],
    ["https://www.example.org/", "http://example.org"],
    ["[Example](https://example.org/a)", "https://example.org/a/"],
    ["São Tomé", "SAO TOME"],
    ["**Bold** [1]", "bold"],
    ["Łódź", "lodz"],
    ["French, German and Italian", "German; Italian; French"],
    ["英语、法语", "法语和英语"],
    ["N/A", "-"],
    ["Ｔｏｋｙｏ", "Tokyo"],
    ["[Tokyo](https://x.org)", "Tokyo"],
    ["a\nb", "b, a"],
  ])("%j is the same as %j", (answer, gold) => {
    expect(compareCells(answer, gold)).toBe("same");
    expect(compareCells(gold, answer)).toBe("same");
  });

  test.each([
    ["1234", "1235"],
    ["12%", "13%"],
    ["2020-03-05", "2020-03-06"],
    ["https://a.org", "https://b.org"],
    ["", "x"],
    ["-5", "5"],
  ])("%j differs from %j", (answer, gold) => {
    expect(compareCells(answer, gold)).toBe("different");
  });

  test.each([
    ["UK", "United Kingdom"],
    ["5 km", "3 mi"],
    ["a, b", "a, b, c"],
  ])("whether %j is %j is left open", (answer, gold) => {
    expect(compareCells(answer, gold)).toBe("unclear");
  });

  test.each(["1", " ", "[1]", "(", "a,", "and ", "a.", "[a](", "-", "*", "1,"])(
    "a cell of 200,000 characters made of %j compares in linear time",
    (piece) => {
      const cell = piece.repeat(200_000 / piece.length);
      const started = performance.now();

      compareCells(cell, `${cell}x`);
      cellKey(cell);

      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});

describe("short answers", () => {
  test("the last complete box is the answer", () => {
    expect(boxedAnswer("\\boxed{a} then \\boxed{f(\\{x\\}) {b}} and \\boxed{c")).toBe("f(\\{x\\}) {b}");
    expect(boxedAnswer("\\boxed{\\text{Marie Curie}}")).toBe("Marie Curie");
    expect(boxedAnswer("\\boxed{ }")).toBeUndefined();
    expect(boxedAnswer("none")).toBeUndefined();
  });

  test("a hundred thousand open boxes take linear time", () => {
    const started = performance.now();

    expect(boxedAnswer("\\boxed{".repeat(100_000))).toBeUndefined();

    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("an answer matches any of the gold answers after normalisation", () => {
    expect(matchesAnswer("The Beatles.", ["beatles"])).toBe(true);
    expect(matchesAnswer("1,000", ["1000"])).toBe(true);
    expect(matchesAnswer("March 5, 2020", ["x", "2020-03-05"])).toBe(true);
    expect(matchesAnswer("", ["", "the"])).toBe(false);
    expect(matchesAnswer("Paris, Texas", ["Paris"])).toBe(false);
  });

  test("token F1 takes the best gold answer", () => {
    expect(answerF1("Paris, Texas", ["Rome", "Paris"])).toBeCloseTo(2 / 3);
    expect(answerF1("北京市", ["北京"])).toBeCloseTo(0.8);
    expect(answerF1("", ["Paris"])).toBe(0);
    expect(answerF1("x", [])).toBe(0);
  });
});
