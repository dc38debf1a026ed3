import { describe, expect, test } from "vitest";
import { formKeys, sharedForm } from "./name-forms.ts";
import { nameKey } from "./name-key.ts";

test.each([
  ["Perú", "PERU"],
  ["The Gambia", "Gambia, The"],
  ["U.S.A.", "USA"],
  ["J.K. Rowling", "J. K.  Rowling"],
  ["AT&T Inc.", "AT and T"],
  ["Coca-Cola", "Coca Cola"],
  ["O’Brien", "OBrien"],
  ["Apple, Inc.", "Apple"],
  ["Sony Co., Ltd.", "Sony"],
  ["Ford Motor Co.", "Ford Motor Company"],
  ["Société Générale S.A.", "Societe Generale"],
  ["腾讯控股有限公司", "腾讯"],
  ["Ｔｏｋｙｏ", "Tokyo"],
  ["\u202bשלום\u202c", "שלום"],
  ["**Lima**", "Lima"],
])("%s and %s are one name", (left, right) => {
  expect(nameKey(left)).toBe(nameKey(right));
});

test.each([
  ["C++", "C#"],
  ["C", "C++"],
  ["Boulder, CO", "Boulder"],
  ["Georgia (country)", "Georgia"],
  ["😀", "😁"],
  ["Guinea", "Guinea-Bissau"],
  ["서울", "부산"],
  ["公司", "有限公司"],
])("%s and %s are two names", (left, right) => {
  expect(nameKey(left)).not.toBe(nameKey(right));
});

test("only a name that says nothing has no key", () => {
  expect(["", "  ", "\u200b", "\u202a\u202c"].map(nameKey)).toEqual(["", "", "", ""]);
  expect(["😀", "!", "—", "Inc.", "The"].map(nameKey)).not.toContain("");
});

test("hostile names take no time", () => {
  const startedAt = process.cpuUsage();
  for (const part of ["a ", "the ", "[", "(", "a.", "😀", "，", "co ", "\u202e", "'"]) {
    const name = part.repeat(10_000);
    expect(typeof nameKey(name)).toBe("string");
    expect(formKeys(name).length).toBeLessThan(10);
  }
  expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(2);
});

describe("names that may be one", () => {
  test.each([
    ["UN", "United Nations", "acronym"],
    ["U. N.", "United Nations", "acronym"],
    ["FBI", "Federal Bureau of Investigation", "acronym"],
    ["J. Rowling", "Joanne Kathleen Rowling", "initials"],
    ["J. K. Rowling", "Joanne Rowling", "initials"],
    ["Чайковский", "Tchaikovsky", "spelling"],
    ["Chaikovskii", "Tchaikovsky", "spelling"],
    ["Αθήνα Πειραιάς", "Athina Peiraias", "spelling"],
    ["Muhammad Gaddafi", "Mohamed Gadafi", "spelling"],
  ])("%s and %s share a form, and a key to find each other by: %s", (left, right, form) => {
    expect([sharedForm(left, right), sharedForm(right, left)]).toEqual([form, form]);
    expect(formKeys(left).some((key) => formKeys(right).includes(key))).toBe(true);
  });

  test.each([
    ["Lima", "Quito"],
    ["UN", "European Union"],
    ["J. Rowling", "Karl Rowling"],
    ["Anna Schmidt", "Anna Schulz"],
    ["A", "Austria"],
    ["北京", "南京"],
    ["", "Peru"],
  ])("%s and %s share none", (left, right) => {
    expect(sharedForm(left, right)).toBeUndefined();
  });
});
