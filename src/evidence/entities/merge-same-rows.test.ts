import { describe, expect, test } from "vitest";
import type { PageRead } from "../../core/episode.ts";
import type { Candidate, Cell, SourcedTable } from "../../core/evidence.ts";
import { mergeSameRows, splitMerge } from "./merge-same-rows.ts";

const read = (title: string, text: string): PageRead => ({
  page: { url: `https://x.org/${encodeURIComponent(title)}`, title, text },
  agent: "lead.1",
  at: 5,
});

function candidate(value: string, url: string): Candidate {
  const source = { url, title: "Page", quote: `It is ${value}.` };
  return { value, source, agent: "lead.1", at: 5, confidence: 0.9, why: "the page is about it" };
}

/** `!` behind a value: a page states it. */
function cell(text: string): Cell {
  const value = text.replace(/!$/, "");
  if (value === "") return { value, state: "missing", sources: [], candidates: [] };
  if (value === text) return { value, state: "unsupported", sources: [], candidates: [] };
  const stated = candidate(value, `https://x.org/of-${value}`);
  return { value, state: "supported", sources: [stated.source], candidates: [stated] };
}

function table(
  columns: string,
  rows: readonly string[],
  unique = columns.split(" | ")[0] ?? "",
): SourcedTable {
  return {
    columns: columns.split(" | "),
    uniqueColumns: unique === "" ? [] : unique.split(" | "),
    cells: rows.map((row) => row.split(" | ").map((text) => cell(text.trim()))),
  };
}

const values = ({ cells }: SourcedTable) => cells.map((row) => row.map(({ value }) => value).join(" | "));
const merged = (...args: Parameters<typeof table>) => values(mergeSameRows(table(...args), []).table);

describe("rows that mean one thing", () => {
  const cities = table("City | Population | Country", [
    "Bombay | 12,000,000 | India",
    "Delhi | 11,000,000! | India!",
    "Mumbai! | 12,442,373! | ",
  ]);
  const pages = [read("Mumbai", "Mumbai, also known as Bombay, is a city in India. It is large.")];

  test("become one where the first of them stood, with the supported values and the reason", () => {
    const { table: result, merges } = mergeSameRows(cities, pages);

    expect(values(result)).toEqual(["Mumbai | 12,442,373 | India", "Delhi | 11,000,000 | India"]);
    expect(merges).toEqual([
      {
        row: 0,
        merged: [cities.cells[0], cities.cells[2]],
        because:
          "merged 2 names into one row because “Bombay” is another name of “Mumbai”: “Mumbai, also known as Bombay, is a city in India.”",
      },
    ]);
    expect(result.cells[0]?.[0]?.reason).toBe(merges[0]?.because);
  });

  test("are split again, and stand together where the merged row stood", () => {
    const { table: result, merges } = mergeSameRows(cities, pages);
    const split = splitMerge(result, merges, 0);

    expect(split.merges).toEqual([]);
    expect(split.table.cells).toEqual([cities.cells[0], cities.cells[2], cities.cells[1]]);
    expect(() => splitMerge(result, merges, 1)).toThrow("Row 1 was not made of several rows.");
  });

  test("are split one merge at a time: the rows of the others move along", () => {
    const rows = ["Peru | 1", "Chile | 2", "PERU | 1", "chile | 2"];
    const { table: result, merges } = mergeSameRows(table("Country | n", rows), []);
    const split = splitMerge(result, merges, 0);

    expect(values(split.table)).toEqual(["Peru | 1", "PERU | 1", "Chile | 2"]);
    expect(split.merges.map(({ row }) => row)).toEqual([2]);
    expect(values(splitMerge(split.table, split.merges, 2).table)).toHaveLength(4);
  });

  test("conflict where pages state different values, and keep what both state", () => {
    const { table: result } = mergeSameRows(
      table("City | Mayor | Area", ["Lima | Ann! | 5!", "LIMA | Bob! | 5!"]),
      [],
    );
    const [, mayor, area] = result.cells[0] ?? [];

    expect(mayor).toMatchObject({ value: "Ann", state: "conflicting" });
    expect(mayor?.candidates.map(({ value }) => value)).toEqual(["Ann", "Bob"]);
    expect(mayor?.reason).toContain("another states “Bob”, which stood in the row “LIMA”");
    expect(area).toMatchObject({ value: "5", state: "supported" });
  });

  test("are found by acronyms where what else is known agrees", () => {
    const rows = ["UN | 1945 | New York", "United Nations | 1945 | New York", "UNESCO | 1945 | Paris"];

    expect(merged("Name | Founded | Seat", rows)).toEqual([
      "United Nations | 1945 | New York",
      "UNESCO | 1945 | Paris",
    ]);
  });
});

