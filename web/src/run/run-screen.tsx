/** @file One run: its table as it fills, the team at work, and what can be done with the table. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { RunDetail } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { CellPanel } from "../cell/cell-panel.tsx";
import { ActionBar } from "../change/action-bar.tsx";
import { Changes } from "../change/changes.tsx";
import {
  countStates,
  type GridTable,
  type LookState,
  rowsOfCovered,
  rowsOfTable,
  rowsToRevise,
} from "../grid/grid-rows.ts";
import type { CellAt, Selection } from "../grid/selection.ts";
import { TableGrid } from "../grid/table-grid.tsx";
import { Banner } from "../parts/banner.tsx";
import { useShortcut } from "../parts/use-shortcut.ts";
import { AgentPanel } from "../team/agent-panel.tsx";
import { Wall } from "../team/wall.tsx";
import { useWords } from "../words/use-words.ts";
import { AnswerView } from "./answer-view.tsx";
import type { FollowedRun } from "./follow-run.ts";
import { pathOf } from "./follow-run.ts";
import { LiveRegion } from "./live-region.tsx";
import { RefreshContext } from "./refresh.ts";
import { RunHeader } from "./run-header.tsx";
import { SayBar } from "./say-bar.tsx";
import { useRun } from "./use-run.ts";
import { isToldInWords } from "./what-came.ts";

interface ScreenProps {
  readonly run: string;
  readonly view: "table" | "changes";
}

/** What stands beside the table. */
type Aside = { readonly cell: CellAt } | { readonly agent: string } | "team" | undefined;

export function RunScreen({ run, view }: ScreenProps) {
  const { run: words } = useWords();
  const followed = useRun(run);
  const { detail, problem, isLost } = followed;
  const [aside, setAside] = useState<Aside>();
  useTeamWhileRunning(detail, setAside);
  const [selection, setSelection] = useState<Selection>();
  const [filter, setFilter] = useState<LookState>();
  const table = useGridRows(followed);
  const frame = useRef<HTMLDivElement>(null);
  const shown = useFiltered(table, filter);
  const counts = useMemo(() => countStates(table.rows), [table.rows]);
  const closeAside = () => {
    setAside(undefined);
    frame.current?.querySelector("table")?.focus();
  };
  useShortcut("Escape", closeAside);

  if (problem !== undefined && detail === undefined) return <Banner text={problem} />;
  const isRunning = detail?.state === "running";
  const openCell = (cell: CellAt) => setAside({ cell });
  return (
    <RefreshContext value={followed.refresh}>
      <main className="run">
        {isLost && <Banner text={words.lost} />}
        <RunHeader
          run={run}
          followed={followed}
          view={view}
          isTeamOpen={aside === "team"}
          onTeam={() => setAside((before) => (before === "team" ? undefined : "team"))}
        />
        <div className={aside === undefined ? "run-main" : "run-main has-aside"}>
          <section className="run-table" aria-label={words.table}>
            {view === "changes" ? (
              <Changes run={run} state={detail?.state} />
            ) : (
              <>
                {(isRunning || table.rows.length > 0) && (
                  <ActionBar
                    detail={detail}
                    counts={counts}
                    filter={filter}
                    selection={selection}
                    onFilter={setFilter}
                  />
                )}
                <TableOrAnswer followed={followed} table={table}>
                  <TableGrid
                    table={shown}
                    label={words.table}
                    frame={frame}
                    onOpen={openCell}
                    onCursor={(cell) => setAside((before) => (isCell(before) ? { cell } : before))}
                    onSelection={setSelection}
                  />
                </TableOrAnswer>
              </>
            )}
          </section>
          <AsideView
            run={run}
            aside={aside}
            followed={followed}
            table={table}
            onChange={setAside}
            onClose={closeAside}
          />
        </div>
        <SayBar run={run} detail={detail} said={followed.view.said} />
        <LiveRegion
          isRunning={isRunning}
          counts={counts}
          rows={table.rows.length}
          agents={followed.view.agents}
        />
      </main>
    </RefreshContext>
  );
}

const WIDE_ENOUGH = 760;

