import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import { cellOf, type SourcedTable } from "../core/evidence.ts";
import { cell, runOf, small, sourceAt } from "./export.fixture.ts";
import { exportTable } from "./export-table.ts";
import { formatOfFile } from "./exported-run.ts";
import { tableJsonSchema, tableSchema } from "./table-schema.ts";

const options = { strict: false, language: "en" } as const;
const values = (table: SourcedTable) => table.cells.map((row) => row.map(({ value }) => value));

async function text(format: "csv" | "csv-sources" | "json", ...run: Parameters<typeof runOf>) {
  return String((await exportTable(runOf(...run), format, options)).body);
}

describe("CSV", () => {
  test("reads back to the table", async () => {
    expect(parse(await text("csv", small))).toEqual([small.columns, ...values(small)]);
  });

  test("with sources has the addresses and the state of each value beside it", async () => {
    const [header, first, second] = parse(await text("csv-sources", small));

    expect(header?.slice(0, 6)).toEqual([
      "Country",
      "Country_source",
      "Country_state",
      "Capital",
      "Capital_source",
      "Capital_state",
    ]);
    expect(first?.slice(3, 9)).toEqual([
      "Tallinn",
      "https://example.org/estonia?a=1&b=2",
      "supported",
      "1,331,824",
      "https://example.org/estonia?a=1&b=2",
      "conflicting",
    ]);
    expect(second?.slice(3, 6)).toEqual(["Riga", "", "unsupported"]);
  });

  test("with sources makes no second column of a name that is there", async () => {
    const table = {
      columns: ["A", "A_source"],
      uniqueColumns: ["A"],
      cells: [[cellOf("1", []), cellOf("2", [])]],
    };

    const [header = []] = parse(await text("csv-sources", table));
    expect(new Set(header).size).toBe(6);
  });

  test("writes formulas as data, numbers with a sign as they are, and every hostile value whole", async () => {
    const hostile = [
      "=1+1",
      "+1+1",
      "-2+3",
      "@SUM(A1)",
      "\t=1",
      "＝1",
      '"quoted"',
      "a,b;c\td",
      "two\r\nlines",
    ];
    const harmless = ["-5", "+7.5 %", "-1,234.5", "-"];
    const table = {
      columns: ["A"],
      uniqueColumns: ["A"],
      cells: [...hostile, ...harmless].map((value) => [cellOf(value, [])]),
    };

    const [, ...rows] = parse(await text("csv", table));
    const expected = [
      ...hostile.map((value) => (/^[=+\-@\t＝]/u.test(value) ? `'${value}` : value)),
      ...harmless,
    ];
    expect(rows.flat()).toEqual(expected);
  });

  test("is empty for a text without a table, and refused for a short answer", async () => {
    expect(await text("csv", undefined)).toBe("");
    await expect(text("csv", undefined, { kind: "deep", answer: "Lima" })).rejects.toThrow(ConfigError);
  });
});

describe("JSON", () => {
  const merges = [{ row: 0, merged: small.cells, because: "two names of one country" }];
  const completeness = { found: 2, low: 2, high: 3, estimate: 2.4, method: "chapman", occasions: 2 } as const;
  const states = { supported: 6, conflicting: 1, unsupported: 1, missing: 1, absent: 1 };
  const full = { merges, completeness, coverage: { states, end: "complete" } } as const;

  test("holds all that is known, as its schema says", async () => {
    const printed = tableSchema.parse(JSON.parse(await text("json", small, full)));

    expect(printed).toMatchObject({
      ...full,
      $schema: "urn:wideseek:table-1",
      columns: small.columns,
      uniqueColumns: ["Country"],
      cells: small.cells,
      stopReason: "answered",
      usage: { costUsd: 0.0123 },
      run: "2026-11-23-081502-countries-ab12",
      startedAt: "2026-11-23T08:15:02.000Z",
      model: "openai/gpt-5-mini",
      knowledgeBase: "seed",
    });
    if (printed.kind !== "wide") throw new Error("It is a table.");
    expect(printed.rows[1]).toMatchObject({ Country: "Latvia", Capital: "Riga", Coast: "none" });
  });

  test("of a short answer has its sources in place of cells", async () => {
    const source = sourceAt("seed://country/mali", "The capital of Mali is Bamako.");
    const short = await text("json", undefined, { kind: "deep", answer: "Bamako", sources: [source] });

    expect(tableSchema.parse(JSON.parse(short))).toMatchObject({ answer: "Bamako", sources: [source] });
  });

  test("of a text without a table has no rows, and the text", async () => {
    const printed = tableSchema.parse(JSON.parse(await text("json", undefined)));

    expect(printed).toMatchObject({ columns: [], rows: [], cells: [], answer: "There is no table." });
  });

  test("has its schema published as it is", async () => {
    const published = await readFile(new URL("../../docs/schema/table-1.json", import.meta.url), "utf8");

    expect(JSON.parse(published)).toEqual(tableJsonSchema());
  });
});

describe("strict", () => {
  const unstated = cell("Never stated", "unsupported");
  const stated = cellOf("Name 1", [sourceAt("https://example.org", "q")]);
  const table = { columns: ["Name", "Value"], uniqueColumns: ["Name"], cells: [[stated, unstated]] };

  test("leaves out the values that no page states, and says so where there is room", async () => {
    const strict = async (format: "csv" | "csv-sources" | "json" | "markdown" | "html") =>
      String((await exportTable(runOf(table), format, { ...options, strict: true })).body);

    expect(await strict("csv")).toBe("Name,Value\r\nName 1,\r\n");
    expect(await strict("csv-sources")).toContain("Name 1,https://example.org,supported,,,unsupported\r\n");
    expect(await strict("markdown")).toContain("| Name 1[^1] | ° |");
    expect(JSON.parse(await strict("json")).rows).toEqual([{ Name: "Name 1", Value: "" }]);
    expect(await strict("html")).not.toContain(">Never stated<");
  });
});

describe("a file", () => {
  test("is named after its run and says what it holds", async () => {
    const { fileName, mediaType } = await exportTable(runOf(small), "csv-sources", options);

    expect(fileName).toBe("2026-11-23-081502-countries-ab12-sources.csv");
    expect(mediaType).toBe("text/csv; charset=utf-8; header=present");
  });

  test("has no path in its name", async () => {
    const { fileName } = await exportTable(runOf(small, {}, { run: "../../etc/x y" }), "html", options);

    expect(fileName).toBe("..-..-etc-x-y.html");
  });

  test.each([
    ["a.csv", "csv"],
    ["a.MD", "markdown"],
    ["a.xlsx", "xlsx"],
    ["a.htm", "html"],
    ["a.json", "json"],
    ["a.txt", undefined],
    ["csv", undefined],
  ])("called %s asks for %s", (name, format) => {
    expect(formatOfFile(name)).toBe(format);
  });
});
