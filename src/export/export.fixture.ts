/** @file Runs to export in tests: one small with every state, and large ones. */

import type { RunResult } from "../core/events.ts";
import { type Candidate, type Cell, cellOf, type Source, type SourcedTable } from "../core/evidence.ts";
import type { ExportedRun } from "./exported-run.ts";

export function sourceAt(url: string, quote: string, title = "A page"): Source {
  return { url, title, quote };
}

export function candidate(value: string, source: Source, confidence = 0.9): Candidate {
  return { value, source, agent: "lead.1", at: 1500, confidence, why: "the sentence names the row" };
}

export function cell(value: string, state: Cell["state"], more: Partial<Cell> = {}): Cell {
  return { value, state, sources: [], candidates: [], ...more };
}

function resultOf(table: SourcedTable | undefined, more: Partial<RunResult> = {}): RunResult {
  return {
    question: "Which countries …?",
    kind: "wide",
    answer: "There is no table.",
    ...(table !== undefined && { table }),
    stop: "answered",
    usage: { promptTokens: 1900, sampledTokens: 190, costUsd: 0.0123 },
    agents: 4,
    elapsedMs: 3210,
    ...more,
  };
}

export function runOf(
  table: SourcedTable | undefined,
  more: Partial<RunResult> = {},
  around: Partial<ExportedRun> = {},
): ExportedRun {
  const result = resultOf(table, more);
  return {
    run: "2026-11-23-081502-countries-ab12",
    question: result.question,
    result,
    startedAt: "2026-11-23T08:15:02.000Z",
    model: "openai/gpt-5-mini",
    knowledgeBase: "seed",
    ...around,
  };
}

const list = sourceAt(
  "seed://list/baltic-states",
  "The Baltic states are Estonia and Latvia.",
  "Baltic states",
);
const page = sourceAt(
  "https://example.org/estonia?a=1&b=2",
  "The capital is Tallinn | since 1248.",
  "Estonia",
);
const other = {
  ...sourceAt("https://example.org/old", "It had 1.4 million people.", "Old page"),
  place: "page 3",
};

/** Each state once, the conflicting cell with its rival. */
export const small: SourcedTable = {
  columns: ["Country", "Capital", "Population", "Coast", "Joined"],
  uniqueColumns: ["Country"],
  cells: [
    [
      cellOf("Estonia", [list]),
      cellOf("Tallinn", [page]),
      cell("1,331,824", "conflicting", {
        sources: [page],
        candidates: [candidate("1,331,824", page), candidate("1.4 million", other, 0.4)],
        reason: "the newer page was chosen",
      }),
      cell("", "missing"),
      cellOf("2004-05-01", [page]),
    ],
    [
      cellOf("Latvia", [list]),
      cell("Riga", "unsupported", { reason: "no page says so" }),
      cell("1,860,575", "supported", { sources: [page], candidates: [candidate("1,860,575", page)] }),
      cell("none", "absent", { sources: [other] }),
      cellOf("2004-05-01", [page]),
    ],
  ],
};

/** Numbers, dates and names in turn, each cell with a quote and two candidates. */
export function largeTable(rows: number, columns: number): SourcedTable {
  return {
    columns: Array.from({ length: columns }, (_, column) => `Column ${column + 1}`),
    uniqueColumns: ["Column 1"],
    cells: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column): Cell => {
        const value = [`Name ${row}`, `${(row + 1) * 37} km²`, `20${10 + (row % 15)}-03-${10 + (row % 20)}`][
          column % 3
        ];
        const source = sourceAt(
          `https://example.org/${row}/${column}`,
          `The page says that it is ${value}, in words.`,
          `Page ${row}`,
        );
        const candidates = [candidate(value ?? "", source), candidate("other", source, 0.2)];
        return { value: value ?? "", state: "supported", sources: [source], candidates };
      }),
    ),
  };
}
