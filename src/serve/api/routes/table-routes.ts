/** @file A run's table: its cells with their history, what the user decides about them, and what differs from the table before. */
import { z } from "zod";
import { cellHistory } from "../../../service/revisions/cell-history.ts";
import { decide } from "../../../service/revisions/decide.ts";
import { diffRuns } from "../../../service/revisions/diff-runs.ts";
import { planRevision } from "../../../service/revisions/plan-revision.ts";
import { rowKey } from "../../../table/row-key.ts";
import { Refusal } from "../../http/refusal.ts";
import { jsonRoute, nothing, type Route } from "../route.ts";
import { requireRun, shownRun, tableOf } from "../runs/shown-run.ts";
import {
  cellChangeShape,
  cellShape,
  changeShape,
  decisionShape,
  estimateShape,
  list,
  resultShape,
  versionShape,
} from "../shapes/evidence.ts";
import { limitsShape, runParams } from "../shapes/runs.ts";

const name = z.string().max(2_000);

export const tableRoutes: readonly Route[] = [
  jsonRoute({
    method: "GET",
    path: "/api/runs/{run}/cell",
    tag: "tables",
    summary: "A cell with its evidence, and every value that it had.",
    params: runParams,
    query: z.strictObject({ row: name.describe("its key"), column: name.min(1) }),
    body: nothing,
    reply: z.object({ cell: cellShape, history: list(versionShape).describe("newest last") }),
    answer: async ({ params: { run }, query: { row, column } }, desk) => {
      const table = tableOf(await shownRun(run, desk));
      const { columns, uniqueColumns, cells } = table;
      const found = cells.find((one) => rowKey(columns, uniqueColumns, one) === row)?.[
        columns.indexOf(column)
      ];
      if (found === undefined) {
        throw new Refusal(`The table has no cell in the row "${row}" and the column "${column}".`, {
          status: 404,
        });
      }
      return { cell: found, history: await cellHistory(desk.store, run, row, column) };
    },
  }),
  jsonRoute({
    method: "POST",
    path: "/api/runs/{run}/decisions",
    tag: "tables",
    summary: "Chooses another value for a cell, or makes several rows again of one that was made of several.",
    params: runParams,
    query: nothing,
    body: decisionShape,
    reply: z.object({ result: resultShape }),
    answer: async ({ params: { run }, body }, desk) => {
      tableOf(await shownRun(run, desk));
      return { result: (await decide(desk.store, run, body)).result };
    },
  }),
  jsonRoute({
    method: "POST",
    path: "/api/runs/{run}/revisions",
    tag: "tables",
    summary:
      "Begins a run that changes a part of this one's table; with `preview`, says only what that may take.",
    params: runParams,
    query: nothing,
    body: z.strictObject({ change: changeShape, preview: z.boolean().default(false), ...limitsShape }),
    status: 201,
    reply: z.union([
      z.object({ run: z.string() }),
      z.object({ cells: z.int().describe("that will be looked for or read again"), estimate: estimateShape }),
    ]),
    answer: async ({ params: { run }, body: { change, preview, budget, deadlineMs } }, desk) => {
      tableOf(await shownRun(run, desk));
      const { store, runs } = desk;
      const { request, cells, estimate } = await planRevision({
        store,
        base: run,
        change,
        budget,
        deadlineMs,
      });
      return preview ? { cells, estimate } : { run: (await runs.start(request)).run };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/api/runs/{run}/diff",
    tag: "tables",
    summary: "What differs between this run's table and that of the run it is based on.",
    params: runParams,
    query: nothing,
    body: nothing,
    reply: z.object({ base: z.string(), changes: list(cellChangeShape) }),
    answer: async ({ params: { run } }, desk) => {
      const shown = await shownRun(run, desk);
      const base = shown.config.revision?.base;
      if (base === undefined) throw new Refusal(`The run ${run} is based on no other.`, { status: 409 });
      await requireRun(base, desk);
      return { base, changes: diffRuns(tableOf(await shownRun(base, desk)), tableOf(shown)) };
    },
  }),
];
