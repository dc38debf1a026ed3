/**
 * @file The table as it grows while a team works: told to whoever watches with each report, and after each wave, checked
 * against the pages read, to the lead agent.
 */
import { type Episode, pageReads, type Trajectory, type Turn } from "../core/episode.ts";
import type { CoveredCell, CoveredRow, RunEventBody } from "../core/events.ts";
import type { Coverage, SourcedTable } from "../core/evidence.ts";
import type { Task } from "../core/task.ts";
import {
  type CoverageOutlook,
  countStates,
  describeCoverage,
} from "../evidence/coverage/describe-coverage.ts";
import { ReportedTable } from "../evidence/coverage/reported-table.ts";
import { sourceTable } from "../evidence/source-table.ts";
import { rowKey } from "../table/row-key.ts";

export interface CoverageWatch {
  /** A subagent of the lead agent has reported. */
  report(subagent: Trajectory): void;
  /**
   * What the lead agent is told after the last of its `turns`, and whether it must answer now; `undefined` where it is told
   * nothing. Called once after each turn with results, in their order; the same turns give the same text.
   */
  afterWave(turns: readonly Turn[]): WaveNote | undefined;
  /** The table of the result stands: what was shown before and is not in it is taken back. */
  settle(table: SourcedTable): void;
}

interface WaveNote {
  readonly text: string;
  readonly mustAnswer: boolean;
}

/** `off`: nothing. `watch`: events only. `tell`: the lead agent is told too. */
export type CoverageSetting = "off" | "watch" | "tell";

/** Waves in a row that bring nothing new, after which there is no further one. */
const MOST_IDLE_WAVES = 2;

const UNWATCHED: CoverageWatch = {
  report: () => undefined,
  afterWave: () => undefined,
  settle: () => undefined,
};

/** `maxRows`: the table will have no more, whatever the reports list. */
export function watchCoverage(
  task: Task,
  setting: CoverageSetting,
  emit: (event: RunEventBody) => void,
  maxRows?: number,
): CoverageWatch {
  if (task.kind !== "wide" || setting === "off") return UNWATCHED;
  const { columns, uniqueColumns, language } = task;
  const live = new ReportedTable(columns);
  const shown = new ShownRows(emit);
  // by waves, so that what the lead agent is told does not depend on which subagent was quicker
  const told = new ReportedTable(columns);
  let idleWaves = 0;

  return {
    report({ answer }) {
      const changed = live.add(answer);
      const { columns: names, rows } = live.table;
      shown.report(
        names,
        changed.flatMap((row) => [rows[row] ?? []]),
      );
    },
    afterWave(turns) {
      const reports = (turns.at(-1)?.results ?? []).flatMap(({ subagents }) => subagents);
      if (reports.length === 0) return undefined;
      const news = reports.flatMap(({ answer }) => told.add(answer));
      idleWaves = news.length > 0 ? 0 : idleWaves + 1;
      const { columns: names, rows } = told.table;
      const known = { columns: names, rows: rows.slice(0, maxRows) };
      const table = sourceTable(known, pageReads(unfinished(turns)), uniqueColumns);
      shown.settle(table, []);
      if (setting !== "tell") return undefined;
      const outlook = outlookOf(table, idleWaves, columns !== undefined);
      return {
        text: describeCoverage(table, outlook, language),
        mustAnswer: idleWaves >= MOST_IDLE_WAVES,
      };
    },
    settle(table) {
      shown.settle(table, "others");
    },
  };
}

/** How much of the table of an episode there is, and why no more was looked for. */
export function coverageOf(task: Task, episode: Episode, table: SourcedTable): Coverage {
  const states = countStates(table);
  if (states.missing + states.unsupported + states.conflicting === 0) return { states, end: "complete" };
  const reported = new ReportedTable(task.kind === "wide" ? task.columns : undefined);
  const waves = episode.lead.turns
    .map(({ results }) => results.flatMap(({ subagents }) => subagents))
    .filter((subagents) => subagents.length > 0)
    .map((subagents) => subagents.flatMap(({ answer }) => reported.add(answer)).length > 0);
  const isIdle = waves.length > 1 && waves.at(-1) === false && episode.stop === "answered";
  return { states, end: isIdle ? "no-progress" : "ended" };
}

function outlookOf(table: SourcedTable, idleWaves: number, areColumnsKnown: boolean): CoverageOutlook {
  if (idleWaves > 0) return "stuck";
  const { missing, unsupported, conflicting } = countStates(table);
  const isWhole = areColumnsKnown && table.cells.length > 0;
  return isWhole && missing + unsupported + conflicting === 0 ? "complete" : "open";
}

/** The episode as far as it has come. */
function unfinished(turns: readonly Turn[]): Episode {
  const lead: Trajectory = {
    agent: "lead",
    role: "lead",
    subtask: "",
    turns,
    stop: "answered",
    answer: "",
    partial: true,
  };
  return { taskId: "", lead, stop: "answered", elapsedMs: 0 };
}

/** What whoever watches has been told, so that only news is told. */
class ShownRows {
  readonly #emit: (event: RunEventBody) => void;
  readonly #rows = new Map<string, readonly CoveredCell[]>();
  #columns = "";

  constructor(emit: (event: RunEventBody) => void) {
    this.#emit = emit;
  }

  /** Rows as they were reported, their names in the first column. */
  report(columns: readonly string[], rows: readonly (readonly string[])[]): void {
    const news = rows.map((row): CoveredRow => {
      const key = row[0] ?? "";
      const before = this.#rows.get(key);
      return {
        key,
        cells: row.map((value, column) => {
          const known = before?.[column];
          return known?.value === value ? known : { value, state: value === "" ? "missing" : "reported" };
        }),
      };
    });
    this.#show(columns, news, []);
  }

  /** Rows with their evidence; with `others`, every row that is not among them is dropped. */
  settle({ columns, uniqueColumns, cells }: SourcedTable, dropped: readonly string[] | "others"): void {
    const rows = cells.map(
      (row): CoveredRow => ({
        key: rowKey(columns, uniqueColumns, row),
        cells: row.map(({ value, state }) => ({ value, state })),
      }),
    );
    const kept = new Set(rows.map(({ key }) => key));
    const gone = dropped === "others" ? [...this.#rows.keys()].filter((key) => !kept.has(key)) : dropped;
    this.#show(columns, rows, gone);
  }

  #show(columns: readonly string[], rows: readonly CoveredRow[], dropped: readonly string[]): void {
    const isOther = this.#columns !== columns.join("\n");
    const news = rows.filter(({ key, cells }) => isOther || !isSame(this.#rows.get(key), cells));
    if (news.length === 0 && dropped.length === 0) return;
    this.#columns = columns.join("\n");
    for (const { key, cells } of news) this.#rows.set(key, cells);
    for (const key of dropped) this.#rows.delete(key);
    this.#emit({ type: "coverage", columns, rows: news, ...(dropped.length > 0 && { dropped }) });
  }
}

function isSame(before: readonly CoveredCell[] | undefined, after: readonly CoveredCell[]): boolean {
  return (
    before?.length === after.length &&
    after.every(
      ({ value, state }, column) => before[column]?.value === value && before[column].state === state,
    )
  );
}
