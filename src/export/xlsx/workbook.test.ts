import exceljs from "exceljs";
import { describe, expect, test } from "vitest";
import { cellOf, type SourcedTable } from "../../core/evidence.ts";
import type { CellVersion } from "../../core/revision.ts";
import { openZip } from "../../kb/documents/zip.ts";
import { cell, runOf, small, sourceAt } from "../export.fixture.ts";
import { exportTable } from "../export-table.ts";
import type { ExportOptions } from "../exported-run.ts";
import { sheetName } from "./sheets.ts";

const english: ExportOptions = { strict: false, language: "en" };

async function workbook(run: ReturnType<typeof runOf>, options = english): Promise<exceljs.Workbook> {
  const { body } = await exportTable(run, "xlsx", options);
  const book = new exceljs.Workbook();
  const bytes = Buffer.from(body);
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as never);
  return book;
}

const ofValues = (...values: readonly string[]): SourcedTable => ({
  columns: ["A"],
  uniqueColumns: ["A"],
  cells: values.map((value) => [cellOf(value, [sourceAt("https://example.org", "q")])]),
});

/** Rows as they are shown; typed values as they are. */
function rowsOf(book: exceljs.Workbook, name: string): readonly (readonly exceljs.CellValue[])[] {
  const rows: exceljs.CellValue[][] = [];
  book.getWorksheet(name)!.eachRow({ includeEmpty: false }, (row) => {
    const cells = Array.from({ length: row.cellCount }, (_, index) => row.getCell(index + 1).value);
    rows.push(cells);
  });
  return rows;
}

function noteAt(book: exceljs.Workbook, address: string): string {
  const { note } = book.getWorksheet("Table")!.getCell(address);
  if (typeof note === "string") return note;
  return note?.texts?.map(({ text }) => text).join("") ?? "";
}

describe("the sheet with the table", () => {
  test("has its values, numbers and dates typed, under a frozen header with filters", async () => {
    const book = await workbook(runOf(small));

    expect(rowsOf(book, "Table")).toEqual([
      small.columns,
      ["Estonia", "Tallinn", 1_331_824, null, new Date("2004-05-01")],
      ["Latvia", "Riga", 1_860_575, "none", new Date("2004-05-01")],
    ]);
    const sheet = book.getWorksheet("Table")!;
    expect(sheet.getCell("C2").numFmt).toBe("#,##0");
    expect(sheet.getCell("E2").numFmt).toBe("yyyy-mm-dd");
    expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
    expect(sheet.autoFilter).toBe("A1:E1");
  });

  test("colours states, and the sheet of the run says what the colours mean", async () => {
    const book = await workbook(runOf(small));

    const fillAt = (name: string, address: string) => {
      const { fill } = book.getWorksheet(name)!.getCell(address);
      return fill?.type === "pattern" ? fill.fgColor?.argb : undefined;
    };
    for (const [state, address] of [
      ["unsupported", "B3"],
      ["conflicting", "C2"],
      ["missing", "D2"],
      ["absent", "D3"],
    ]) {
      expect(fillAt("Table", address!)).toMatch(/^FF[\dA-F]{6}$/u);
      const row = [...book.getWorksheet("Run")!.getColumn(1).values].indexOf(state);
      expect(fillAt("Run", `A${row}`)).toBe(fillAt("Table", address!));
    }
    expect(fillAt("Table", "A2")).toBeUndefined();
  });

  test("has quote, page and reason of a cell as its comment", async () => {
    const book = await workbook(runOf(small));

    expect(noteAt(book, "B2")).toBe(
      "“The capital is Tallinn | since 1248.”\nEstonia, https://example.org/estonia?a=1&b=2",
    );
    expect(noteAt(book, "C2")).toMatch(
      /^conflicting: another page states another value\n“[\s\S]*the newer page was chosen$/u,
    );
    expect(noteAt(book, "D3")).toContain("Old page, page 3, https://example.org/old");
    expect(noteAt(book, "B3")).toBe("unsupported: no page that was read states this value\nno page says so");
  });

  test("says how a number was written where a format cannot show it", async () => {
    const book = await workbook(runOf(ofValues("1.4亿", "2亿")));

    expect(book.getWorksheet("Table")!.getCell("A2").value).toBe(140_000_000);
    expect(noteAt(book, "A2")).toMatch(/^As written: 1\.4亿\n/u);
  });
});

