/** @file The values that the cell had, the newest first, and who brought each. */
import type { CellVersion } from "../../../src/core/revision.ts";
import { day, short, usd } from "../parts/format.ts";
import { runAddress } from "../route.ts";
import { tokensOf } from "../run/cost-chip.tsx";
import { useWords } from "../words/use-words.ts";

export function History({ history }: { readonly history: readonly CellVersion[] }) {
  const { cell: words } = useWords();
  if (history.length === 0) return undefined;
  return (
    <section className="history">
      <h3>{words.history}</h3>
      <ol>
        {history.toReversed().map((version) => (
          <li key={`${version.run} ${version.at} ${version.by} ${version.value}`}>
            <Version version={version} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Version({ version }: { readonly version: CellVersion }) {
  const { states, cell: words } = useWords();
  const { value, state, by, at, agent, model, subtask, usage, run } = version;
  const who = [
    agent,
    model,
    usage !== undefined && words.tokens(short(tokensOf(usage))),
    usage?.costUsd !== undefined && usd(usage.costUsd),
  ].filter((part) => typeof part === "string");
  return (
    <>
      <p>
        <b>{value === "" ? states[state].empty : value}</b>{" "}
        <span className="quiet">{states[state].name}</span>
      </p>
      <p className="quiet">
        <a href={runAddress(run)}>{words.by[by]}</a> · {day(at)}
        {who.length > 0 && <> · {who.join(" · ")}</>}
      </p>
      {subtask !== undefined && <p className="quiet history-subtask">{subtask}</p>}
    </>
  );
}
