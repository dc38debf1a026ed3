/** @file What a revision changed: each cell's value and quote before and after. */
import type { Cell } from "../../../src/core/evidence.ts";
import type { CellChange } from "../../../src/core/revision.ts";
import type { RunState } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { SourceView } from "../cell/source-view.tsx";
import { StateMark } from "../grid/state-mark.tsx";
import { Problem } from "../parts/problem.tsx";
import { pathOf } from "../run/follow-run.ts";
import { useWords } from "../words/use-words.ts";

interface ChangesProps {
  readonly run: string;
  readonly state: RunState | undefined;
}

export function Changes({ run, state }: ChangesProps) {
  const { diff: words } = useWords();
  const { value, problem } = useLoad<{ base: string; changes: readonly CellChange[] }>(
    state === undefined ? undefined : pathOf(run, "/diff"),
    state,
  );
  if (problem !== undefined) return <Problem text={problem} />;
  if (value === undefined) return <p className="run-waiting">{words.loading}</p>;
  const changes = value.changes.toSorted((left, right) => rank(left) - rank(right));
  return (
    <div className="changes">
      <h2>{words.title(changes.length)}</h2>
      {changes.map((change) => (
        <ChangeView key={`${change.row} ${change.column}`} change={change} />
      ))}
    </div>
  );
}

/** What was said otherwise before comes first, then what is new. */
const rank = ({ before, after }: CellChange) => {
  if (before !== undefined && after !== undefined) return before.value === after.value ? 2 : 0;
  return 1;
};

function ChangeView({ change: { row, column, before, after } }: { readonly change: CellChange }) {
  const { diff: words } = useWords();
  return (
    <article className="change">
      <h3>
        {row} <span className="quiet">{column}</span>
      </h3>
      <div className="change-sides">
        <Side title={words.before} cell={before} />
        <Side title={words.after} cell={after} />
      </div>
    </article>
  );
}

function Side({ title, cell }: { readonly title: string; readonly cell: Cell | undefined }) {
  const { states, diff: words } = useWords();
  const source = cell?.sources[0];
  return (
    <section>
      <h4>{title}</h4>
      {cell === undefined ? (
        <p className="quiet">{words.nothing}</p>
      ) : (
        <p className="change-value">
          {cell.value === "" ? states[cell.state].empty : cell.value}{" "}
          <StateMark state={cell.state} label={states[cell.state].name} />
          <span className="quiet">{states[cell.state].name}</span>
        </p>
      )}
      {source !== undefined && cell !== undefined && <SourceView source={source} value={cell.value} />}
    </section>
  );
}
