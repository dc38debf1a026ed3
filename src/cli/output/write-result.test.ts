import { describe, expect, test } from "vitest";
import { result } from "../../../test/fixtures/scripted-run.ts";
import type { RunResult } from "../../core/events.ts";
import { writeResult } from "./write-result.ts";

const source = { url: "seed://country/mali", title: "Mali", quote: "The capital of Mali is Bamako." };
const short: RunResult = { ...result, kind: "deep", answer: "Bamako", table: undefined, sources: [source] };

describe("a table", () => {
  test("as Markdown has plain values, marks what no page states, and lists each page once", () => {
    expect(writeResult(result, "run-1", "markdown")).toBe(
      [
        "| Country | Capital | Currency |",
        "| --- | --- | --- |",
        "| Estonia | Tallinn | Euro |",
        "| Latvia | Riga ° |  |",
        "",
        "° no page that was read states this value",
        "",
        "Sources:",
        "",
        "- Baltic states — seed://list/baltic-states “The Baltic states are Estonia and Latvia.”",
        "- Estonia — seed://country/estonia “The capital of Estonia is Tallinn.” “It pays in euro.”",
        "",
      ].join("\n"),
    );
  });

  test("as JSON has exactly the promised fields", () => {
    const printed = JSON.parse(writeResult(result, "run-1", "json"));

    expect(Object.keys(printed)).toEqual([
      "question",
      "columns",
      "rows",
      "cells",
      "usage",
      "stopReason",
      "run",
    ]);
    expect(printed.rows[1]).toEqual({ Country: "Latvia", Capital: "Riga", Currency: "" });
    expect(printed.cells[0][1]).toEqual(result.table?.cells[0]?.[1]);
  });

  test("that could not be read is no rows in JSON and nothing in CSV", () => {
    const none: RunResult = { ...result, table: undefined };

    expect(JSON.parse(writeResult(none, "run-1", "json"))).toMatchObject({
      columns: [],
      rows: [],
      cells: [],
    });
    expect(writeResult(none, "run-1", "csv")).toBe("");
  });
});

describe("a short answer", () => {
  test("as Markdown is the answer and its source", () => {
    expect(writeResult(short, "run-1", "markdown")).toBe(
      "Bamako\n\nSources:\n\n- Mali — seed://country/mali “The capital of Mali is Bamako.”\n",
    );
  });

  test("as JSON stands in place of the table", () => {
    expect(JSON.parse(writeResult(short, "run-1", "json"))).toEqual({
      question: result.question,
      answer: "Bamako",
      sources: [source],
      usage: result.usage,
      stopReason: "answered",
      run: "run-1",
    });
  });
});
