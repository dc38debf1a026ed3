/** @file What a change of the table may take, shown before it is spent. */
import { useEffect, useState } from "react";
import type { Change } from "../../../src/core/revision.ts";
import { ApiError, postJson } from "../api/call.ts";
import type { Priced } from "../api/types.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { EstimateLine } from "../plan/estimate-line.tsx";
import { goTo, runAddress } from "../route.ts";
import { pathOf } from "../run/follow-run.ts";
import { useWords } from "../words/use-words.ts";

interface PriceProps {
  readonly run: string;
  readonly change: Change;
  readonly onClose: () => void;
}

export function PriceDialog({ run, change, onClose }: PriceProps) {
  const { change: words } = useWords();
  const { priced, problem } = usePrice(run, change);
  const work = useWork();
  const start = () =>
    work.start(async () => {
      const { run: revision } = await postJson<{ run: string }>(pathOf(run, "/revisions"), { change });
      goTo(runAddress(revision));
      onClose();
    });
  return (
    <Dialog title={words.titles[change.kind]} onClose={onClose}>
      <p>{words.help[change.kind]}</p>
      {priced === undefined ? (
        <p className="quiet">{problem === undefined ? words.pricing : ""}</p>
      ) : (
        <>
          <p className="price-cells">{words.cells(priced.cells)}</p>
          <EstimateLine estimate={priced.estimate} />
        </>
      )}
      <Problem text={problem ?? work.problem} />
      <footer className="dialog-foot">
        <button
          type="button"
          className="button is-main"
          disabled={priced === undefined || work.isBusy}
          onClick={start}
        >
          {words.start}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {words.cancel}
        </button>
      </footer>
    </Dialog>
  );
}

function usePrice(run: string, change: Change) {
  const [state, setState] = useState<{ priced?: Priced; problem?: string }>({});
  useEffect(() => {
    const leaving = new AbortController();
    postJson<Priced>(pathOf(run, "/revisions"), { change, preview: true }, leaving.signal).then(
      (priced) => setState({ priced }),
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState({ problem: error.message });
      },
    );
    return () => leaving.abort();
  }, [run, change]);
  return state;
}
