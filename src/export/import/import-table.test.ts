import exceljs from "exceljs";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { makeZip } from "../../kb/documents/office.fixture.ts";
import { runOf, small } from "../export.fixture.ts";
import { exportTable } from "../export-table.ts";
import { importTable } from "./import-table.ts";

const capitals = {
  columns: ["Country", "Capital"],
  rows: [
    ["Perú", "Lima"],
    ["中国", "北京"],
  ],
};

const csv = (text: string, name = "t.csv") => importTable(Buffer.from(text), name);

async function xlsx(fill: (book: exceljs.Workbook) => void): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

describe("a CSV file", () => {
  test.each([
    ["commas", "Country,Capital\nPerú,Lima\n中国,北京\n"],
    ["semicolons and CR LF", "Country;Capital\r\nPerú;Lima\r\n中国;北京\r\n"],
    ["tabs", "Country\tCapital\nPerú\tLima\n中国\t北京"],
    ["quotes and blanks", '"Country", Capital\n"Perú",Lima \n\n"中国",北京\n'],
    ["a title above", "Countries of the world\n\nCountry,Capital\nPerú,Lima\n中国,北京"],
  ])("with %s is read", async (_, text) => {
    expect(await csv(text)).toEqual(capitals);
  });

  test("is read in UTF-8 with a mark, in UTF-16 of both orders, and in Latin-1", async () => {
    const text = "Country,Capital\nPerú,Lima\n中国,北京\n";
    const wide = Buffer.from(`\ufeff${text}`, "utf16le");
    const swapped = Buffer.from(wide).swap16();
    for (const bytes of [Buffer.from(`\ufeff${text}`), wide, swapped])
      expect(await importTable(bytes, "t.csv")).toEqual(capitals);

    const latin = await importTable(Buffer.from("Country,Capital\nPerú,Lima\n", "latin1"), "t.csv");
    expect(latin.rows).toEqual([["Perú", "Lima"]]);
  });

  test("has each row as long as the header, names for columns without one, and no name twice", async () => {
    expect(await csv("Name,Year,,Year\na,1\nb,2,3,4,5\n")).toEqual({
      columns: ["Name", "Year", "Column 3", "Year (2)", "Column 5"],
      rows: [
        ["a", "1", "", "", ""],
        ["b", "2", "3", "4", "5"],
      ],
    });
  });

  test("of one column is a list", async () => {
    expect(await csv("Country\nPeru\nChad\n")).toEqual({ columns: ["Country"], rows: [["Peru"], ["Chad"]] });
  });

  test("keeps quotes, line breaks and hostile text as they are", async () => {
    const { rows } = await csv('A,B\n"two\nlines","say ""x"", <script>"\n');
    expect(rows).toEqual([["two\nlines", 'say "x", <script>']]);
  });
});

describe("a workbook", () => {
  test("gives the first visible sheet with a table: dates, results of formulas, merged cells", async () => {
    const bytes = await xlsx((book) => {
      book.addWorksheet("Hidden", { state: "hidden" }).addRows([
        ["no", "no"],
        ["x", "y"],
      ]);
      book.addWorksheet("Notes").addRow(["Only a note."]);
      const sheet = book.addWorksheet("Data");
      sheet.addRows([
        ["Region", "When", "Sum", "Share"],
        ["North", new Date("2024-03-01"), { formula: "1+1", result: 2 }, 0.5],
      ]);
      sheet.addRow([null, new Date("2024-03-02"), 1234.5, 0.25]);
      sheet.getColumn(2).numFmt = "dd.mm.yyyy";
      sheet.getColumn(4).numFmt = "0%";
      sheet.mergeCells("A2:A3");
      book.addWorksheet("Later").addRows([
        ["A", "B"],
        ["1", "2"],
      ]);
    });

    expect(await importTable(bytes, "t.xlsx")).toEqual({
      columns: ["Region", "When", "Sum", "Share"],
      rows: [
        ["North", "2024-03-01", "2", "50%"],
        ["North", "2024-03-02", "1234.5", "25%"],
      ],
    });
  });

  test("that was exported here comes back as the same table; so does its CSV", async () => {
    const table = { columns: small.columns, rows: small.cells.map((row) => row.map(({ value }) => value)) };
    for (const format of ["xlsx", "csv"] as const) {
      const { body, fileName } = await exportTable(runOf(small), format, {
        strict: false,
        language: "en",
      });
      expect(await importTable(Buffer.from(body), fileName)).toEqual(table);
    }
  });

  test("and its CSV have the values back that a spreadsheet would take for formulas", async () => {
    const values = ["=1+1", "@x", "+a", "-b"];
    const cell = { state: "unsupported", sources: [], candidates: [] } as const;
    const cells = values.map((value, row) => [
      { ...cell, value: `row ${row}` },
      { ...cell, value },
    ]);
    const run = runOf({ columns: ["A", "B"], uniqueColumns: ["A"], cells });
    for (const format of ["xlsx", "csv"] as const) {
      const { body, fileName } = await exportTable(run, format, { strict: false, language: "en" });
      expect((await importTable(Buffer.from(body), fileName)).rows.map(([, value]) => value)).toEqual(values);
    }
  });
});

