/** @file The tables of a report: scores and costs, one line a variant or a group. */
import { amount, countOf, percent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { COSTS, METRICS, type Metric } from "./metrics.ts";
import type { MetricSummary, Summary } from "./summarise.ts";

export interface NamedSummary {
  readonly name: string;
  readonly summary: Summary;
}

/** Of the metrics of one kind of answer; `undefined` where no answer of that kind has a score. */
export function scoreTable(rows: readonly NamedSummary[], of: Metric["of"], k: number): Html | undefined {
  const metrics = METRICS.filter(
    ({ key, of: kind }) => kind === of && rows.some(({ summary }) => summary.metrics[key] !== undefined),
  );
  if (metrics.length === 0) return undefined;
  const withBest = (index: number) => index < 3 && k > 1;
  const heads = metrics.flatMap(({ label, isYesOrNo }, index) => [
    html`<th>${label}<br>${average(k)}</th>`,
    ...(withBest(index) ? [html`<th><br>${isYesOrNo ? "pass" : "max"}@${k}</th>`] : []),
  ]);
  return html`<div class="scroll"><table class="scores">
<tr><th></th>${heads}</tr>
${rows.map(
  ({
    name,
    summary,
  }) => html`<tr><td>${name}<small>${tasksOf(summary, metrics)}</small></td>${metrics.flatMap(
    ({ key }, index) => [
      averageCell(summary.metrics[key], index === 0),
      ...(withBest(index) ? [html`<td>${bestOf(summary.metrics[key])}</td>`] : []),
    ],
  )}</tr>
`,
)}</table></div>`;
}

function average(k: number): string {
  return k > 1 ? `avg@${k}` : "";
}

function tasksOf({ metrics }: Summary, of: readonly Metric[]): string {
  const tasks = Math.max(0, ...of.map(({ key }) => metrics[key]?.tasks ?? 0));
  return countOf(tasks, "task");
}

function averageCell(summary: MetricSummary | undefined, isFirst: boolean): Html {
  if (summary === undefined) return html`<td>–</td>`;
  const { average: value, interval } = summary;
  const range = interval && html`<small>${percent(interval.low)}–${percent(interval.high)}</small>`;
  return html`<td${isFirst ? html` class="first"` : undefined}>${percent(value)}${range}</td>`;
}

function bestOf(summary: MetricSummary | undefined): string {
  return summary === undefined ? "–" : percent(summary.best);
}

/** Means per trial; `undefined` where nothing is known of any cost. */
export function costTable(rows: readonly NamedSummary[]): Html | undefined {
  const measures = COSTS.filter(({ key }) => rows.some(({ summary }) => summary.costs[key] !== undefined));
  if (measures.length === 0) return undefined;
  return html`<div class="scroll"><table class="scores">
<tr><th></th>${measures.map(({ label }) => html`<th>${label}</th>`)}</tr>
${rows.map(
  ({ name, summary }) => html`<tr><td>${name}</td>${measures.map(({ key, unit }) => {
    const value = summary.costs[key];
    return html`<td>${value === undefined ? "–" : amount(value, unit)}</td>`;
  })}</tr>
`,
)}</table></div>`;
}

/** How many trials count, and what became of the others. */
export function countTable(rows: readonly NamedSummary[]): Html {
  return html`<div class="scroll"><table class="scores">
<tr><th></th><th>Scored</th><th>No verdict<br>of the judge</th><th>Model<br>failed</th><th>Missing</th><th>Ended by</th></tr>
${rows.map(
  ({
    name,
    summary: { counts, stops },
  }) => html`<tr><td>${name}</td><td>${counts.scored}</td><td>${counts.unscored}</td><td>${counts.failed}</td><td>${counts.missing}</td><td>${endings(stops)}</td></tr>
`,
)}</table></div>`;
}

function endings(stops: Summary["stops"]): string {
  return (
    Object.entries(stops)
      .toSorted(([, left], [, right]) => right - left)
      .map(([stop, count]) => `${stop} ${count}`)
      .join(", ") || "–"
  );
}
