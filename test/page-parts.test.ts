/** @file The parts of the page that decide something without a browser. */
import { describe, expect, test } from "vitest";
import type { CoveredRow } from "../src/core/events.ts";
import { cellOf } from "../src/core/evidence.ts";
import { readBlock } from "../web/src/api/event-block.ts";
import { findValue } from "../web/src/cell/find-value.ts";
import { compareValues, isNumeric, numberIn } from "../web/src/grid/compare.ts";
import { countStates, rowsOfCovered, rowsOfTable, rowsToRevise } from "../web/src/grid/grid-rows.ts";
import { inWords } from "../web/src/parts/format.ts";
import { linkToQuote, webAddress } from "../web/src/parts/safe-link.ts";
import { hasRows, isToldInWords, previewedRows } from "../web/src/run/what-came.ts";
import { describeCall } from "../web/src/team/describe-call.ts";
import { en } from "../web/src/words/en.ts";
import { zh } from "../web/src/words/zh.ts";

describe("a link", () => {
  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "seed://country/peru",
    "//x",
    "",
    "vbscript:x",
  ])("is never made of %j", (url) => {
    expect(webAddress(url)).toBeUndefined();
    expect(linkToQuote(url, "quote")).toBeUndefined();
  });

  test("leads to the quote in its page", () => {
    expect(linkToQuote("https://example.org/a", "Mali has 5-6 cities, say")).toBe(
      "https://example.org/a#:~:text=Mali%20has%205%2D6%20cities%2C%20say",
    );
    expect(linkToQuote("https://example.org/a#b", "one")).toBe("https://example.org/a#b:~:text=one");
  });

  test("names a long quote by its beginning and its end", () => {
    expect(linkToQuote("https://example.org", "one two three four five six seven eight nine")).toBe(
      "https://example.org/#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine",
    );
  });
});

describe("values are sorted", () => {
  test.each([
    ["1,285,216", 1_285_216],
    ["−3.5 %", -3.5],
    ["756 102 km²", 756_102],
    ["$4.2", 4.2],
    ["Lima", undefined],
    ["12 monkeys of old", undefined],
    ["", undefined],
  ])("%j is the number %s", (text, number) => expect(numberIn(text)).toBe(number));

  test("numbers by size, before words", () => {
    expect(["b", "10", "9", "a2", "a10"].toSorted(compareValues)).toEqual(["9", "10", "a2", "a10", "b"]);
  });

  test("and a column of numbers stands to the right", () => {
    expect(isNumeric(["1", "2,000", "", "3 km"])).toBe(true);
    expect(isNumeric(["1", "two", "three"])).toBe(false);
    expect(isNumeric(["", ""])).toBe(false);
  });
});

describe("a value is marked in its quote", () => {
  const marked = (quote: string, value: string) => {
    const span = findValue(quote, value);
    return span && quote.slice(span.start, span.end);
  };
  test("whatever its case and separators", () => {
    expect(marked("The capital is LIMA.", "Lima")).toBe("LIMA");
    expect(marked("It has 1 285 216 km².", "1,285,216")).toBe("1 285 216");
    expect(marked("It has 1,285,216 km².", "1285216")).toBe("1,285,216");
  });
  test("or not at all", () => {
    expect(marked("The capital is Lima.", "Quito")).toBeUndefined();
    expect(marked("anything", "")).toBeUndefined();
    expect(marked("a.c", "(.*)")).toBeUndefined();
  });
});