describe("a file that cannot be read says why", () => {
  const workbookParts = (sheet: string) => [
    {
      name: "[Content_Types].xml",
      content: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    },
    { name: "xl/worksheets/sheet1.xml", content: sheet },
  ];

  test.each([
    [
      "another format",
      "t.pdf",
      Buffer.from("%PDF-1.4"),
      "t.pdf was not read: tables are read from .csv, .tsv and .xlsx files.",
    ],
    ["a name without an ending", "table", Buffer.from("a,b\n1,2"), "tables are read from"],
    ["nothing", "t.csv", Buffer.from(""), "it is empty"],
    ["only a header", "t.csv", Buffer.from("A,B\n"), "there is no table in it"],
    ["prose", "t.csv", Buffer.from("Dear all"), "there is no table in it"],
    [
      "bytes that are no text",
      "t.csv",
      Buffer.from([0, 1, 2, 0, 255, 254, 7, 0, 0]),
      "its content is binary",
    ],
    [
      "a workbook called CSV",
      "t.csv",
      Buffer.from(makeZip(workbookParts(""))),
      "its content is a ZIP archive",
    ],
    [
      "text called a workbook",
      "t.xlsx",
      Buffer.from("A,B\n1,2"),
      "its name says XLSX, but its content is text",
    ],
    [
      "an archive cut off",
      "t.xlsx",
      Buffer.from(makeZip(workbookParts("<x/>"))).subarray(0, 60),
      "it is damaged or cut off",
    ],
    [
      "a workbook of nothing",
      "t.xlsx",
      Buffer.from(makeZip(workbookParts("<x/>"))),
      /damaged|no visible sheet/u,
    ],
    [
      "too many columns",
      "t.csv",
      Buffer.from(`${"a,".repeat(300)}\n${"1,".repeat(300)}`),
      "it has 300 columns; at most 200",
    ],
    [
      "a million columns",
      "t.csv",
      Buffer.from(`a${",a".repeat(1_000_000)}\n1\n`),
      "it has more than 1000000 fields",
    ],
    ["nothing but commas", "t.csv", Buffer.alloc(5_000_000, ","), "it has more than 1000000 fields"],
    [
      "too many rows",
      "t.csv",
      Buffer.from(`a,b\n${"1,2\n".repeat(20_001)}`),
      "it has 20001 rows; at most 20000",
    ],
    ["too many bytes", "t.csv", Buffer.alloc(21 * 1024 * 1024, "a"), "it is larger than 20 MB (21 MB)"],
    [
      "a bomb",
      "t.xlsx",
      Buffer.from(makeZip(workbookParts("x".repeat(101 * 1024 * 1024)))),
      "it unpacks to more than 100 MB",
    ],
    [
      "a sheet of too many cells",
      "t.xlsx",
      Buffer.from(makeZip(workbookParts("<c />".repeat(200_001)))),
      "it has more than 200000 cells",
    ],
    [
      "entities of its own",
      "t.xlsx",
      Buffer.from(makeZip(workbookParts("<!DOCTYPE x [<!ENTITY a 'b'>]>"))),
      "its XML declares entities",
    ],
  ])("%s", async (_, name, bytes, why) => {
    const reading = importTable(bytes, name);
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(why);
  });
});
