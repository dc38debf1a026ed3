/** @file Rows that were made of several, why, and how to have them back. */
import type { RowMerge, SourcedTable } from "../../../src/core/evidence.ts";
import { postJson } from "../api/call.ts";
import type { RunDetail } from "../api/types.ts";
import { rowKey, uniqueIndices } from "../grid/grid-rows.ts";
import { Menu } from "../parts/menu.tsx";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { pathOf } from "../run/follow-run.ts";
import { useRefresh } from "../run/refresh.ts";
import { useWords } from "../words/use-words.ts";

export function MergesMenu({ detail: { run, result } }: { readonly detail: RunDetail }) {
  const { merges: words } = useWords();
  const refresh = useRefresh();
  const work = useWork();
  const { merges = [], table } = result ?? {};
  if (merges.length === 0 || table === undefined) return undefined;
  const undo = (row: string) =>
    work.start(async () => {
      await postJson(pathOf(run, "/decisions"), { kind: "split", row });
      refresh();
    });
  return (
    <Menu className="is-small is-right" label={words.title(merges.length)}>
      <ul className="merges">
        {merges.map((merge) => (
          <li key={merge.row}>
            <b>{keyOf(table, merge)}</b>
            <p>{merge.because}</p>
            <p className="quiet">
              {merge.merged.map((cells) => rowKey(cells, uniqueIndices(table))).join(" · ")}
            </p>
            <button
              type="button"
              className="link"
              disabled={work.isBusy}
              onClick={() => undo(keyOf(table, merge))}
            >
              {words.undo}
            </button>
          </li>
        ))}
      </ul>
      <Problem text={work.problem} />
    </Menu>
  );
}

const keyOf = (table: SourcedTable, { row }: RowMerge) =>
  rowKey(table.cells[row] ?? [], uniqueIndices(table));
