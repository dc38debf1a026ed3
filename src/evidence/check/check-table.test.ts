import { describe, expect, test } from "vitest";
import type { PageRead } from "../../core/episode.ts";
import type { Cell, SourcedTable } from "../../core/evidence.ts";
import type { Page } from "../../core/knowledge-base.ts";
import { pageHash } from "../../core/page-hash.ts";
import type { Table } from "../../core/table.ts";
import { random } from "../../util/random.ts";
import { sourceTable } from "../source-table.ts";
import { checkTable, pagesByHash } from "./check-table.ts";
import { strictTable } from "./strict-table.ts";

const peru: Page = {
  url: "seed://peru",
  title: "Peru",
  text: "Peru lies in South America. Its capital is Lima. Peru covers 1,285,216 km².",
};
const list: Page = {
  url: "seed://capitals",
  title: "Capitals",
  text: "Capitals of the world.\n\n| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n| Chile | Santiago |",
};

function readsOf(...pages: readonly Page[]): readonly PageRead[] {
  return pages.map((page) => ({ page, agent: "lead.1", at: 5 }));
}

const question: Table = {
  columns: ["Country", "Capital", "Area (km²)"],
  rows: [["Peru", "Lima", "1285216"]],
};
const reads = readsOf(peru, list);
const sourced = sourceTable(question, reads);

function withCell(table: SourcedTable, column: number, change: (cell: Cell) => Cell): SourcedTable {
  return {
    ...table,
    cells: table.cells.map((row) => row.map((cell, at) => (at === column ? change(cell) : cell))),
  };
}

const states = (table: SourcedTable) => table.cells.flat().map(({ state }) => state);

describe("the check leaves a cell as it is", () => {
  test("where its quote stands in the page, states the value, and says it of the row", () => {
    expect(checkTable(sourced, pagesByHash(reads))).toEqual(sourced);
    expect(states(sourced)).toEqual(["supported", "supported", "supported"]);
  });

  test("where it claims no source", () => {
    const none = sourceTable(
      {
        columns: ["Country", "Motto"],
        rows: [
          ["Peru", "Onwards"],
          ["Chile", ""],
        ],
      },
      reads,
    );

    expect(checkTable(none, pagesByHash(reads)).cells.map((row) => row[1])).toEqual(
      none.cells.map((row) => row[1]),
    );
  });
});

describe("the check demotes a cell", () => {
  const demoted = (table: SourcedTable, pageOf = pagesByHash(reads)) =>
    checkTable(table, pageOf).cells[0]?.[2];

  test("whose page is gone, unless another page that was read states it, too", () => {
    const pageOf = pagesByHash(readsOf(list));

    const checked = checkTable(sourced, pageOf).cells[0];

    expect(checked?.map(({ state }) => state)).toEqual(["supported", "supported", "unsupported"]);
    expect(checked?.[1]?.sources.map(({ url }) => url)).toEqual([list.url]);
    expect(checked?.[2]).toMatchObject({
      value: "1285216",
      sources: [],
      candidates: [],
      reason: /the page is gone/,
    });
  });

  test("whose page was changed under its hash", () => {
    const changed = { ...peru, text: peru.text.replace("1,285,216", "1,285,217") };
    const hash = pageHash(peru);

    expect(demoted(sourced, (asked) => (asked === hash ? changed : undefined))).toMatchObject({
      state: "unsupported",
    });
  });

  test("whose quote stands elsewhere in the page, or nowhere", () => {
    const moved = withCell(sourced, 2, (cell) => ({
      ...cell,
      candidates: [],
      sources: cell.sources.map((source) => ({ ...source, start: 3 })),
    }));
    const invented = withCell(sourced, 2, (cell) => ({
      ...cell,
      candidates: [],
      sources: cell.sources.map((source) => ({ ...source, quote: "Its area is 1285216." })),
    }));

    expect(demoted(moved)?.reason).toContain("does not stand in the page");
    expect(demoted(invented)?.reason).toContain("does not stand in the page");
  });

  test("whose value is another than the quote states", () => {
    const altered = withCell(sourced, 2, (cell) => ({ ...cell, value: "1285261" }));

    expect(demoted(altered)).toMatchObject({ state: "unsupported", reason: /does not state the value/ });
  });

  test("whose quote says it of another row", () => {
    const start = list.text.indexOf("| Chile");
    const quote = "| Chile | Santiago |";
    const source = { url: list.url, title: list.title, quote, page: pageHash(list), start };
    const swapped = withCell(sourced, 1, (cell) => ({
      ...cell,
      value: "Santiago",
      sources: [source],
      candidates: [],
    }));

    expect(checkTable(swapped, pagesByHash(reads)).cells[0]?.[1]).toMatchObject({
      state: "unsupported",
      reason: /does not say it of Peru/,
    });
  });

  test("whose source names no page, as those of older runs", () => {
    const old = withCell(sourced, 2, (cell) => ({
      ...cell,
      candidates: [],
      sources: [{ url: peru.url, title: peru.title, quote: "Peru covers 1,285,216 km²." }],
    }));

    expect(demoted(old)?.state).toBe("unsupported");
  });

  test("that a page said to have no value, once that page is gone", () => {
    const page = { url: "s://nauru", title: "Nauru", text: "Nauru has no official capital." };
    const table = sourceTable({ columns: ["Country", "Capital"], rows: [["Nauru", ""]] }, readsOf(page));

    expect(table.cells[0]?.[1]?.state).toBe("absent");
    expect(checkTable(table, pagesByHash(readsOf(page)))).toEqual(table);
    expect(checkTable(table, () => undefined).cells[0]?.[1]?.state).toBe("missing");
  });
});