describe("hostile values", () => {
  test("that look like formulas stay texts", async () => {
    const values = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "{=1}", "'=1"];
    const book = await workbook(runOf(ofValues(...values)));

    expect(rowsOf(book, "Table").slice(1).flat()).toEqual(values);
  });

  test("keep every letter that a workbook can hold", async () => {
    const book = await workbook(
      runOf(
        ofValues("a\u0000b\u001bc\uffff", "_x0041_", "\ud83d\ude00 <&>\"'", "x\ud800y", "tab\tline\r\nend "),
      ),
    );

    expect(rowsOf(book, "Table").slice(1).flat()).toEqual([
      "abc",
      "_x0041_",
      "😀 <&>\"'",
      "x\ufffdy",
      "tab\tline\nend ",
    ]);
  });

  test("that are too long are cut, and whole letters stay whole", async () => {
    const book = await workbook(runOf(ofValues("x".repeat(40_000), `${"y".repeat(32_765)}😀😀`)));

    const [long, letters] = rowsOf(book, "Table").slice(1).flat().map(String);
    expect(long).toBe(`${"x".repeat(32_766)}…`);
    expect(letters).toBe(`${"y".repeat(32_765)}…`);
  });

  test("become links where they are addresses of web pages only", async () => {
    const book = await workbook(
      runOf(
        ofValues(
          "https://例え.jp/?a=1&b=2",
          "javascript:alert(1)",
          "file:///etc/passwd",
          `https://x.org/${"y".repeat(3000)}`,
        ),
      ),
    );

    const [, link, ...others] = rowsOf(book, "Table").flat();
    expect(link).toMatchObject({
      text: "https://例え.jp/?a=1&b=2",
      hyperlink: "https://xn--r8jz45g.jp/?a=1&b=2",
    });
    expect(others.every((value) => typeof value === "string")).toBe(true);
  });

  test("as columns, and names of sheets, do no harm", async () => {
    const columns = ["=A1", "", "A", "A", "[x]:*?/\\"];
    const table = { columns, uniqueColumns: ["=A1"], cells: [columns.map(() => cellOf("v", []))] };

    expect(rowsOf(await workbook(runOf(table)), "Table")[0]).toEqual(["=A1", null, "A", "A", "[x]:*?/\\"]);
    expect(sheetName("'a/b\\c?d*e[f]g:h'")).toBe("a b c d e f g h");
    expect(sheetName("x".repeat(40))).toHaveLength(31);
    expect(sheetName("'' ")).toBe("Sheet");
  });
});

describe("the sheet with the evidence", () => {
  test("has a line for each value that a page states, and says which were chosen and why", async () => {
    const lines = rowsOf(await workbook(runOf(small)), "Evidence");

    const about = (row: string, column: string) =>
      lines.filter((line) => line[0] === row && line[1] === column);
    expect(about("Estonia", "Population")).toEqual([
      [
        "Estonia",
        "Population",
        "1,331,824",
        "conflicting",
        "yes",
        "The capital is Tallinn | since 1248.",
        "Estonia",
        { text: "https://example.org/estonia?a=1&b=2", hyperlink: "https://example.org/estonia?a=1&b=2" },
        null,
        "lead.1",
        new Date("2026-11-23T08:15:03.500Z"),
        0.9,
        "the sentence names the row",
      ],
      [
        "Estonia",
        "Population",
        "1.4 million",
        "conflicting",
        null,
        "It had 1.4 million people.",
        "Old page",
        expect.anything(),
        "page 3",
        "lead.1",
        expect.any(Date),
        0.4,
        expect.any(String),
      ],
    ]);
    expect(about("Latvia", "Capital")).toEqual([
      expect.arrayContaining(["Riga", "unsupported", "no page says so"]),
    ]);
    expect(about("Estonia", "Country")[0]?.[7]).toBe("seed://list/baltic-states");
    expect(about("Estonia", "Coast")).toEqual([]);
  });
});

