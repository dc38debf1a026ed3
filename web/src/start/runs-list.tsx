/** @file The runs so far, the newest first, with a search over their questions. */
import { useDeferredValue, useState } from "react";
import type { RunSummary } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { day, duration, short, usd } from "../parts/format.ts";
import { Problem } from "../parts/problem.tsx";
import { runAddress } from "../route.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";

const PAGE = 20;

export function RunsList() {
  const { runs: words } = useWords();
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const wanted = useDeferredValue(search.trim());
  const { value, problem } = useLoad<{ runs: readonly RunSummary[]; next?: string }>(
    `/api/runs?limit=${limit}&search=${encodeURIComponent(wanted)}`,
  );
  const runs = value?.runs ?? [];
  if (value !== undefined && runs.length === 0 && wanted === "") return undefined;
  return (
    <section className="runs" aria-labelledby="runs-title">
      <header className="runs-head">
        <h2 id="runs-title">{words.title}</h2>
        <input
          type="search"
          value={search}
          placeholder={words.search}
          aria-label={words.search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </header>
      <Problem text={problem} />
      <ul>
        {runs.map((run) => (
          <li key={run.run}>
            <RunLine run={run} />
          </li>
        ))}
      </ul>
      {value !== undefined && runs.length === 0 && <p className="quiet">{words.none(wanted)}</p>}
      {value?.next !== undefined && (
        <button type="button" className="link" onClick={() => setLimit((before) => before + PAGE)}>
          {words.more}
        </button>
      )}
    </section>
  );
}

function RunLine({ run }: { readonly run: RunSummary }) {
  const { runs: words } = useWords();
  const facts = [
    run.rows !== undefined && words.rows(run.rows),
    run.elapsedMs !== undefined && duration(run.elapsedMs),
    sayCost(run, words),
    run.model,
    day(run.startedAt),
  ];
  return (
    <a className="run-line" href={runAddress(run.run)}>
      <span className="run-question">{run.question}</span>
      <span className="run-facts">
        <RunTag run={run} />
        {run.base !== undefined && <span className="tag">{words.revision}</span>}
        {facts.filter((fact) => typeof fact === "string").join(" · ")}
      </span>
    </a>
  );
}

/** Nothing is said of a run that ended well. */
function RunTag({ run: { state, stop = "answered" } }: { readonly run: RunSummary }) {
  const { runs: words, stops } = useWords();
  if (state === "running") return <span className="tag is-live">{words.states.running}</span>;
  if (state === "broken-off") return <span className="tag is-warning">{words.states[state]}</span>;
  return stop === "answered" ? undefined : <span className="tag is-warning">{stops[stop]}</span>;
}

/** In money where that is known. */
function sayCost({ costUsd = 0, tokens }: RunSummary, words: Words["runs"]): string | undefined {
  if (costUsd > 0) return usd(costUsd);
  return tokens === undefined ? undefined : words.tokens(short(tokens));
}
