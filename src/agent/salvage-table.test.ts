import { expect, test } from "vitest";
import type { Episode, Trajectory } from "../core/episode.ts";
import { salvageTable } from "./salvage-table.ts";

function episode(...answers: readonly string[]): Episode {
  const subagents = answers.map(
    (answer, index): Trajectory => ({
      agent: `lead.${index + 1}`,
      role: "subagent",
      subtask: "x",
      turns: [],
      stop: "answered",
      answer,
      partial: false,
    }),
  );
  const sample = {
    message: { role: "assistant", content: "", toolCalls: [] },
    stop: "end",
    usage: { promptTokens: 1, sampledTokens: 1 },
  } as const;
  const message = {
    role: "tool",
    toolCallId: "1",
    name: "call_subagent",
    content: "",
    isError: false,
  } as const;
  const lead: Trajectory = {
    agent: "lead",
    role: "lead",
    subtask: "q",
    turns: [{ sample, results: [{ message, pages: [], subagents }] }],
    stop: "aborted",
    answer: "",
    partial: true,
  };
  return { taskId: "t", lead, stop: "aborted", elapsedMs: 1 };
}

test("reports of the form name and field lines become rows of the wanted columns", () => {
  const table = salvageTable(
    episode("Peru (seed://country/peru)\n- capital: Lima\n- area: 1,285,216", "Chile\ncapital: Santiago"),
    ["Country", "Capital", "Area (km²)"],
  );

  expect(table?.rows).toEqual([
    ["Peru", "Lima", "1,285,216"],
    ["Chile", "Santiago", ""],
  ]);
});

test("tables in reports are put together, each row once", () => {
  const report = (row: string) => `Found:\n\n| Country | Capital |\n| --- | --- |\n${row}`;

  const table = salvageTable(
    episode(report("| Peru | Lima |"), report("| Peru | Lima |\n| Chile | Santiago |")),
  );

  expect(table).toEqual({
    columns: ["Country", "Capital"],
    rows: [
      ["Peru", "Lima"],
      ["Chile", "Santiago"],
    ],
  });
});

test("prose alone is no table", () => {
  expect(salvageTable(episode("I could not find anything.", ""))).toBeUndefined();
});
