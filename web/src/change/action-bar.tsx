/** @file What can be done with the table: show cells of one state, mend them, add to it, take it along. */
import { useState } from "react";
import type { Change } from "../../../src/core/revision.ts";
import type { RunDetail } from "../api/types.ts";
import type { LookState, StateCounts } from "../grid/grid-rows.ts";
import type { Selection } from "../grid/selection.ts";
import { StateMark } from "../grid/state-mark.tsx";
import { useShortcut } from "../parts/use-shortcut.ts";
import { hasRows } from "../run/what-came.ts";
import { useWords } from "../words/use-words.ts";
import { ExportMenu } from "./export-menu.tsx";
import { ExtendDialog } from "./extend-dialog.tsx";
import { MergesMenu } from "./merges-menu.tsx";
import { PriceDialog } from "./price-dialog.tsx";

interface BarProps {
  readonly detail: RunDetail | undefined;
  readonly counts: StateCounts;
  readonly filter: LookState | undefined;
  readonly selection: Selection | undefined;
  readonly onFilter: (state: LookState | undefined) => void;
}

const STATES = [
  "supported",
  "conflicting",
  "unsupported",
  "missing",
  "absent",
  "reported",
  "pending",
] as const;

export function ActionBar({ detail, counts, filter, selection, onFilter }: BarProps) {
  const { states, actions } = useWords();
  return (
    <div className="actions">
      <fieldset className="filters">
        <legend className="for-readers">{actions.filter}</legend>
        {STATES.filter((state) => counts[state] > 0).map((state) => (
          <button
            type="button"
            key={state}
            className="filter"
            aria-pressed={filter === state}
            title={states[state].help}
            onClick={() => onFilter(filter === state ? undefined : state)}
          >
            <StateMark state={state} label="" />
            {states[state].name} <b>{counts[state]}</b>
          </button>
        ))}
      </fieldset>
      {detail?.state !== "running" && detail !== undefined && hasRows(detail) && (
        <TableActions detail={detail} filter={filter} counts={counts} selection={selection} />
      )}
    </div>
  );
}

interface TableActionsProps extends Pick<BarProps, "filter" | "counts" | "selection"> {
  readonly detail: RunDetail;
}

function TableActions({ detail, filter, counts, selection }: TableActionsProps) {
  const { actions } = useWords();
  const [change, setChange] = useState<Change>();
  const [adding, setAdding] = useState<"columns" | "rows">();
  const several = selection !== undefined && selection.count > 1 ? selection : undefined;
  const byState = filter !== undefined && filter !== "pending" && filter !== "reported" ? filter : undefined;
  const pick = () => several?.pick() ?? (byState === undefined ? undefined : { states: [byState] });
  const cells = several?.count ?? (byState === undefined ? 0 : counts[byState]);
  const begin = (kind: "repair" | "refresh") => {
    const picked = pick();
    if (picked !== undefined || kind === "refresh") setChange({ kind, ...picked });
  };
  useShortcut("r", () => begin("repair"));
  useShortcut("v", () => begin("refresh"));
  return (
    <div className="table-actions">
      {cells > 0 ? (
        <>
          <button type="button" className="button is-small is-main" onClick={() => begin("repair")}>
            {actions.repair(cells)}
          </button>
          <button type="button" className="button is-small" onClick={() => begin("refresh")}>
            {actions.verify(cells)}
          </button>
        </>
      ) : (
        <button type="button" className="button is-small" onClick={() => begin("refresh")}>
          {actions.refresh}
        </button>
      )}
      <button type="button" className="button is-small" onClick={() => setAdding("columns")}>
        + {actions.column}
      </button>
      <button type="button" className="button is-small" onClick={() => setAdding("rows")}>
        + {actions.rows}
      </button>
      <MergesMenu detail={detail} />
      <ExportMenu run={detail.run} />
      {adding !== undefined && (
        <ExtendDialog
          adding={adding}
          onClose={() => setAdding(undefined)}
          onChange={(wanted) => {
            setAdding(undefined);
            setChange(wanted);
          }}
        />
      )}
      {change !== undefined && (
        <PriceDialog run={detail.run} change={change} onClose={() => setChange(undefined)} />
      )}
    </div>
  );
}
