/** @file The report of one evaluation: scores and costs of its variants. */
import { download } from "../api/call.ts";
import { useLoad } from "../api/use-load.ts";
import { day, duration, short, usd } from "../parts/format.ts";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { useWords } from "../words/use-words.ts";
import { LineChart } from "./line-chart.tsx";

interface MetricSummary {
  readonly average: number;
  readonly best: number;
  readonly interval?: { readonly low: number; readonly high: number } | undefined;
  readonly tasks: number;
}

interface Variant {
  readonly name: string;
  readonly axis?: string | undefined;
  readonly value?: number | undefined;
  readonly overall: {
    readonly tasks: number;
    readonly counts: Readonly<Record<string, number>>;
    readonly metrics: Readonly<Record<string, MetricSummary>>;
    readonly costs: Readonly<Record<string, number>>;
  };
}

interface Report {
  readonly config?: { readonly benchmark?: { readonly name?: string }; readonly startedAt?: string };
  readonly variants: readonly Variant[];
}

export function EvaluationScreen({ id }: { readonly id: string }) {
  const { reports: words } = useWords();
  const path = `/api/evaluations/${encodeURIComponent(id)}`;
  const { value, problem } = useLoad<Report>(path);
  const work = useWork();
  return (
    <main className="reports">
      <p>
        <a href="#/reports">← {words.title}</a>
      </p>
      <h1>{id}</h1>
      <Problem text={problem ?? work.problem} />
      {value !== undefined && (
        <>
          <p className="quiet">{factsOf(value)}</p>
          <p>
            <button
              type="button"
              className="button is-small"
              onClick={() => work.start(() => download(`${path}?format=html`))}
            >
              {words.html}
            </button>
          </p>
          <ScoreTable variants={value.variants} />
          <CostTable variants={value.variants} />
          <Sweep variants={value.variants} />
        </>
      )}
    </main>
  );
}

function factsOf({ config }: Report): string {
  const { benchmark, startedAt } = config ?? {};
  return [benchmark?.name, startedAt && day(startedAt)].filter(Boolean).join(" · ");
}

/** What can be wider than the screen is reached by keys, so that they can scroll it. */
const SCROLLED = { tabIndex: 0 };

const PERCENT = [0, 100] as const;
const percent = (share: number) => `${(share * 100).toFixed(1)}`;

function ScoreTable({ variants }: { readonly variants: readonly Variant[] }) {
  const { reports: words } = useWords();
  const keys = [...new Set(variants.flatMap(({ overall }) => Object.keys(overall.metrics)))];
  return (
    <section className="wide" {...SCROLLED}>
      <h2>{words.scores}</h2>
      <table className="plain report-table">
        <thead>
          <tr>
            <th scope="col">{words.variant}</th>
            {keys.map((key) => (
              <th scope="col" key={key}>
                {words.metrics[key] ?? key}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {variants.map(({ name, overall }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {keys.map((key) => (
                <ScoreCell key={key} metric={overall.metrics[key]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">{words.scoresHelp}</p>
    </section>
  );
}

function ScoreCell({ metric }: { readonly metric: MetricSummary | undefined }) {
  const { reports: words } = useWords();
  if (metric === undefined) return <td>–</td>;
  const { average, interval, best } = metric;
  return (
    <td title={words.best(percent(best))}>
      <b>{percent(average)}</b>
      {interval !== undefined && interval.low < interval.high && (
        <span className="quiet"> {`${percent(interval.low)}–${percent(interval.high)}`}</span>
      )}
    </td>
  );
}

function CostTable({ variants }: { readonly variants: readonly Variant[] }) {
  const { reports: words } = useWords();
  const keys = [...new Set(variants.flatMap(({ overall }) => Object.keys(overall.costs)))];
  return (
    <section className="wide" {...SCROLLED}>
      <h2>{words.costs}</h2>
      <table className="plain report-table">
        <thead>
          <tr>
            <th scope="col">{words.variant}</th>
            {keys.map((key) => (
              <th scope="col" key={key}>
                {words.costNames[key] ?? key}
              </th>
            ))}
            <th scope="col">{words.trials}</th>
          </tr>
        </thead>
        <tbody>
          {variants.map(({ name, overall: { costs, counts } }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {keys.map((key) => (
                <td key={key}>{sayCost(key, costs[key])}</td>
              ))}
              <td>
                {Object.entries(counts)
                  .filter(([, amount]) => amount > 0)
                  .map(([kind, amount]) => `${amount} ${words.outcomes[kind] ?? kind}`)
                  .join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function sayCost(key: string, amount: number | undefined): string {
  if (amount === undefined) return "–";
  if (/usd/i.test(key)) return usd(amount);
  if (/ms$/i.test(key)) return duration(amount);
  return amount <= 1 && /share|supported/i.test(key) ? `${percent(amount)} %` : short(amount);
}

/** Variants that differ by one number: how the scores follow it. */
function Sweep({ variants }: { readonly variants: readonly Variant[] }) {
  const { reports: words } = useWords();
  const axes = [...new Set(variants.flatMap(({ axis }) => axis ?? []))];
  return axes.map((axis) => {
    const own = variants.filter((variant) => variant.axis === axis && variant.value !== undefined);
    const keys = ["itemF1", "rowF1", "success", "correct"].filter((key) =>
      own.some(({ overall }) => overall.metrics[key]),
    );
    const curves = keys.map((key) => ({
      name: words.metrics[key] ?? key,
      points: own.flatMap(({ value, overall }) => {
        const metric = overall.metrics[key];
        return metric === undefined || value === undefined ? [] : [[value, metric.average * 100] as const];
      }),
    }));
    return own.length < 2 ? undefined : (
      <LineChart key={axis} title={words.by(axis)} curves={curves} xLabel={axis} range={PERCENT} />
    );
  });
}
