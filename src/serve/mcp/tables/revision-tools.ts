/** @file The tools that change a part of a table: each begins a run of its own, based on the one whose table it changes. */
import type { z } from "zod";
import type { SourcedTable } from "../../../core/evidence.ts";
import type { Change } from "../../../core/revision.ts";
import { diffRuns } from "../../../service/revisions/diff-runs.ts";
import { planRevision } from "../../../service/revisions/plan-revision.ts";
import { presentRun } from "../../../service/revisions/present-run.ts";
import type { TableDesk } from "./desk.ts";
import { followRun } from "./follow-run.ts";
import { limitsOf } from "./limits.ts";
import {
  addColumnInput,
  addRowsInput,
  fillCellsInput,
  type RevisionData,
  revisionOutput,
  verifyCellsInput,
} from "./shapes.ts";
import { runOf, standingLive } from "./standing-run.ts";
import { tableData } from "./table-data.ts";
import { type Answer, type Asking, type TableTool, tableTool } from "./table-tool.ts";
import { revisionText } from "./texts.ts";

const annotations = { readOnlyHint: false, destructiveHint: false, openWorldHint: true };
const AFTER = "The table that it is based on stays as it is; the changed one is a run of its own.";

export const revisionTools: readonly TableTool[] = [
  tableTool({
    name: "add_column",
    title: "Add columns",
    description: `Finds new columns for every row of a run's table. ${AFTER} preview says first what it may take.`,
    annotations,
    input: addColumnInput,
    output: revisionOutput,
    call: ({ columns, ...wish }, asking, desk) => revise({ kind: "extend", columns }, wish, { asking, desk }),
  }),
  tableTool({
    name: "add_rows",
    title: "Add rows",
    description: `Adds rows to a run's table: by name, or whatever else fits a description. ${AFTER} preview says first what it may take.`,
    annotations,
    input: addRowsInput,
    output: revisionOutput,
    call: ({ rows, more, ...wish }, asking, desk) =>
      revise({ kind: "extend", rows, moreRows: more }, wish, { asking, desk }),
  }),
  tableTool({
    name: "fill_cells",
    title: "Fill cells",
    description: `Looks again for cells of a run's table: those that are missing, or in other states. ${AFTER} preview says first what it may take.`,
    annotations,
    input: fillCellsInput,
    output: revisionOutput,
    call: ({ states, columns, rows, ...wish }, asking, desk) =>
      revise({ kind: "repair", states, columns, rows }, wish, { asking, desk }),
  }),
  tableTool({
    name: "verify_cells",
    title: "Verify cells",
    description: `Reads the sources of cells again, and looks again for what they no longer state; gives old and new values. ${AFTER} preview says first what it may take.`,
    annotations,
    input: verifyCellsInput,
    output: revisionOutput,
    call: ({ states, columns, rows, ...wish }, asking, desk) =>
      revise({ kind: "refresh", states, columns, rows }, wish, { asking, desk }),
  }),
];

type Wish = Omit<z.output<typeof addColumnInput>, "columns">;

async function revise(
  change: Change,
  { run, preview, waitSeconds, ...limits }: Wish,
  { asking, desk }: { readonly asking: Asking; readonly desk: TableDesk },
): Promise<Answer<RevisionData>> {
  const base = await runOf(run, desk);
  const { store, runs, ceiling } = desk;
  const planned = await planRevision({ store, base, change, ...limitsOf(limits, ceiling) });
  const { tokens, costUsd, seconds, basis } = planned.estimate;
  const data: RevisionData = { base, cells: planned.cells, estimate: { tokens, costUsd, seconds, basis } };
  if (preview) return { data, text: revisionText(data) };
  const live = await runs.start(planned.request);
  await followRun(live, { waitSeconds, isOwn: true }, asking);
  const standing = standingLive(live);
  const before = (await presentRun(store, base)).result.table;
  const done = {
    ...data,
    table: tableData(standing),
    changes: changesOf(before, standing.result?.table),
  };
  const { stop, totalRows } = done.table;
  return { data: done, text: revisionText(done), isError: stop === "failed" && totalRows === 0 };
}

function changesOf(
  before: SourcedTable | undefined,
  after: SourcedTable | undefined,
): RevisionData["changes"] {
  if (before === undefined || after === undefined) return [];
  return diffRuns(before, after).map(({ row, column, before: old, after: now }) => ({
    row,
    column,
    ...(old !== undefined && { before: { value: old.value, state: old.state } }),
    ...(now !== undefined && { after: { value: now.value, state: now.state } }),
  }));
}
