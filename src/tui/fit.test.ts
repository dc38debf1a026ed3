import { describe, expect, test } from "vitest";
import { count, writeMoney, writeTime, writeTokens } from "./amounts.ts";
import { describeCall } from "./describe-call.ts";
import { cut, harmless, oneLine, padEnd, padStart, widthOf, wrap } from "./fit.ts";

describe("text fitted into columns", () => {
  test.each([
    ["Tallinn", 7, "Tallinn"],
    ["Tallinn", 5, "Tall…"],
    ["北京市朝阳区", 7, "北京市…"],
    ["北京市朝阳区", 6, "北京…"],
    ["👩‍👩‍👧‍👦 family", 4, "👩‍👩‍👧‍👦…"],
    ["anything", 0, ""],
  ])("cut(%j, %d) is %j", (text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
    expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
  });

  test("padding counts a Chinese character as two columns", () => {
    expect(padEnd("北京", 6)).toBe("北京  ");
    expect(padStart("北京", 6)).toBe("  北京");
    expect(widthOf(padEnd("北京市朝阳区", 7))).toBe(7);
  });

  test("wrapping breaks between words, and inside a word that is too long", () => {
    expect(wrap("the capital of Estonia", 11)).toEqual(["the capital", "of Estonia"]);
    expect(wrap("北京市朝阳区", 4)).toEqual(["北京", "市朝", "阳区"]);
  });

  test("text from a page cannot steer the terminal", () => {
    expect(oneLine("red \u001b[31mtext\u0007\nand \u202emore")).toBe("red [31mtext and more");
    expect(harmless("a\u001b[2Jb\r\n\tc")).toBe("a[2Jb\n\tc");
  });
});

describe("amounts", () => {
  test.each([
    [writeTokens(999), "999"],
    [writeTokens(12_345), "12.3k"],
    [writeTokens(999_960), "1.0M"],
    [writeMoney(0), "$0"],
    [writeMoney(0.00421), "$0.0042"],
    [writeMoney(1.255), "$1.25"],
    [writeTime(420), "0.4 s"],
    [writeTime(59_960), "1 min 00 s"],
    [writeTime(125_000), "2 min 05 s"],
    [writeTime(3_725_000), "1 h 02 min"],
    [count(1, "page"), "1 page"],
    [count(1200, "page"), "1,200 pages"],
  ])("reads %s", (written, expected) => {
    expect(written).toBe(expected);
  });
});

describe("describeCall", () => {
  test.each([
    ["search", { query: "lakes of Finland", count: 5 }, "search “lakes of Finland”"],
    ["access", { url: "seed://country/mali", info_to_extract: "capital" }, "access seed://country/mali"],
    ["call_subagent", { subtasks: ["List lakes.", "List rivers."] }, "call_subagent “List lakes.” +1"],
    ["search", { queries: [{ query: "a", count: 1 }, { query: "b" }] }, "search “a” +1"],
    ["access", { urls: [{ url: "seed://a", info_to_extract: "x" }] }, "access seed://a"],
    ["create_sub_agents", { sub_agents: [{ prompt: "p" }] }, "create_sub_agents “p”"],
    ["search", {}, "search"],
  ])("%s %j in a few words", (name, input, expected) => {
    expect(describeCall({ id: "1", name, arguments: JSON.stringify(input) })).toBe(expected);
  });

  test("a call that is no JSON shows as it was written", () => {
    expect(describeCall({ id: "1", name: "search", arguments: "{oops" })).toBe("search “{oops”");
  });
});
