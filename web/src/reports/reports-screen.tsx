/** @file The evaluations and trainings that there are. */
import type { NamedReport } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { day } from "../parts/format.ts";
import { Problem } from "../parts/problem.tsx";
import { useWords } from "../words/use-words.ts";

export function ReportsScreen() {
  const { reports: words } = useWords();
  return (
    <main className="reports">
      <h1>{words.title}</h1>
      <ReportsOf
        title={words.evaluations}
        path="/api/evaluations"
        kind="evaluations"
        none={words.noEvaluations}
      />
      <ReportsOf title={words.trainings} path="/api/trainings" kind="trainings" none={words.noTrainings} />
    </main>
  );
}

interface OfProps {
  readonly title: string;
  readonly path: string;
  readonly kind: "evaluations" | "trainings";
  readonly none: string;
}

function ReportsOf({ title, path, kind, none }: OfProps) {
  const { value, problem } = useLoad<
    readonly NamedReport[] | Readonly<Record<string, readonly NamedReport[]>>
  >(path);
  const reports = listIn(value);
  return (
    <section>
      <h2>{title}</h2>
      <Problem text={problem} />
      {reports?.length === 0 && <p className="quiet">{none}</p>}
      <ul className="report-list">
        {reports?.map(({ id, name, startedAt, summary }) => (
          <li key={id}>
            <a className="run-line" href={`#/${kind}/${encodeURIComponent(id)}`}>
              <span className="run-question">{name ?? id}</span>
              <span className="run-facts">
                {[name === id ? undefined : id, summary, startedAt && day(startedAt)]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A list comes bare, or under a name. */
function listIn(
  value: readonly NamedReport[] | Readonly<Record<string, readonly NamedReport[]>> | undefined,
) {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value : Object.values(value).find(Array.isArray);
}
