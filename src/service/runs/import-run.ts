/** @file A table of the user's own as a run that revisions can be based on: nothing was asked, and nothing is stated by a page yet. */

import type { RunResult } from "../../core/events.ts";
import { type Cell, cellOf } from "../../core/evidence.ts";
import { NO_USAGE } from "../../core/sampler.ts";
import type { Table } from "../../core/table.ts";
import type { RunStore } from "../../run/run-store.ts";
import { configOf, type RecordPlace, type RunRequest } from "./run-request.ts";

/** Gives the run's name. `uniqueColumns`: those that identify a row; without them it is the first whose values all differ. */
export async function importRun(
  store: RunStore,
  table: Table,
  request: RunRequest,
  place: Pick<RecordPlace, "version" | "directory">,
): Promise<string> {
  const { columns, rows } = table;
  const named = request.task.kind === "wide" ? (request.task.uniqueColumns ?? []) : [];
  const known = named.filter((name) => columns.includes(name));
  const uniqueColumns = known.length > 0 ? known : keyColumn(table);
  const { id, question, language } = request.task;
  const { plan: _, ...rest } = request;
  const imported: RunRequest = {
    ...rest,
    task: { kind: "wide", id, question, language, columns, uniqueColumns },
  };
  // runs are named by the second: the table was there before the run that goes on from it
  const startedAt = new Date(Date.now() - SECOND);
  const recorder = await store.create(
    configOf(imported, { ...place, knowledgeBase: "an imported table", startedAt }),
  );
  const result: RunResult = {
    question,
    kind: "wide",
    answer: "",
    table: { columns, uniqueColumns, cells: rows.map((row) => row.map(importedCell)) },
    stop: "answered",
    usage: NO_USAGE,
    agents: 0,
    elapsedMs: 0,
  };
  await recorder.finish(result);
  return recorder.run;
}

const SECOND = 1_000;

function keyColumn({ columns, rows }: Table): readonly string[] {
  const distinct = columns.find((_, column) => new Set(rows.map((row) => row[column])).size === rows.length);
  return distinct === undefined ? columns.slice(0, 1) : [distinct];
}

function importedCell(value: string): Cell {
  const cell = cellOf(value, []);
  return cell.state === "missing"
    ? cell
    : { ...cell, reason: "it was imported, and no page was read for it" };
}
