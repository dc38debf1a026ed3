/** @file The curves of one training. */
import type { Training } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { inWords } from "../parts/format.ts";
import { Problem } from "../parts/problem.tsx";
import { useWords } from "../words/use-words.ts";
import { LineChart, says } from "./line-chart.tsx";

export function TrainingScreen({ id }: { readonly id: string }) {
  const { reports: words } = useWords();
  const { value, problem } = useLoad<Training>(`/api/trainings/${encodeURIComponent(id)}`);
  return (
    <main className="reports">
      <p>
        <a href="#/reports">← {words.title}</a>
      </p>
      <h1>{id}</h1>
      <Problem text={problem} />
      <Summary training={value} />
      <div className="charts">
        {value?.curves
          .filter(({ points }) => points.length > 0)
          .map((curve) => (
            <LineChart key={curve.name} title={inWords(curve.name)} curves={[curve]} xLabel={words.step} />
          ))}
      </div>
    </main>
  );
}

/** What no curve tells. */
function Summary({ training }: { readonly training: Training | undefined }) {
  const summary = training?.summary;
  if (summary === undefined) return undefined;
  if (typeof summary === "string") return <p>{summary}</p>;
  const curves = new Set(training?.curves.map(({ name }) => name));
  const facts = Object.entries(summary).filter(
    ([name, value]) => !curves.has(name) && (typeof value === "string" || typeof value === "number"),
  );
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{inWords(name)}</dt>
          <dd>{typeof value === "number" ? says(value) : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