describe("the rows of the grid", () => {
  const cell = (value: string, state: "supported" | "missing" = value === "" ? "missing" : "supported") => ({
    value,
    state,
    sources: [],
    candidates: [],
  });
  const table = {
    columns: ["Country", "Capital"],
    uniqueColumns: ["Country"],
    cells: [
      [cell("Peru"), cell("Lima")],
      [cell("Chad"), cell("")],
      [cell("Peru"), cell("Cusco")],
    ],
  };
  const row = (key: string, ...values: string[]): CoveredRow => ({
    key,
    cells: values.map((value) => ({ value, state: value === "" ? "missing" : "reported" })),
  });

  test("have keys of their own where two rows have one name", () => {
    const keys = rowsOfTable(table).rows.map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    expect(keys.slice(0, 2)).toEqual(["Peru", "Chad"]);
  });

  test("are pending, not missing, while the run goes on", () => {
    const covered = { columns: table.columns, rows: new Map([["Peru", row("Peru", "Peru", "")]]) };
    expect(rowsOfCovered(covered).rows[0]?.cells.map(({ state }) => state)).toEqual(["reported", "pending"]);
  });

  test("stay the same objects until they change, so that they are not drawn again", () => {
    const known = row("Peru", "Peru", "Lima");
    const first = rowsOfCovered({ columns: table.columns, rows: new Map([["Peru", known]]) });
    const rows = new Map([
      ["Peru", known],
      ["Chad", row("Chad", "Chad", "")],
    ]);
    expect(rowsOfCovered({ columns: table.columns, rows }).rows[0]).toBe(first.rows[0]);
  });

  test("of a revision show the old value until the cell is found again", () => {
    const under = rowsToRevise(table, { kind: "repair", columns: ["Capital"], rows: ["Peru"] });
    expect(under.rows[0]?.cells[1]).toMatchObject({ value: "Lima", state: "pending" });
    expect(under.rows[1]?.cells[1]).toMatchObject({ state: "missing" });
    const covered = { columns: table.columns, rows: new Map([["Peru", row("Peru", "Peru", "Lima")]]) };
    expect(rowsOfCovered(covered, under).rows[0]?.cells[1]).toMatchObject({
      value: "Lima",
      state: "reported",
    });
  });

  test("get the columns that a revision adds", () => {
    const covered = { columns: ["Country", "Capital", "Currency"], rows: new Map() };
    const [first] = rowsOfCovered(covered, rowsOfTable(table)).rows;
    expect(first?.cells.map(({ state }) => state)).toEqual(["supported", "supported", "pending"]);
  });

  test("are counted by the states of their cells", () => {
    expect(countStates(rowsOfTable(table).rows)).toMatchObject({ supported: 5, missing: 1, pending: 0 });
  });
});

describe("a server-sent event", () => {
  test("is read with its number", () => {
    const block = 'id: 7\nevent: steer\ndata: {"type":"steer","text":"x","at":1}';
    expect(readBlock(block)).toEqual({ index: 7, event: { type: "steer", text: "x", at: 1 } });
  });
  test.each([": nothing new", "", 'event: dropped\ndata: {"error":{}}'])("%j is none", (block) => {
    expect(readBlock(block)).toBeUndefined();
  });
});

test.each([
  ["search", '{"query":"lakes"}', "searches lakes"],
  ["search", '{"queries":["lakes","rivers"]}', "searches lakes · rivers"],
  ["access", '{"urls":[{"url":"seed://a","info":"b"}]}', "reads seed://a"],
  ["call_subagent", '{"subtasks":["a","b"]}', "asks 2 subagents"],
  ["weather", "{}", "weather"],
  ["search", "{not json", "searches "],
])("a call of %s with %s is said in words", (name, written, said) => {
  expect(describeCall({ name, arguments: written }, en.team)).toBe(said);
});

describe("what came of a run", () => {
  const result = {
    question: "q",
    kind: "wide" as const,
    answer: "Nothing answers this.",
    stop: "answered" as const,
    usage: { promptTokens: 0, sampledTokens: 0 },
    agents: 1,
    elapsedMs: 1,
  };
  const table = {
    columns: ["Lake"],
    uniqueColumns: ["Lake"],
    cells: [[cellOf("Como", [])], [cellOf("Garda", [])]],
  };

  test("is told in words where it was answered without a table, whatever was reported before", () => {
    expect(isToldInWords(result)).toBe(true);
    expect(isToldInWords({ ...result, table })).toBe(false);
    expect(isToldInWords({ ...result, stop: "aborted" })).toBe(false);
    expect(isToldInWords(undefined)).toBe(false);
  });

  test("is a trial where as many rows were found as were looked for", () => {
    const plan = { rows: "lakes", criteria: [], columns: [], uniqueColumns: [], subtasks: [] };
    const detailOf = (maxRows?: number) => ({
      run: "r",
      state: "ended" as const,
      config: {
        task: { id: "ask", kind: "wide" as const, question: "q", language: "en" as const },
        models: { lead: "m", subagent: "m" },
        knowledgeBase: "seed",
        startedAt: "2026-11-26T00:00:00.000Z",
        plan: { ...plan, maxRows },
      },
      result: { ...result, table },
    });
    expect(previewedRows(detailOf(2))).toBe(2);
    expect(previewedRows(detailOf(3))).toBeUndefined();
    expect(previewedRows(detailOf())).toBeUndefined();
    expect(hasRows(detailOf())).toBe(true);
    expect(hasRows({ ...detailOf(), result: { ...result, table: { ...table, cells: [] } } })).toBe(false);
    expect(previewedRows(undefined)).toBeUndefined();
  });
});

test("names of what is measured are said in words", () => {
  expect(["devItemF1", "loss", "maxLogprobGap"].map(inWords)).toEqual([
    "dev item F1",
    "loss",
    "max logprob gap",
  ]);
});

test("both languages say the same things", () => {
  const shape = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value;
  expect(shape(zh)).toEqual(shape(en));
});
