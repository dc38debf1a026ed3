/** @file The plan of a run, to be read and changed before anything is spent. */
import { useState } from "react";
import type { Plan } from "../../../src/core/plan.ts";
import type { Planned } from "../api/types.ts";
import { useWords } from "../words/use-words.ts";
import { ColumnsEditor } from "./columns-editor.tsx";
import { EstimateLine } from "./estimate-line.tsx";
import { LinesEditor } from "./lines-editor.tsx";

interface CardProps {
  readonly planned: Planned;
  readonly isBusy: boolean;
  readonly onStart: (plan: Plan) => void;
  readonly onClose: () => void;
}

const PREVIEW_ROWS = 10;

export function PlanCard({ planned, isBusy, onStart, onClose }: CardProps) {
  const { plan: words, close } = useWords();
  const [plan, setPlan] = useState<Plan>(planned.plan);
  const change = (part: Partial<Plan>) => setPlan((before) => ({ ...before, ...part }));
  const cleaned = clean(plan);
  const canStart = cleaned.columns.length > 0 && !isBusy;
  return (
    <section className="plan" aria-labelledby="plan-title">
      <header className="plan-head">
        <h2 id="plan-title">{words.title}</h2>
        <button type="button" className="icon" onClick={onClose} aria-label={close}>
          ×
        </button>
      </header>
      <label className="plan-field">
        {words.rows}
        <input value={plan.rows} onChange={(event) => change({ rows: event.target.value })} />
      </label>
      <LinesEditor
        title={words.criteria}
        add={words.addCriterion}
        lines={plan.criteria}
        onChange={(criteria) => change({ criteria })}
      />
      <ColumnsEditor
        columns={plan.columns}
        uniqueColumns={plan.uniqueColumns}
        onChange={(columns, uniqueColumns) => change({ columns, uniqueColumns })}
      />
      <LinesEditor
        title={words.subtasks}
        add={words.addSubtask}
        lines={plan.subtasks}
        onChange={(subtasks) => change({ subtasks })}
      />
      <EstimateLine estimate={planned.estimate} />
      <footer className="plan-foot">
        <button
          type="button"
          className="button is-main"
          disabled={!canStart}
          onClick={() => onStart(cleaned)}
        >
          {words.start}
        </button>
        <button
          type="button"
          className="button"
          disabled={!canStart}
          onClick={() => onStart({ ...cleaned, maxRows: PREVIEW_ROWS })}
        >
          {words.startWith(PREVIEW_ROWS)}
        </button>
      </footer>
    </section>
  );
}

/** Without what was left empty. */
function clean(plan: Plan): Plan {
  const columns = plan.columns.filter(({ name }) => name.trim() !== "");
  const names = new Set(columns.map(({ name }) => name));
  return {
    ...plan,
    columns,
    uniqueColumns: plan.uniqueColumns.filter((name) => names.has(name)),
    criteria: plan.criteria.map((line) => line.trim()).filter(Boolean),
    subtasks: plan.subtasks.map((line) => line.trim()).filter(Boolean),
  };
}
