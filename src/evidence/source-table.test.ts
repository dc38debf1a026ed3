import { describe, expect, test } from "vitest";
import type { Page } from "../core/knowledge-base.ts";
import type { Table } from "../core/table.ts";
import { sourceTable as sourceTableFromReads } from "./source-table.ts";

function sourceTable(table: Table, pages: readonly Page[], uniqueColumns?: readonly string[]) {
  return sourceTableFromReads(
    table,
    pages.map((page) => ({ page, agent: "lead", at: 0 })),
    uniqueColumns,
  );
}

function page(title: string, text: string): Page {
  return { url: `seed://${title.replaceAll(" ", "-").toLowerCase()}`, title, text };
}

function quotesOf(
  columns: readonly string[],
  row: readonly string[],
  pages: readonly Page[],
): readonly string[][] {
  const { cells } = sourceTable({ columns, rows: [row] }, pages);
  return (cells[0] ?? []).map(({ sources }) => sources.map(({ quote }) => quote));
}

const PERU = page(
  "Peru",
  "Peru lies in South America. Its capital is Lima.\nIt covers 1,285,216 km² and was founded in 1821.",
);

describe("a cell is sourced", () => {
  test("by the sentence of the row's page that states it", () => {
    expect(quotesOf(["Country", "Capital"], ["Peru", "Lima"], [PERU])).toEqual([
      ["Peru lies in South America."],
      ["Its capital is Lima."],
    ]);
  });

  test("whatever separators its number is written with", () => {
    const quote = "It covers 1,285,216 km² and was founded in 1821.";

    expect(quotesOf(["Country", "Area"], ["Peru", "1285216"], [PERU])[1]).toEqual([quote]);
    expect(quotesOf(["Country", "Area"], ["Peru", "1,285,216 km²"], [PERU])[1]).toEqual([quote]);
  });

  test("whatever its case and accents", () => {
    const pages = [page("Bogota", "The city of BOGOTÁ is the seat of the government of Colombia.")];

    expect(quotesOf(["City", "Country"], ["Bogotá", "colombia"], pages).flat()).toHaveLength(2);
  });

  test("by a line of a list that names the row", () => {
    const list = page(
      "Capitals",
      "Capitals of the world.\n\n| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n| Chile | Santiago |",
    );

    expect(quotesOf(["Country", "Capital"], ["Chile", "Santiago"], [list])[1]).toEqual([
      "| Chile | Santiago |",
    ]);
  });

  test("by the subject of a page that lists the row", () => {
    const list = page("Cities of Estonia", "These are the largest cities of Estonia.\n- Tallinn\n- Tartu");

    expect(quotesOf(["City", "Country"], ["Tartu", "Estonia"], [list])[1]).toEqual([
      "These are the largest cities of Estonia.",
    ]);
  });

  test("by a second page about the row", () => {
    const pages = [PERU, page("Economy of Peru", "The currency is the sol.")];

    expect(quotesOf(["Country", "Currency"], ["Peru", "sol"], pages)[1]).toEqual([
      "The currency is the sol.",
    ]);
  });

  test("part by part where it is a list that no single sentence states", () => {
    const pages = [
      page("Peru", "Peru borders Chile in the south. In the east lies Brazil, also a neighbour."),
    ];

    expect(quotesOf(["Country", "Neighbours"], ["Peru", "Chile and Brazil"], pages)[1]).toEqual([
      "Peru borders Chile in the south.",
      "In the east lies Brazil, also a neighbour.",
    ]);
  });

  test("of several sentences with the value, by the one that shares words with the column", () => {
    const pages = [page("Tin", "Tin has 50 protons. Its melting point is 50 degrees.")];

    expect(quotesOf(["Element", "Melting point"], ["Tin", "50"], pages)[1]).toEqual([
      "Its melting point is 50 degrees.",
    ]);
  });

  test("in Chinese text, which has no spaces", () => {
    const pages = [page("秘鲁", "秘鲁位于南美洲。首都是利马。")];

    expect(quotesOf(["国家", "首都"], ["秘鲁", "利马"], pages)[1]).toEqual(["首都是利马。"]);
  });
});

describe("a cell has no source", () => {
  test("where only another row's page states the value", () => {
    const pages = [PERU, page("Chile", "Its capital is Santiago.")];

    expect(quotesOf(["Country", "Capital"], ["Peru", "Santiago"], pages)[1]).toEqual([]);
  });

  test("where a name only contains the row's name", () => {
    const pages = [page("Papua New Guinea", "Its capital is Port Moresby.")];

    expect(quotesOf(["Country", "Capital"], ["Guinea", "Port Moresby"], pages)[1]).toEqual([]);
  });

  test.each([
    ["21", "Peru was founded in 1821."],
    ["5", "It measures 1.5 metres."],
    ["1", "It measures 1.5 metres."],
    ["12", "The coldest day had -12 degrees."],
    ["Lim", "Its capital is Lima."],
    ["285", "It covers 1,285,216 km²."],
  ])("for %s in “%s”: a part of a word or number is not the value", (value, text) => {
    expect(quotesOf(["Country", "X"], ["Peru", value], [page("Peru", text)])[1]).toEqual([]);
  });

  test("where it is empty or says that nothing is known", () => {
    expect(quotesOf(["Country", "A", "B"], ["Peru", "", "unknown"], [PERU]).slice(1)).toEqual([[], []]);
  });

  test("where one part of a list is stated nowhere", () => {
    const pages = [page("Peru", "Peru borders Chile.")];

    expect(quotesOf(["Country", "Neighbours"], ["Peru", "Chile and Brazil"], pages)[1]).toEqual([]);
  });
});

test("every quote stands verbatim in its page", () => {
  const text =
    "St. John's is a city. It has 10,000 people, e.g. J. Smith! “Quoted.” (Bracketed.) 第一句。第二句。\n- a | b\n";
  const values = ["10,000", "J. Smith", "第二句", "Quoted"];
  const table = { columns: ["City", "A", "B", "C", "D"], rows: [["St. John's", ...values]] };

  const { cells } = sourceTable(table, [page("St. John's", text)], ["City"]);

  const quotes = cells.flat().flatMap(({ sources }) => sources.map(({ quote }) => quote));
  expect(quotes).toHaveLength(5);
  expect(quotes.every((quote) => text.includes(quote))).toBe(true);
  expect(quotes).toContain("St. John's is a city.");
});

test("the columns that identify a row are the given ones, else the first whose values differ", () => {
  const pages = [page("Tartu", "Tartu has 91,407 people."), page("Narva", "Narva has 53,626 people.")];
  const rows = [
    ["Estonia", "Tartu", "91,407"],
    ["Estonia", "Narva", "53,626"],
  ];

  const { cells } = sourceTable({ columns: ["Country", "City", "Population"], rows }, pages);

  expect(cells.map((row) => row[2]?.sources[0]?.title)).toEqual(["Tartu", "Narva"]);
});

test("a thousand rows over a thousand pages take seconds at most", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `Town${index}`);
  const pages = names.map((name, index) =>
    page(name, `${name} has ${index + 5_000} people. It lies in Region${index % 20}.`),
  );
  const rows = names.map((name, index) => [name, String(index + 5_000), `Region${index % 20}`]);
  const startedAt = process.cpuUsage();

  const { cells } = sourceTable({ columns: ["Town", "Population", "Region"], rows }, pages);

  expect(cells.flat().every(({ sources }) => sources.length === 1)).toBe(true);
  expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(10);
});
