/** @file A made-up run of any size: its events as they would come, and the table that it ends with. */
import type { CoveredRow, RunEvent, RunEventBody, RunResult } from "../../src/core/events.ts";
import type { Candidate, Cell, CellState, Source, SourcedTable } from "../../src/core/evidence.ts";

export interface ScriptedRun {
  readonly run: string;
  readonly question: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly agents: number;
}

const STATES: readonly CellState[] = [
  "supported",
  "supported",
  "supported",
  "supported",
  "supported",
  "supported",
  "supported",
  "conflicting",
  "unsupported",
  "missing",
  "supported",
  "absent",
];

/** The same at every call: what a cell says follows from where it stands. */
export function scriptedCell(run: ScriptedRun, row: number, column: number): Cell {
  if (column === 0)
    return { value: nameOf(row), state: "supported", sources: [sourceOf(row, nameOf(row))], candidates: [] };
  const state = STATES[(row * 7 + column * 5) % STATES.length] ?? "supported";
  const value = state === "missing" || state === "absent" ? "" : wordsOf(run, row, column);
  const sources = state === "supported" || state === "conflicting" ? [sourceOf(row, value)] : [];
  const candidates =
    state === "conflicting"
      ? [candidateOf(row, value, 0.93), candidateOf(row, wordsOf(run, row + 1, column), 0.71)]
      : [];
  const reason =
    state === "conflicting"
      ? "Two pages state different values; the one that is about the row itself is taken."
      : undefined;
  return { value, state, sources, candidates, reason };
}

function scriptedTable(run: ScriptedRun): SourcedTable {
  const cells = Array.from({ length: run.rows }, (_, row) =>
    run.columns.map((__, column) => scriptedCell(run, row, column)),
  );
  return { columns: run.columns, uniqueColumns: run.columns.slice(0, 1), cells };
}

export function scriptedResult(run: ScriptedRun): RunResult {
  return {
    question: run.question,
    kind: "wide",
    answer: "",
    table: scriptedTable(run),
    completeness: {
      found: run.rows,
      estimate: run.rows * 1.06,
      low: run.rows,
      high: Math.round(run.rows * 1.12),
      method: "chapman",
      occasions: 2,
    },
    stop: "answered",
    usage: { promptTokens: 412_000, sampledTokens: 31_000, costUsd: 0.37 },
    agents: run.agents + 1,
    elapsedMs: 192_000,
  };
}

/** What happens before the table begins to fill. */
export function openingEvents(run: ScriptedRun): readonly RunEvent[] {
  const bodies: RunEventBody[] = [
    {
      type: "run-start",
      run: run.run,
      task: { id: "ask", kind: "wide", question: run.question, language: "en" },
      model: "scripted",
      knowledgeBase: "seed",
    },
    { type: "agent-start", agent: "lead", role: "lead", subtask: run.question, model: "scripted" },
    { type: "turn-start", agent: "lead", turn: 1 },
  ];
  for (let index = 1; index <= run.agents; index += 1) {
    const agent = `lead.${index}`;
    bodies.push({
      type: "agent-start",
      agent,
      role: "subagent",
      caller: "lead",
      subtask: `Find part ${index} of the list.`,
      model: "scripted",
    });
    bodies.push({ type: "turn-start", agent, turn: 1 });
    bodies.push({
      type: "tool-start",
      agent,
      turn: 1,
      call: { id: `c${index}`, name: "search", arguments: `{"query":"part ${index}"}` },
    });
  }
  return bodies.map((body, at) => ({ ...body, at }));
}

/** Rows `from` to `to` as a subagent reports them, `filled` of their columns known. */
export function coverageEvent(
  run: ScriptedRun,
  span: { from: number; to: number; filled: number },
  at: number,
): RunEvent {
  const rows = Array.from({ length: span.to - span.from }, (_, offset): CoveredRow => {
    const row = span.from + offset;
    const cells = run.columns.map((__, column) => {
      const { value, state } = scriptedCell(run, row, column);
      return column < span.filled
        ? { value, state: value === "" ? state : ("reported" as const) }
        : { value: "", state: "missing" as const };
    });
    return { key: nameOf(row), cells };
  });
  return { type: "coverage", columns: run.columns, rows, at };
}

const nameOf = (row: number) => `Place ${String(row + 1).padStart(4, "0")}`;

function wordsOf(run: ScriptedRun, row: number, column: number): string {
  const number = ((row + 3) * 7919 + column * 104_729) % 9_000_000;
  return column % 3 === 1 ? `${run.columns[column]} ${number % 997}` : number.toLocaleString("en");
}

function sourceOf(row: number, value: string): Source {
  const quote = `${nameOf(row)} is known for ${value}, as the register of places states in its latest edition.`;
  return {
    url: `https://example.org/places/${row}`,
    title: `Register of places, ${nameOf(row)}`,
    quote,
    page: `page${row}`,
    start: 0,
  };
}

function candidateOf(row: number, value: string, confidence: number): Candidate {
  return {
    value,
    source: sourceOf(row, value),
    agent: `lead.${(row % 8) + 1}`,
    at: 4000,
    confidence,
    why: "The page is about the row.",
  };
}
