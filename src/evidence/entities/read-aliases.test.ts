import { expect, test } from "vitest";
import { readAliases } from "./read-aliases.ts";

test.each([
  ["Mumbai, also known as Bombay, is a city.", "Mumbai", ["Bombay"]],
  ["Mumbai (formerly called “Bombay”) lies on the coast.", "Mumbai", ["Bombay"]],
  [
    "Saint Petersburg, formerly known as Petrograd or Leningrad, is a city.",
    "Saint Petersburg",
    ["Petrograd", "Leningrad"],
  ],
  ["Istanbul was formerly known as Constantinople.", "Istanbul", ["Constantinople"]],
  ["Beijing (Chinese: 北京; pinyin: Běijīng) is the capital.", "Beijing", ["北京"]],
  ["In Chinese, Afghanistan is called 阿富汗.", "Afghanistan", ["阿富汗"]],
  ["The Chinese name of the Åland Islands is 奥兰群岛.", "the Åland Islands", ["奥兰群岛"]],
  ["The official name of Peru is Republic of Peru.", "Peru", ["Republic of Peru"]],
  ["Leningrad redirects to Saint Petersburg", "Saint Petersburg", ["Leningrad"]],
  ["Saint Petersburg (Redirected from Leningrad)", "Saint Petersburg", ["Leningrad"]],
  ["United Nations (UN)", "United Nations", ["UN"]],
  ["Beijing (北京)", "Beijing", ["北京"]],
  ["上海，简称沪，是一座城市。", "上海", ["沪"]],
  ["北京（英语：Beijing）是中国的首都。", "北京", ["Beijing"]],
])("“%s” gives %s another name", (statement, name, aliases) => {
  expect(readAliases(statement)).toEqual(aliases.map((alias) => ({ name, alias })));
});

test.each([
  "Paris (Texas)",
  "Georgia (country)",
  "Lima is the capital of Peru.",
  "It is also known for its beaches.",
  "",
  "(also known as)",
])("“%s” gives none", (statement) => {
  expect(readAliases(statement)).toEqual([]);
});

test("hostile statements take no time", () => {
  const startedAt = process.cpuUsage();
  for (const part of ["a ", "(", "also known as ", "known as a, ", "In Chinese, ", "简称", "or ", "😀"]) {
    expect(Array.isArray(readAliases(part.repeat(10_000)))).toBe(true);
  }
  expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(2);
});
