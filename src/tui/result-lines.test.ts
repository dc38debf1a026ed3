import { describe, expect, test } from "vitest";
import { episode, result } from "../../test/fixtures/scripted-run.ts";
import { trajectories } from "../core/episode.ts";
import type { RunResult } from "../core/events.ts";
import { cellOf, type SourcedTable } from "../core/evidence.ts";
import { buildLine } from "./build-line.ts";
import { widthOf } from "./fit.ts";
import { plainPalette } from "./palette.ts";
import { resultLines } from "./result-lines.ts";
import { agentLines, traceLines } from "./trace-lines.ts";

const look = { columns: 80, palette: plainPalette };

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): RunResult {
  const table: SourcedTable = {
    columns,
    uniqueColumns: columns.slice(0, 1),
    cells: rows.map((row) =>
      row.map((value) => cellOf(value, [{ url: "seed://p", title: "P", quote: value }])),
    ),
  };
  return { ...result, table };
}

describe("a result in a terminal", () => {
  test("is an aligned table whose cells point at numbered sources", () => {
    expect(resultLines(result, { ...look, sources: "line" })).toEqual([
      "Country     Capital     Currency",
      "──────────  ──────────  ────────",
      "Estonia[1]  Tallinn[2]  Euro[2]",
      "Latvia[1]   Riga°       —",
      "",
      "° no page that was read states this value",
      "",
      "[1] Baltic states — seed://list/baltic-states “The Baltic states are Estonia an…",
      "[2] Estonia — seed://country/estonia “The capital of Estonia is Tallinn.” “It p…",
    ]);
  });

  test("marks a value of which other pages state another", () => {
    const disputed = tableOf(["City", "Area"], [["Riga", "304 km²"]]);
    const cells = disputed.table?.cells.map((row) =>
      row.map((cell, index) => (index === 1 ? { ...cell, state: "conflicting" as const } : cell)),
    );
    const table = { ...disputed.table!, cells: cells ?? [] };

    expect(resultLines({ ...disputed, table }, { ...look, sources: "line" }).slice(2, 5)).toEqual([
      "Riga[1]  304 km²[1]≠",
      "",
      "≠ other pages state another value",
    ]);
  });

  test("has every quote whole where that is wanted", () => {
    expect(resultLines(result, { ...look, sources: "whole" }).slice(-4)).toEqual([
      "[1] Baltic states — seed://list/baltic-states “The Baltic states are Estonia and",
      "    Latvia.”",
      "[2] Estonia — seed://country/estonia “The capital of Estonia is Tallinn.” “It",
      "    pays in euro.”",
    ]);
  });

  test("sets numbers to the right and counts wide characters", () => {
    const lines = resultLines(
      tableOf(
        ["城市", "Population"],
        [
          ["北京", "21,893,095"],
          ["Riga", "605,802"],
        ],
      ),
      {
        ...look,
        sources: "line",
      },
    );

    expect(lines.slice(0, 4)).toEqual([
      "城市     Population",
      "───────  ─────────────",
      "北京[1]  21,893,095[1]",
      "Riga[1]     605,802[1]",
    ]);
  });

  test("wraps the widest column where the terminal is narrow", () => {
    const wide = tableOf(["Name", "Note"], [["Mali", "a landlocked country of Western Africa"]]);

    expect(resultLines(wide, { columns: 30, palette: plainPalette, sources: "line" }).slice(0, 5)).toEqual([
      "Name     Note",
      "───────  ─────────────────────",
      "Mali[1]  a landlocked",
      "         country of Western",
      "         Africa[1]",
    ]);
  });

  test("never breaks a number, and Chinese between any two characters", () => {
    const wide = tableOf(["人口", "说明"], [["1,331,824", "爱沙尼亚语，属于乌拉尔语系芬兰语族"]]);

    expect(resultLines(wide, { columns: 30, palette: plainPalette, sources: "line" }).slice(2, 5)).toEqual([
      "1,331,824[1]  爱沙尼亚语，",
      "              属于乌拉尔语",
      "              系芬兰语族[1]",
    ]);
  });

  test("becomes one block a row where not even that fits", () => {
    const columns = Array.from({ length: 10 }, (_, index) => `Column ${index + 1}`);
    const lines = resultLines(tableOf(columns, [columns.map(() => "a long value")]), {
      columns: 40,
      palette: plainPalette,
      sources: "line",
    });

    expect(lines.slice(0, 3)).toEqual(["─── 1", "Column 1: a long value[1]", "Column 2: a long value[1]"]);
  });

  test("of a short answer is the answer and where it stands", () => {
    const source = { url: "seed://country/mali", title: "Mali", quote: "The capital of Mali is Bamako." };
    const short: RunResult = {
      ...result,
      kind: "deep",
      answer: "Bamako",
      table: undefined,
      sources: [source],
    };

    expect(resultLines(short, { ...look, sources: "line" })).toEqual([
      "Bamako",
      "",
      "[1] Mali — seed://country/mali “The capital of Mali is Bamako.”",
    ]);
  });

  test("of nothing says so", () => {
    const nothing: RunResult = { ...result, answer: "", table: undefined };

    expect(resultLines(nothing, { ...look, sources: "line" })).toEqual(["Nothing was found."]);
  });
});

describe("the trace of an episode", () => {
  test("has each agent with its turns, calls, results, cost and end", () => {
    const lines = traceLines(episode, look);

    expect(lines.slice(0, 12)).toEqual([
      "lead  What are the capital and the currency of each Baltic country?",
      "  3 turns · 660 tokens · answered",
      "  1  First the list.",
      "     · call_subagent “List the Baltic countries.” → 65 characters, 1 subagent",
      "  2  Now each country.",
      "     · call_subagent “Find the capital and the cu… → 189 characters, 2 subagents",
      "  3  ```markdown | Country | Capital | Currency | | --- | --- | --- | | Estonia…",
      "",
      "lead.1  List the Baltic countries.",
      "  2 turns · 1 page · 440 tokens · answered",
      "  1  I look for the list.",
      "     · search “Baltic countries” → 116 characters, 1 page",
    ]);
    expect(lines).toContain("  1 turn · 220 tokens · turn-limit, partial");
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  test("of one agent has all it read and wrote", () => {
    expect(agentLines(trajectories(episode)[3]!, look)).toEqual([
      "lead.3  Find the capital and the currency of Latvia.",
      "  1 turn · 220 tokens · turn-limit, partial",
      "",
      "Turn 1",
      "  I read its page.",
      "",
      'access {"url":"seed://country/letland"}',
      "  No page at seed://country/letland.",
      "",
      "What it had found when it ran out",
      "  Latvia: Riga.",
    ]);
  });
});

describe("the building of an index", () => {
  test.each([
    [{ phase: "pages", done: 7500, total: 15_000 }, "━━━━━───────────────  7,500 of 15,000 pages"],
    [{ phase: "indexes", done: 2, total: 2 }, "━━━━━━━━━━━━━━━━━━━━  2 of 2 indexes"],
  ] as const)("%j is a bar", (progress, bar) => {
    expect(buildLine(progress, 79, plainPalette)).toBe(`Building the search index  ${bar}`);
    expect(widthOf(buildLine(progress, 40, plainPalette))).toBeLessThanOrEqual(40);
  });
});
