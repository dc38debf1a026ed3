/** @file What other pages state for the cell, to choose from; or a value that the user knows. */
import { type FormEvent, useState } from "react";
import type { Candidate, Cell } from "../../../src/core/evidence.ts";
import { useWords } from "../words/use-words.ts";
import { SourceView } from "./source-view.tsx";

interface CandidatesProps {
  readonly run: string;
  readonly cell: Cell;
  readonly canChoose: boolean;
  readonly isBusy: boolean;
  readonly onChoose: (value: string, url?: string) => void;
}

export function Candidates({ run, cell, canChoose, isBusy, onChoose }: CandidatesProps) {
  const { cell: words } = useWords();
  const others = cell.candidates.filter(({ value }) => value !== cell.value);
  return (
    <>
      {others.length > 0 && (
        <section className="candidates">
          <h3>{words.others(new Set(others.map(({ value }) => value)).size)}</h3>
          {others.map((candidate) => (
            <Other
              key={`${candidate.value} ${candidate.source.url} ${candidate.source.quote}`}
              run={run}
              candidate={candidate}
              isDisabled={!canChoose || isBusy}
              onChoose={() => onChoose(candidate.value, candidate.source.url)}
            />
          ))}
        </section>
      )}
      {canChoose && <OwnValue isBusy={isBusy} onChoose={onChoose} />}
    </>
  );
}

interface OtherProps {
  readonly run: string;
  readonly candidate: Candidate;
  readonly isDisabled: boolean;
  readonly onChoose: () => void;
}

function Other({ run, candidate: { value, source, confidence, why }, isDisabled, onChoose }: OtherProps) {
  const { cell: words } = useWords();
  return (
    <article className="candidate">
      <header>
        <b>{value}</b>
        <span className="quiet">{words.confidence(Math.round(confidence * 100))}</span>
        <button type="button" className="button is-small" disabled={isDisabled} onClick={onChoose}>
          {words.use}
        </button>
      </header>
      <SourceView source={source} value={value} run={run} />
      {why !== "" && <p className="quiet reason">{why}</p>}
    </article>
  );
}

function OwnValue({ isBusy, onChoose }: Pick<CandidatesProps, "isBusy" | "onChoose">) {
  const { cell: words } = useWords();
  const [value, setValue] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() === "") return;
    onChoose(value.trim());
    setValue("");
  };
  return (
    <details className="own-value">
      <summary>{words.own}</summary>
      <form onSubmit={submit}>
        <input value={value} aria-label={words.own} onChange={(event) => setValue(event.target.value)} />
        <button type="submit" className="button is-small" disabled={isBusy || value.trim() === ""}>
          {words.use}
        </button>
      </form>
    </details>
  );
}
