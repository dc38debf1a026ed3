import { describe, expect, test } from "vitest";
import { fold, searchWords, titleKey } from "./words.ts";

describe("fold", () => {
  test.each([
    ["São Tomé", "sao tome"],
    ["ŁÓDŹ", "lodz"],
    ["Ærø, Straße", "aero, strasse"],
    ["Reykjavík", "reykjavik"],
    ["ＡＢＣ", "abc"],
    ["Nuku‘alofa", "nuku'alofa"],
    ["Йошкар-Ола", "иошкар-ола"],
  ])("case, accents and forms of a character do not matter: %s", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test.each(["서울", "がぎぐ", "กรุงเทพ", "爱沙尼亚"])("marks that make another letter stay: %s", (text) => {
    expect(fold(text)).toBe(text);
  });
});

describe("titleKey", () => {
  test.each(['  "Sao  Tome" ', "sao_tomé", "“São Tomé”"])("%s is the title São Tomé", (query) => {
    expect(titleKey(query)).toBe(titleKey("São Tomé"));
  });

  test("signs keep names apart", () => {
    expect(new Set(["C", "C++", "C#"].map(titleKey)).size).toBe(3);
  });
});

describe("searchWords", () => {
  test.each([
    ["The countries of the Baltic", ["country", "baltic"]],
    ["Glass, buses & bodies: series", ["glass", "buse", "body", "sery"]],
    ["爱沙尼亚的首都是什么", ["爱沙尼亚", "首都"]],
    ["爱沙尼亚cities 1,234", ["爱沙尼亚", "city", "1", "234"]],
    ["😀 — !", []],
    ["", []],
  ])("%s", (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });
});
