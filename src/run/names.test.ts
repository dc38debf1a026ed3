import { describe, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import { findRun } from "./find-run.ts";
import { runId, shortRunId } from "./run-id.ts";

const startedAt = new Date("2026-11-23T08:15:02.345Z");

describe("runId", () => {
  test.each([
    [
      "Which landlocked countries are in Africa, with capital?",
      "2026-11-23-081502-landlocked-countries-africa-ab12",
    ],
    ["列出非洲的所有内陆国家", "2026-11-23-081502-列出非洲的所有内陆国家-ab12"],
    ["?!", "2026-11-23-081502-ab12"],
    ["a/b\\c:../x", "2026-11-23-081502-b-c-x-ab12"],
    ["x".repeat(500), `2026-11-23-081502-${"x".repeat(32)}-ab12`],
  ])("of %j says the time and the subject", (question, id) => {
    expect(runId({ question, startedAt, suffix: "ab12" })).toBe(id);
  });

  test("ends with a short name to find it by", () => {
    expect(shortRunId("2026-11-23-081502-landlocked-countries-ab12")).toBe("ab12");
  });
});

describe("findRun", () => {
  const runs = ["2026-11-23-b-0002", "2026-11-22-a-0001"];

  test("takes the newest where none is named", () => {
    expect(findRun(runs, undefined)).toBe("2026-11-23-b-0002");
  });

  test.each(["2026-11-22-a-0001", "0001", "11-22"])("finds the run by %j", (reference) => {
    expect(findRun(runs, reference)).toBe("2026-11-22-a-0001");
  });

  test("takes a whole name even where it is part of another", () => {
    expect(findRun(["a-1", "a-12"], "a-1")).toBe("a-1");
  });

  test.each([
    ["2026", /2 runs fit "2026": 2026-11-23-b-0002, 2026-11-22-a-0001\. Write more/],
    ["zzz", /No run is named "zzz"/],
  ])("refuses %j in one line", (reference, message) => {
    expect(() => findRun(runs, reference)).toThrow(message);
    expect(() => findRun(runs, reference)).toThrow(ConfigError);
  });

  test("says how to begin where there is no run", () => {
    expect(() => findRun([], undefined)).toThrow(/There is no run yet/);
  });
});
