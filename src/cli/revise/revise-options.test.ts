import { describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { readChange } from "./revise-options.ts";

describe("what is to be repaired", () => {
  test("is by default what is missing or doubtful", () => {
    expect(readChange("repair", {}).change).toEqual({
      kind: "repair",
      states: ["missing", "unsupported", "conflicting"],
    });
  });

  test("is what the options name", () => {
    const flags = { cells: "supported, Absent", column: "GDP, Area", rows: "Washington, D.C.; Peru" };
    expect(readChange("repair", flags).change).toEqual({
      kind: "repair",
      states: ["supported", "absent"],
      columns: ["GDP", "Area"],
      rows: ["Washington, D.C.", "Peru"],
    });
    expect(readChange("refresh", { column: "人口，面积" }).change).toEqual({
      kind: "refresh",
      columns: ["人口", "面积"],
    });
  });

  test("cannot be a state that there is not, nor an empty name", () => {
    expect(() => readChange("repair", { cells: "wrong" })).toThrow(
      '--cells cannot be "wrong". Write some of missing, unsupported, conflicting, supported, absent.',
    );
    expect(() => readChange("repair", { rows: "Peru,,Chile" })).toThrow('--rows cannot be "Peru,,Chile"');
    expect(() => readChange("extend", { column: "--yes" })).toThrow(ConfigError);
  });
});

describe("rows that are added", () => {
  test.each(["Peru", "Peru, Chile", "The Gambia", "Republic of the Congo", "秘鲁，智利", "iPhone"])(
    "%s are names",
    (rows) => {
      expect(readChange("extend", { rows }).change).toMatchObject({
        rows: rows.split(/, |，/),
        moreRows: undefined,
      });
    },
  );

  test.each([
    ["the countries of Oceania", "countries of Oceania"],
    ["all the lakes of Finland", "lakes of Finland"],
    ["All countries in Africa", "countries in Africa"],
    ["所有非洲国家", "非洲国家"],
    ["非洲的内陆国家", "非洲的内陆国家"],
  ])("%s say what they are", (rows, moreRows) => {
    expect(readChange("extend", { rows }).change).toMatchObject({ rows: undefined, moreRows });
  });

  test("may be given both ways, but not twice in words", () => {
    expect(readChange("extend", { rows: "Peru", moreRows: "Countries of Asia" }).change).toMatchObject({
      rows: ["Peru"],
      moreRows: "Countries of Asia",
    });
    expect(() => readChange("extend", { rows: "the lakes of Finland", moreRows: "rivers" })).toThrow(
      /and so does --more-rows/,
    );
  });
});

test("limits and output are read as for a question", () => {
  const flags = { budget: "50k-tokens", deadline: "90s", out: "x.csv", yes: true };
  expect(readChange("repair", flags).options).toMatchObject({
    budget: { tokens: 50_000 },
    deadline: 90_000,
    out: expect.stringMatching(/\/x\.csv$/),
    yes: true,
    price: false,
  });
});
