/** @file One task with planted faults: run by the demonstrator, sourced, checked, and every cell held against the gold table. */
import { runTask } from "../src/agent/run-task.ts";
import { teamSettings } from "../src/agent/team.ts";
import { type PageRead, pageReads } from "../src/core/episode.ts";
import type { Cell, SourcedTable } from "../src/core/evidence.ts";
import type { KnowledgeBase, Page } from "../src/core/knowledge-base.ts";
import type { Table } from "../src/core/table.ts";
import type { WideTask } from "../src/core/task.ts";
import { checkTable } from "../src/evidence/check/check-table.ts";
import { citedTable } from "../src/evidence/check/cited-table.ts";
import { sourceTable } from "../src/evidence/source-table.ts";
import { createDemonstrator } from "../src/llm/demonstrator/demonstrator.ts";
import { cellKey, compareCells } from "../src/table/compare-cells.ts";
import { type Fact, factsOf, keyColumn } from "./evidence-facts.ts";
import {
  type Fault,
  faultyKnowledgeBase,
  inventingSampler,
  keptPages,
  type Plan,
  planFaults,
} from "./evidence-faults.ts";

export type GoldTask = WideTask & { readonly gold: Table };

export interface JudgedCell {
  readonly task: string;
  readonly row: string;
  readonly column: string;
  readonly cell: Cell;
  /** The plain way of citing calls it supported. */
  readonly isCited: boolean;
  readonly isRight: boolean;
  /** Its row is one that the question asks for, or one that was invented. */
  readonly isAsked: boolean;
  /** What was planted in it. */
  readonly fault: Fault | undefined;
}

export interface Trial {
  readonly cells: readonly JudgedCell[];
  readonly runMs: number;
  readonly sourcingMs: number;
  readonly checkMs: number;
}

export interface TrialMeans {
  readonly knowledgeBase: KnowledgeBase;
  readonly pages: ReadonlyMap<string, readonly Page[]>;
  readonly elsewhere: ReadonlyMap<string, readonly string[]>;
  readonly seed: number;
}

export async function runTrial(
  task: GoldTask,
  { knowledgeBase, pages, elsewhere, seed }: TrialMeans,
): Promise<Trial> {
  const facts: readonly Fact[] = factsOf(task, pages);
  const plan = planFaults(task, facts, { seed, elsewhere });
  const sampler = createDemonstrator();
  const startedAt = performance.now();
  const { episode, result } = await runTask(task, {
    run: task.id,
    team: teamSettings.parse({}),
    samplers: { lead: inventingSampler(sampler, task, plan), subagent: sampler },
    knowledgeBase: faultyKnowledgeBase(knowledgeBase, plan),
  });
  const runMs = performance.now() - startedAt;
  if (result.table === undefined) return { cells: [], runMs, sourcingMs: 0, checkMs: 0 };
  const table = plainTable(result.table);
  // copies, so that nothing that the run has found in them is known already
  const reads = pageReads(episode).map((read): PageRead => ({ ...read, page: { ...read.page } }));
  const [sourced, sourcingMs] = timed(() => sourceTable(table, reads, task.uniqueColumns));
  const kept = reads.map(({ page }): Page => ({ ...page }));
  const pageOf = keptPages(kept, plan);
  const [checked, checkMs] = timed(() => checkTable(sourced, pageOf));
  const cited = citedTable(table, reads, task.uniqueColumns);
  const gone = new Set(
    facts.filter(({ page }) => plan.vanished.has(page.url)).map(({ name }) => cellKey(name)),
  );
  return { cells: judged(task, { ...plan, gone }, { checked, cited }), runMs, sourcingMs, checkMs };
}

function timed<T>(work: () => T): readonly [T, number] {
  const startedAt = performance.now();
  const result = work();
  return [result, performance.now() - startedAt];
}

function plainTable({ columns, cells }: SourcedTable): Table {
  return { columns, rows: cells.map((row) => row.map(({ value }) => value)) };
}

function judged(
  task: GoldTask,
  { faults, gone }: Pick<Plan, "faults"> & { readonly gone: ReadonlySet<string> },
  { checked, cited }: { readonly checked: SourcedTable; readonly cited: SourcedTable },
): readonly JudgedCell[] {
  const key = keyColumn(task, task.gold);
  const goldRows = new Map(task.gold.rows.map((row) => [cellKey(row[key] ?? ""), row]));
  return checked.cells.flatMap((row, number) => {
    const name = row[key]?.value ?? "";
    const gold = goldRows.get(cellKey(name));
    return row.flatMap((cell, column): readonly JudgedCell[] => {
      if (cell.value === "") return [];
      const isRow = (one: Fault) => (column === key ? cellKey(one.value) : one.key) === cellKey(name);
      const fault = faults.find((one) => one.column === column && isRow(one));
      return [
        {
          task: task.id,
          row: name,
          column: checked.columns[column] ?? "",
          cell,
          isCited: cited.cells[number]?.[column]?.state === "supported",
          isAsked:
            gold !== undefined ||
            faults.some(({ kind, value }) => kind === "invented: a row" && value === name),
          isRight: gold !== undefined && compareCells(cell.value, gold[column] ?? "") === "same",
          fault: fault ?? (gone.has(cellKey(name)) ? vanishedPage(name, column) : undefined),
        },
      ];
    });
  });
}

/** Another cell of the row rests on the page. */
function vanishedPage(name: string, column: number): Fault {
  return { kind: "page vanished", row: -1, column, key: cellKey(name), value: "" };
}