test("a table without what is unsupported has neither its values nor their claims", () => {
  const table = sourceTable({ columns: ["Country", "Capital"], rows: [["Peru", "Cuzco"]] }, reads);

  const [name, capital] = strictTable(table).cells[0] ?? [];

  expect(name).toEqual(table.cells[0]?.[0]);
  expect(capital).toMatchObject({ value: "", state: "unsupported", sources: [] });
  expect(capital?.reason).toContain("“Cuzco” was left out");
});

describe("for many tables and pages made at random", () => {
  const draw = random(7);
  const pick = <T>(items: readonly T[]) => items[Math.floor(draw() * items.length)] as T;
  const number = () => String(1_000 + Math.floor(draw() * 8_999_000));
  const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, pick([",", "", " "]));
  const sentences = [
    (name: string, value: string) => `${name} has ${value} inhabitants.`,
    (name: string, value: string) => `The population of ${name} is ${value}.`,
    (_: string, value: string) => `It counts ${value} people.`,
    (name: string, value: string) => `| Town | Population |\n| --- | --- |\n| ${name} | ${value} |`,
    (_: string, value: string) => `Population: ${value}`,
  ];
  const worlds = Array.from({ length: 60 }, (_, world) => {
    const rows = Array.from({ length: 1 + Math.floor(draw() * 5) }, (_, row) => [
      `Town${world}x${row}`,
      number(),
    ]);
    const pages = rows.map(([name = "", value = ""], row) => ({
      url: `s://${world}/${row}`,
      title: name,
      text: `${name} is a town.\n${pick(sentences)(name, grouped(value))}`,
    }));
    return { table: { columns: ["Town", "Population"], rows }, reads: readsOf(...pages) };
  });

  test("what pages state is supported, and checking it again changes nothing", () => {
    for (const { table, reads } of worlds) {
      const pageOf = pagesByHash(reads);
      const checked = checkTable(sourceTable(table, reads), pageOf);

      expect(new Set(states(checked))).toEqual(new Set(["supported"]));
      expect(checkTable(checked, pageOf)).toEqual(checked);
    }
  });

  test("a value with one other digit is never supported, neither found nor by the quote of the true one", () => {
    for (const { table, reads } of worlds) {
      const alter = (value: string) => {
        const at = Math.floor(draw() * value.length);
        return value.slice(0, at) + ((Number(value[at]) % 9) + 1) + value.slice(at + 1);
      };
      const rows = table.rows.map(([name = "", value = ""]) => [name, alter(value)]);
      const kept = withCell(sourceTable(table, reads), 1, (cell) => ({ ...cell, value: alter(cell.value) }));
      const pageOf = pagesByHash(reads);

      const found = sourceTable({ ...table, rows }, reads).cells.map((row) => row[1]?.state);
      const checked = checkTable(kept, pageOf);

      expect(found.every((state) => state === "unsupported")).toBe(true);
      expect(checked.cells.every((row) => row[1]?.state === "unsupported")).toBe(true);
      expect(checkTable(checked, pageOf)).toEqual(checked);
    }
  });

  test("with pages gone, checking once is checking twice", () => {
    for (const { table, reads } of worlds) {
      const pageOf = pagesByHash(reads.filter(() => draw() < 0.5));
      const checked = checkTable(sourceTable(table, reads), pageOf);

      expect(checkTable(checked, pageOf)).toEqual(checked);
    }
  });
});