describe("two things of one name stay apart", () => {
  test.each<[string, string, readonly string[], string?]>([
    [
      "where another part of the key differs",
      "City | Country",
      ["Paris | France", "Paris | Canada"],
      "City | Country",
    ],
    [
      "where the year differs",
      "Country | Year | GDP",
      ["Peru | 2001 | 5", "Peru | 2002 | 5"],
      "Country | Year",
    ],
    [
      "where they share two values or more, and none agrees",
      "Town | Mayor | Area",
      ["Ashton | Ann | 5", "Ashton | Bob | 90"],
    ],
    ["where no column is unique and any differs", "Name | Colour", ["Ball | red", "Ball | blue"], ""],
  ])("%s", (_, columns, rows, unique) => {
    expect(merged(columns, rows, unique)).toEqual(rows);
  });

  test("where they have pages of their own on one site", () => {
    const own = (name: string, url: string): Cell => ({
      value: name,
      state: "supported",
      sources: [{ url, title: name, quote: name }],
      candidates: [],
    });
    const rows = (...urls: string[]): SourcedTable => ({
      columns: ["Name"],
      uniqueColumns: ["Name"],
      cells: urls.map((url) => [own("Mercury", url)]),
    });

    expect(mergeSameRows(rows("https://x.org/planet", "https://x.org/element"), []).merges).toEqual([]);
    expect(mergeSameRows(rows("https://x.org/planet", "https://x.org/planet/"), []).merges).toHaveLength(1);
    expect(mergeSameRows(rows("https://x.org/planet", "https://y.org/mercury"), []).merges).toHaveLength(1);
  });

  test("and a row that could be about two of them is merged with none", () => {
    const rows = ["Ashton | Ann | 5", "Ashton | Bob | 90", "Ashton | | "];

    expect(merged("Town | Mayor | Area", rows)).toHaveLength(3);
  });
});

describe("tables of any kind", () => {
  test("without unique columns: rows that agree in all that they say are one", () => {
    expect(merged("Name | Colour", ["Ball | red", "BALL | red", "Ball | blue"], "")).toEqual([
      "BALL | red",
      "Ball | blue",
    ]);
  });

  test("a table in which nothing is merged is given back as it is", () => {
    const one = table("Name", ["a", "b"]);

    expect(mergeSameRows(one, []).table).toBe(one);
    expect(mergeSameRows(table("", []), []).merges).toEqual([]);
  });

  test("5,000 rows with 5,000 pages are merged in about a second", () => {
    const rows = Array.from(
      { length: 5_000 },
      (_, i) => `Town ${i % 4_000} | ${i % 4_000}! | Country ${i % 50}`,
    );
    const pages = Array.from({ length: 5_000 }, (_, i) =>
      read(`Town ${i}`, `Town ${i}, also known as Old Town ${i}, is a town. `.repeat(5)),
    );
    const startedAt = process.cpuUsage();
    const result = mergeSameRows(table("Town | n | Country", rows), pages);

    expect(result.table.cells).toHaveLength(4_000);
    expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(4);
  });
});