describe("the sheet with the history", () => {
  const version = (value: string, by: CellVersion["by"]): CellVersion => ({
    value,
    state: "supported",
    run: "r1",
    by,
    at: "2026-11-24T10:00:00.000Z",
  });

  test("has the values of cells that had several", async () => {
    const histories = (row: string, column: string) =>
      row === "Estonia" && column === "Capital"
        ? [version("Reval", "ask"), version("Tallinn", "repair")]
        : [version("x", "ask")];
    const lines = rowsOf(await workbook(runOf(small, {}, { histories })), "Earlier values");

    expect(lines.map(([, , value, , by]) => [value, by])).toEqual([
      ["Value", "By"],
      ["Reval", "ask"],
      ["Tallinn", "repair"],
    ]);
  });

  test("is not there where no cell had", async () => {
    const book = await workbook(runOf(small, {}, { histories: () => [version("x", "ask")] }));

    expect(book.worksheets.map(({ name }) => name)).toEqual(["Table", "Evidence", "Run"]);
  });
});

describe("the sheet about the run", () => {
  test("has question, date, model, cost, end, completeness and merged rows", async () => {
    const completeness = {
      found: 37,
      estimate: 40,
      low: 38,
      high: 44,
      method: "chapman",
      occasions: 2,
    } as const;
    const merges = [
      {
        row: 1,
        merged: [[cell("Lettland", "supported")], [cell("Latvia", "supported")]],
        because: "two names",
      },
    ];
    const lines = rowsOf(await workbook(runOf(small, { completeness, merges })), "Run");

    const facts = new Map(lines.map(([name, value]) => [name, value]));
    expect(facts.get("Question")).toBe("Which countries …?");
    expect(facts.get("Model")).toBe("openai/gpt-5-mini");
    expect(facts.get("Cost")).toBe("$0.0123");
    expect(facts.get("Tokens")).toBe(2090);
    expect(facts.get("Ended")).toBe("answered");
    expect(facts.get("Completeness")).toBe("found 37 of about 40 (38–44)");
    expect(lines.at(-1)).toEqual(["Latvia", "two names", "Lettland\nLatvia"]);
  });

  test("and all headings are in the user's language", async () => {
    const book = await workbook(runOf(small), { strict: false, language: "zh" });

    expect(book.worksheets.map(({ name }) => name)).toEqual(["表格", "证据", "运行"]);
  });
});

test("strict leaves out the values that no page states", async () => {
  const rows = rowsOf(await workbook(runOf(small), { ...english, strict: true }), "Table");

  expect(rows[2]).toEqual(["Latvia", null, 1_860_575, "none", expect.any(Date)]);
});

test("a short answer is a table of one cell", async () => {
  const answer = runOf(undefined, {
    kind: "deep",
    answer: "Lima",
    sources: [sourceAt("https://x.org", "q")],
  });

  expect(rowsOf(await workbook(answer), "Table")).toEqual([["Answer"], ["Lima"]]);
});

test("a large table has comments on its doubtful cells only", async () => {
  const source = sourceAt("https://example.org", "q");
  const row = Array.from({ length: 10 }, () => cellOf("v", [source]));
  const doubtful = row.map((one) => ({ ...one, state: "conflicting" as const }));
  const columns = row.map((_, column) => `C${column}`);
  const cells = [doubtful, ...Array.from({ length: 2_000 }, () => row)];
  const { body } = await exportTable(runOf({ columns, uniqueColumns: ["C0"], cells }), "xlsx", english);

  const comments = openZip(Buffer.from(body), 100_000_000).text("xl/comments1.xml");
  expect(comments.match(/<comment /gu)).toHaveLength(10);
});
