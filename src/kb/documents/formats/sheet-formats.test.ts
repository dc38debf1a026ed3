import type { Worksheet } from "exceljs";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StoredPage } from "../../stored-page.ts";
import { makeZip } from "../office.fixture.ts";
import { type TestFolder, testFolder, textAt } from "../read.fixture.ts";

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

type Fill = (sheet: Worksheet) => void;

async function workbook(sheets: Readonly<Record<string, Fill>>): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  for (const [name, fill] of Object.entries(sheets)) fill(book.addWorksheet(name));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

async function readSheet(fill: Fill): Promise<StoredPage> {
  const [page] = await folder.read("book.xlsx", await workbook({ Data: fill }));
  if (page === undefined) throw new Error("the workbook has no page");
  return page;
}

describe("XLSX", () => {
  test("each sheet is a page, and each cell has its place", async () => {
    const pages = await folder.read(
      "reports/2024 sales.xlsx",
      await workbook({
        Sales: (sheet) =>
          sheet.addRows([
            ["Region", "Area"],
            ["North", 12],
            ["South", null],
          ]),
        "By year": (sheet) =>
          sheet.addRows([
            ["Year", "Sum"],
            [2024, 7],
          ]),
        Empty: () => undefined,
      }),
    );
    expect(pages.map(({ url, title }) => [url, title])).toEqual([
      ["doc:///reports/2024%20sales.xlsx#Sales", "2024 sales – Sales"],
      ["doc:///reports/2024%20sales.xlsx#By%20year", "2024 sales – By year"],
    ]);
    const [sales, years] = pages;
    expect(sales?.text).toBe("| Region | Area |\n| --- | --- |\n| North | 12 |\n| South |  |");
    expect(sales && textAt(sales, "Sales!B2")).toBe("12");
    expect(sales && textAt(sales, "Sales!3:3")).toBe("| South");
    expect(sales && textAt(sales, "Sales!B3")).toBeUndefined();
    expect(years && textAt(years, "'By year'!A2")).toBe("2024");
  });

  test("values are as the workbook shows them", async () => {
    const page = await readSheet((sheet) => {
      sheet.addRow(["What", "Value"]);
      const add = (name: string, value: exceljs.CellValue, format?: string) => {
        const cell = sheet.addRow([name, value]).getCell(2);
        if (format !== undefined) cell.numFmt = format;
      };
      add("date", new Date(Date.UTC(2024, 2, 1)), "dd.mm.yyyy");
      add("moment", new Date(Date.UTC(2024, 2, 1, 13, 5)), "yyyy-mm-dd hh:mm");
      add("share", 0.256, "0.0%");
      add("price", 1234.5, "#,##0.00 [$€-407]");
      add("formula", { formula: "1+1", result: 2 });
      add("never computed", { formula: "SUM(B2:B3)" });
      add("error", { error: "#DIV/0!" });
      add("truth", true);
      add("rich", { richText: [{ text: "bo" }, { text: "ld" }] });
      add("link", { text: "the site", hyperlink: "https://x.org" });
      add("lines", "one\ntwo | three");
    });
    const values = page.text
      .split("\n")
      .slice(2)
      .map((line) => line.slice(2, -2));
    expect(values).toEqual([
      "date | 2024-03-01",
      "moment | 2024-03-01 13:05",
      "share | 25.6%",
      "price | 1,234.50 €",
      "formula | 2",
      "never computed | =SUM(B2:B3)",
      "error | #DIV/0!",
      "truth | TRUE",
      "rich | bold",
      "link | the site",
      "lines | one two \\| three",
    ]);
  });

  test("what stands over a table are lines, merged cells stand in each row, merged headings over each column", async () => {
    const page = await readSheet((sheet) => {
      sheet.addRows([["Sales of the year"], [], ["Region", "2023", null, "2024"], [null, "Q1", "Q2", "Q1"]]);
      sheet.addRows([
        ["North", 1, 2, 3],
        [null, 4, 5, 6],
      ]);
      for (const range of ["A1:D1", "A3:A4", "B3:C3", "A5:A6"]) sheet.mergeCells(range);
    });
    expect(page.text).toBe(
      "Sales of the year\n\n| Region | 2023 Q1 | 2023 Q2 | 2024 Q1 |\n| --- | --- | --- | --- |\n| North | 1 | 2 | 3 |\n| North | 4 | 5 | 6 |",
    );
    expect(textAt(page, "Data!A1")).toBe("Sales of the year");
    expect(textAt(page, "Data!C4")).toBe("Q2");
    expect(page.places?.filter(({ name }) => name === "Data!A5")).toHaveLength(2);
  });

  test("two tables under each other have each their own header", async () => {
    const page = await readSheet((sheet) => {
      sheet.addRows([
        ["Lake", "Area"],
        ["Onega", 9890],
        [],
        ["Ladoga", 17700],
        [],
        ["Rivers"],
        ["River", "Length"],
        ["Neva", 74],
      ]);
    });
    expect(page.text).toBe(
      "| Lake | Area |\n| --- | --- |\n| Onega | 9890 |\n| Ladoga | 17700 |\n\nRivers\n\n| River | Length |\n| --- | --- |\n| Neva | 74 |",
    );
  });

  test("each passage of a long sheet begins with the header", async () => {
    const page = await readSheet((sheet) => {
      sheet.addRow(["Number", "Square of the number"]);
      for (let number = 1; number <= 1_000; number++) sheet.addRow([number, number * number]);
    });
    const passages = page.passages ?? [];
    expect(passages.length).toBeGreaterThan(10);
    for (const { text } of passages) {
      expect(text.startsWith("| Number | Square of the number |\n| --- | --- |\n| ")).toBe(true);
      expect(text.length).toBeLessThan(1_200);
    }
    for (const number of [1, 500, 1_000]) {
      expect(textAt(page, `Data!B${number + 1}`)).toBe(String(number * number));
    }
  });

  test("hidden sheets are not read, and the first page says so", async () => {
    const [page, ...others] = await folder.read(
      "h.xlsx",
      await workbook({
        Shown: (sheet) => sheet.addRow(["a", "b"]),
        Secret: (sheet) => {
          sheet.addRow(["x"]);
          sheet.state = "veryHidden";
        },
      }),
    );
    expect(others).toEqual([]);
    expect(page?.text).toBe("| a | b |\n| --- | --- |\n\n[Not read, because hidden: “Secret”]");
  });

  test("a rule for a whole column costs nothing", async () => {
    const page = await readSheet((sheet) => {
      sheet.addRow(["a", "b"]);
      sheet.getCell("C1").dataValidation = { type: "list", formulae: ['"x,y"'] };
    });
    expect(page.text).toContain("| a | b |");
  });

  test("a workbook with too many cells is refused before it is read, merged ones included", async () => {
    const wide = await workbook({ Data: (sheet) => sheet.addRows(Array.from({ length: 20 }, () => [1, 2])) });
    await expect(folder.read("w.xlsx", wide, { cells: 39 })).rejects.toThrow(/more than 39 cells \(40\)/u);
    const sheet = (xml: string) =>
      makeZip([
        {
          name: "[Content_Types].xml",
          content: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        },
        { name: "xl/worksheets/sheet1.xml", content: xml },
      ]);
    const merged = sheet('<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>');
    await expect(folder.read("m.xlsx", merged)).rejects.toThrow(/more than 1000000 cells/u);
    await expect(folder.read("n.xlsx", sheet("<worksheet>"))).rejects.toThrow(/damaged/u);
  });
});

