/** @file All that is known of one cell: its value and why, what states it, what else is stated, and what it was before. */
import { useState } from "react";
import type { Cell } from "../../../src/core/evidence.ts";
import type { Change } from "../../../src/core/revision.ts";
import { postJson } from "../api/call.ts";
import type { CellDetail, RunDetail } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { PriceDialog } from "../change/price-dialog.tsx";
import type { GridCell } from "../grid/grid-rows.ts";
import { type CellAt, serverKey } from "../grid/selection.ts";
import { StateMark } from "../grid/state-mark.tsx";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { pathOf } from "../run/follow-run.ts";
import { useRefresh } from "../run/refresh.ts";
import { useWords } from "../words/use-words.ts";
import { Candidates } from "./candidates.tsx";
import { History } from "./history.tsx";
import { SourceView } from "./source-view.tsx";

interface PanelProps {
  readonly run: string;
  readonly at: CellAt;
  readonly detail: RunDetail | undefined;
  /** What the table shows of it. */
  readonly known: GridCell | undefined;
  readonly onClose: () => void;
}

export function CellPanel({ run, at, detail, known, onClose }: PanelProps) {
  const { close, cell: words } = useWords();
  const row = serverKey(at.row);
  const where = new URLSearchParams({ row, column: at.column });
  const { value, problem, reload } = useLoad<CellDetail>(pathOf(run, `/cell?${where}`), detail?.state);
  const refresh = useRefresh();
  const work = useWork();
  const choose = (chosen: string, url?: string) =>
    work.start(async () => {
      const decision = {
        kind: "choose",
        row,
        column: at.column,
        value: chosen,
        ...(url !== undefined && { url }),
      };
      await postJson(pathOf(run, "/decisions"), decision);
      refresh();
      reload();
    });
  return (
    <aside className="aside cell-panel" aria-label={words.title(row, at.column)}>
      <header className="aside-head">
        <p>
          <b>{row}</b> <span className="quiet">{at.column}</span>
        </p>
        <button type="button" className="icon" onClick={onClose} aria-label={close}>
          ×
        </button>
      </header>
      <Problem text={work.problem} />
      {value === undefined ? (
        <>
          {known !== undefined && detail?.state === "running" && <Known cell={known} />}
          <p className="quiet">
            {problem === undefined ? words.loading : notYet(detail, problem, words.notYet)}
          </p>
        </>
      ) : (
        <>
          <Value cell={value.cell} />
          {value.cell.sources.map((source) => (
            <SourceView
              key={`${source.url} ${source.quote}`}
              source={source}
              value={value.cell.value}
              run={run}
            />
          ))}
          <Mend run={run} row={row} column={at.column} isRunning={detail?.state === "running"} />
          <Candidates
            run={run}
            cell={value.cell}
            canChoose={detail?.state !== "running"}
            isBusy={work.isBusy}
            onChoose={choose}
          />
          <History history={value.history} />
        </>
      )}
    </aside>
  );
}

const notYet = (detail: RunDetail | undefined, problem: string, words: string) =>
  detail?.state === "running" ? words : problem;

function Known({ cell: { value, state } }: { readonly cell: GridCell }) {
  const { states } = useWords();
  return (
    <>
      {value !== "" && <p className="cell-value">{value}</p>}
      <p className={`cell-state of-${state}`}>
        <StateMark state={state} label="" /> <b>{states[state].name}</b>
      </p>
      <p className="quiet">{states[state].help}</p>
    </>
  );
}

function Value({ cell }: { readonly cell: Cell }) {
  const { states, cell: words } = useWords();
  const { value, state, reason, candidates } = cell;
  const own = candidates.filter((candidate) => candidate.value === value).map(({ confidence }) => confidence);
  return (
    <>
      <p className="cell-value">{value === "" ? states[state].empty : value}</p>
      <p className={`cell-state of-${state}`}>
        <StateMark state={state} label="" /> <b>{states[state].name}</b>
        {own.length > 0 && (
          <span className="quiet"> · {words.confidence(Math.round(Math.max(...own) * 100))}</span>
        )}
      </p>
      <p className="quiet reason">{reason ?? states[state].help}</p>
    </>
  );
}

interface MendProps {
  readonly run: string;
  readonly row: string;
  readonly column: string;
  readonly isRunning: boolean;
}

function Mend({ run, row, column, isRunning }: MendProps) {
  const { cell: words } = useWords();
  const [change, setChange] = useState<Change>();
  if (isRunning) return undefined;
  const pick = { rows: [row], columns: [column] };
  return (
    <div className="cell-mend">
      <button
        type="button"
        className="button is-small"
        onClick={() => setChange({ kind: "repair", ...pick })}
      >
        {words.repair}
      </button>
      <button
        type="button"
        className="button is-small"
        onClick={() => setChange({ kind: "refresh", ...pick })}
      >
        {words.verify}
      </button>
      {change !== undefined && <PriceDialog run={run} change={change} onClose={() => setChange(undefined)} />}
    </div>
  );
}
