/** @file What a run may take: rows, time and money, each with how far off it may be. */
import type { Estimate } from "../../../src/core/plan.ts";
import { count, range, seconds, short, usd } from "../parts/format.ts";
import { useWords } from "../words/use-words.ts";

export function EstimateLine({ estimate }: { readonly estimate: Estimate }) {
  const { estimate: words } = useWords();
  const { rows, tokens, costUsd, seconds: time, basis } = estimate;
  return (
    <div className="estimate">
      <dl>
        <Amount name={words.rows} value={range(rows, count)} />
        <Amount name={words.time} value={range(time, seconds)} />
        {costUsd !== undefined && <Amount name={words.money} value={range(costUsd, usd)} />}
        <Amount name={words.tokens} value={range(tokens, short)} />
      </dl>
      <p className="quiet">{words.basis(basis)}</p>
    </div>
  );
}

function Amount({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