describe("CSV", () => {
  test("rows and columns are named as a spreadsheet counts them", async () => {
    const [page] = await folder.read(
      "a.csv",
      'Lake,Area,"Notes"\nOnega,9890,"one\ntwo, ""three"""\n\nLadoga,17700,,more\n',
    );
    expect(page?.text).toBe(
      '| Lake | Area | Notes |  |\n| --- | --- | --- | --- |\n| Onega | 9890 | one two, "three" |  |\n| Ladoga | 17700 |  | more |',
    );
    expect(page && textAt(page, "row 2, column “Area”")).toBe("9890");
    expect(page && textAt(page, "row 4, column “Lake”")).toBe("Ladoga");
    expect(page && textAt(page, "row 4, column 4")).toBe("more");
  });

  test.each([";", "\t", "|"])("fields may be parted by %j", async (delimiter) => {
    const lines = [
      ["Lake", "Area, in km²"],
      ["Onega", "9,890"],
      ["Ladoga", "17,700"],
    ];
    const [page] = await folder.read("b.csv", lines.map((line) => line.join(delimiter)).join("\r\n"));
    expect(page?.text).toContain("| Onega | 9,890 |");
  });

  test("German Excel's encoding is read", async () => {
    const [page] = await folder.read("c.csv", Buffer.from("Größe;Straße\n1;2\n", "latin1"));
    expect(page?.text).toContain("| Größe | Straße |");
  });

  test("a list of one column is lines", async () => {
    expect((await folder.read("d.csv", "Onega\nLadoga\n"))[0]?.text).toBe("Onega\n\nLadoga");
  });

  test.each([
    ["a quote that is not closed", 'a,b\n"x,y\n', /no sound CSV/u],
    ["nothing", ",,\n,,\n", /nothing stands in it/u],
  ])("%s is refused", async (_, content, why) => {
    await expect(folder.read("e.csv", content)).rejects.toThrow(why);
  });

  test("any cells come back from their places", async () => {
    let seed = 5;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const letters = ["a", "Z", "é", "漢", "|", "\\", " ", '"', "7", "😀"];
    const word = () =>
      Array.from({ length: 1 + random(6) }, () => letters[random(letters.length)])
        .join("")
        .trim() || "x";
    const rows = Array.from({ length: 120 }, (_, row) => [row === 0 ? "head" : `r${row}`, word(), word()]);
    const source = rows
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","))
      .join("\n");
    const [page] = await folder.read("f.csv", source);
    const lines = (page?.places ?? []).filter(({ name }) => /^row \d+, /u.test(name));
    for (const { start, name } of lines) {
      const row = rows[Number(/\d+/u.exec(name)?.[0]) - 1] ?? [];
      const shown = row.map((cell) => cell.replace(/\s+/gu, " ").replaceAll("|", "\\|"));
      expect(shown.some((cell) => page?.text.slice(start).startsWith(cell))).toBe(true);
    }
    expect(lines.length).toBeGreaterThanOrEqual(360);
  });
});