/** The team stands beside the table from the beginning where a run goes on and there is room. */
function useTeamWhileRunning(detail: RunDetail | undefined, show: (aside: Aside) => void): void {
  const isRunning = detail?.state === "running";
  const shown = useRef(show);
  shown.current = show;
  useEffect(() => {
    if (isRunning && window.innerWidth > WIDE_ENOUGH) shown.current("team");
  }, [isRunning]);
}

const isCell = (aside: Aside): aside is { readonly cell: CellAt } =>
  typeof aside === "object" && "cell" in aside;

interface AsideProps {
  readonly run: string;
  readonly aside: Aside;
  readonly followed: FollowedRun;
  readonly table: GridTable;
  readonly onChange: (aside: Aside) => void;
  readonly onClose: () => void;
}

function AsideView({ run, aside, followed, table, onChange, onClose }: AsideProps) {
  const { detail, view } = followed;
  if (aside === undefined) return undefined;
  if (aside === "team") {
    return (
      <Wall agents={view.agents} at={view.at} onOpen={(agent) => onChange({ agent })} onClose={onClose} />
    );
  }
  if ("agent" in aside) {
    return (
      <AgentPanel
        run={run}
        agent={aside.agent}
        view={view.agents.get(aside.agent)}
        onOpen={(agent) => onChange({ agent })}
        onBack={() => onChange("team")}
        onClose={onClose}
      />
    );
  }
  const { row, column } = aside.cell;
  const known = table.rows.find(({ key }) => key === row)?.cells[table.columns.indexOf(column)];
  return <CellPanel run={run} at={aside.cell} detail={detail} known={known} onClose={onClose} />;
}

interface TableOrAnswerProps {
  readonly followed: FollowedRun;
  readonly table: GridTable;
  readonly children: ReactNode;
}

function TableOrAnswer({ followed: { detail, view }, table, children }: TableOrAnswerProps) {
  const { run: words } = useWords();
  const isEmpty = detail?.state === "ended" && table.rows.length === 0;
  if (table.columns.length > 0 && isEmpty) return <p className="run-waiting">{words.noRows}</p>;
  if (table.columns.length > 0) return children;
  const result = detail?.result ?? view.result;
  if (result !== undefined) return <AnswerView result={result} />;
  return <p className="run-waiting">{detail?.state === "broken-off" ? words.brokenOff : words.looking}</p>;
}

/** The finished table, or what is known of it; over the table that the run changes, where it changes one. */
function useGridRows({ detail, view }: FollowedRun): GridTable {
  const revision = detail?.config.revision;
  const base = useLoad<RunDetail>(
    revision === undefined || detail?.result !== undefined ? undefined : pathOf(revision.base),
  ).value?.result?.table;
  const finished = detail?.state === "ended" ? (detail.result?.table ?? view.result?.table) : undefined;
  const change = revision?.change;
  const under = useMemo(
    () => (base === undefined || change === undefined ? undefined : rowsToRevise(base, change)),
    [base, change],
  );
  const done = useMemo(() => (finished === undefined ? undefined : rowsOfTable(finished)), [finished]);
  const { covered } = view;
  const planned = detail?.config.plan?.columns;
  const columns = planned?.map(({ name }) => name) ?? wideColumns(detail);
  const live = useMemo(() => rowsOfCovered(covered, under), [covered, under]);
  if (done !== undefined) return done;
  if (detail?.state === "ended" && isToldInWords(detail.result)) return NO_TABLE;
  return live.columns.length > 0 || columns === undefined ? live : { columns, rows: [] };
}

const NO_TABLE: GridTable = { columns: [], rows: [] };

function wideColumns(detail: RunDetail | undefined): readonly string[] | undefined {
  const task = detail?.config.task;
  return task?.kind === "wide" && detail?.state === "running" ? task.columns : undefined;
}

/** Rows that have a cell in this state. */
function useFiltered(table: GridTable, filter: LookState | undefined): GridTable {
  return useMemo(() => {
    if (filter === undefined) return table;
    return { ...table, rows: table.rows.filter(({ cells }) => cells.some(({ state }) => state === filter)) };
  }, [table, filter]);
}
