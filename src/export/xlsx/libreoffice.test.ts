import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cellOf } from "../../core/evidence.ts";
import { runOf, small, sourceAt } from "../export.fixture.ts";
import { exportTable } from "../export-table.ts";

const office = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "soffice"))
  .find((path) => existsSync(path));

/** UTF-8, with commas; the last number is the sheet, -1 is all of them. Cells as they are shown. */
const CSV = "csv:Text - txt - csv (StarCalc):44,34,UTF8,1,,0,false,true,false,false,false";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wideseek-office-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Opens a workbook in LibreOffice and gives what was made of it, by file name. */
async function converted(run: ReturnType<typeof runOf>, to: string): Promise<ReadonlyMap<string, string>> {
  const place = await mkdtemp(join(folder, "book-"));
  const { body } = await exportTable(run, "xlsx", { strict: false, language: "en" });
  await writeFile(join(place, "book.xlsx"), body);
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`;
  const args = [profile, "--headless", "--convert-to", to, "--outdir", place, join(place, "book.xlsx")];
  await promisify(execFile)(office ?? "soffice", args, { timeout: 110_000 });
  const names = (await readdir(place)).filter((name) => name !== "book.xlsx");
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(place, name), "utf8")] as const)),
  );
}

describe.skipIf(office === undefined)("LibreOffice, where it is installed,", () => {
  test("opens every sheet and has the values of the table", { timeout: 120_000 }, async () => {
    const sheets = await converted(runOf(small), `${CSV},-1`);

    expect([...sheets.keys()].sort()).toEqual(["book-Evidence.csv", "book-Run.csv", "book-Table.csv"]);
    const table = parse(sheets.get("book-Table.csv") ?? "").map((row) => row.slice(0, 2));
    expect(table).toEqual([
      ["Country", "Capital"],
      ["Estonia", "Tallinn"],
      ["Latvia", "Riga"],
    ]);
    expect(sheets.get("book-Evidence.csv")).toContain("1.4 million,conflicting,,It had 1.4 million people.");
  });

  test("shows typed values as they were written, and hostile ones as text", {
    timeout: 120_000,
  }, async () => {
    const columns = [
      ["1998", "-5", "+7", "−3"],
      ["1,234.50 km²", "7 km²", "1,234,567 km²", "0.5 km²"],
      ["$3.2 billion", "$450 million", "$1.05 trillion", "US$5"],
      ["12%", "12.5 %", "0.07%", "1,200%"],
      ["1 234 567", "12 345", "1 234.5", "5"],
      ["2024-03-01", "1999-12-31", "2024/03/01", "2024.03.01"],
      ["March 1, 2024", "1 March 2024", "Mar 1, 2024", "01 May 2004"],
      ["2024年3月1日", "2024年03月01日", "1999年12月31日", "2024年3月1日"],
      ["=1+1", "+cmd|' /C calc'!A0", "_x0041_", '"quoted", <&>'],
    ];
    const rows = [0, 1, 2, 3].map((row) => columns.map((values) => values[row] ?? ""));
    const cells = rows.map((row) =>
      row.map((value) => cellOf(value, [sourceAt("https://example.org", value)])),
    );
    const names = columns.map((_, column) => `C${column}`);
    const sheets = await converted(
      runOf({ columns: names, uniqueColumns: ["C0"], cells }),
      "csv:Text - txt - csv (StarCalc):44,34,UTF8,1,,0,false,true",
    );

    expect(parse(sheets.get("book.csv") ?? "")).toEqual([names, ...rows]);
  });

  test("prints it", { timeout: 120_000 }, async () => {
    const printed = await converted(runOf(small), "pdf");

    expect(printed.get("book.pdf")).toMatch(/^%PDF-/u);
  });
});
