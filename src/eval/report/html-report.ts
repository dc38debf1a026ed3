/** @file The report of an evaluation as one HTML page that needs nothing else: no script, no font, no network. */
import type { Benchmark } from "../benchmarks/benchmark.ts";
import type { EvalConfig } from "../run/eval-config.ts";
import type { Trial } from "../trial.ts";
import { type Chart, lineChart, type Series } from "./chart.ts";
import { amount, countOf, percent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { costTable, countTable, type NamedSummary, scoreTable } from "./score-tables.ts";
import { STYLE } from "./style.ts";
import type { Summary, VariantSummary } from "./summarise.ts";
import { taskDetails } from "./task-details.ts";

export interface ReportInput {
  readonly benchmark: Benchmark;
  readonly config: EvalConfig;
  readonly trials: readonly Trial[];
  readonly summaries: readonly VariantSummary[];
}

/** With more trials than these, of each variant at each task only one is shown in full: the page must still open. */
const MANY_TRIALS = 1_200;

/** Everything that comes from tasks, pages or models is escaped. */
export function htmlReport(input: ReportInput): string {
  const { benchmark, config, summaries } = input;
  const title = `${benchmark.name} · ${config.startedAt.slice(0, 10)}`;
  const overall = summaries.map(({ name, overall: summary }) => ({ name, summary }));
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ html: STYLE }}</style></head><body>
<header><p>wideseek evaluation</p><h1>${benchmark.name}</h1>${facts(config)}</header>
${scores(overall, config)}
${curves(summaries, config.trials)}
${costs(overall)}
${breakdown("By language", summaries, ({ byLanguage }) => byLanguage, config.trials)}
${breakdown(`By ${benchmark.groupedBy}`, summaries, ({ byGroup }) => byGroup, config.trials)}
${tasks(input)}
<footer>Made by wideseek ${config.version}. The same figures stand in report.json beside this page, every trial in trials.jsonl.</footer>
</body></html>
`.html;
}

function facts({
  startedAt,
  version,
  models,
  knowledgeBase,
  judge,
  benchmark,
  variants,
  trials,
}: EvalConfig): Html {
  const known: readonly (readonly [string, string | undefined])[] = [
    ["Date", `${startedAt.slice(0, 16).replace("T", " ")} UTC`],
    ["Tasks and trials", `${countOf(benchmark.tasks, "task")}, ${countOf(trials, "trial")} each`],
    ["Compared", variants.map(({ name }) => name).join(", ")],
    [
      "Model",
      models &&
        (models.lead === models.subagent ? models.lead : `lead ${models.lead}, subagents ${models.subagent}`),
    ],
    ["Search", knowledgeBase],
    ["Judge", judge],
    ["Version", `wideseek ${version}`],
    ["Tasks' digest", benchmark.digest],
  ];
  return html`<dl class="facts">${known.map(([name, value]) =>
    value === undefined ? html`` : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function scores(rows: readonly NamedSummary[], { trials: k }: EvalConfig): Html {
  const tables = scoreTable(rows, "table", k);
  const answers = scoreTable(rows, "short-answer", k);
  return html`<section><h2>Scores</h2>
<p>In percent: means over tasks${k > 1 ? `, of the mean (avg@${k}) or the best (max@${k}, pass@${k}) of ${k} trials` : ""}. Small figures are 95 % intervals, by bootstrap over tasks.</p>
${tables && html`<h3>Tables</h3>${tables}`}
${answers && html`<h3>Short answers</h3>${answers}`}
<h3>Trials</h3>${countTable(rows)}</section>`;
}

function costs(rows: readonly NamedSummary[]): Html | undefined {
  const table = costTable(rows);
  return (
    table &&
    html`<section><h2>What it took</h2>
<p>Means per trial. The critical path is the longest chain of model calls that had to wait for each other, tools excluded.</p>
${table}</section>`
  );
}

function breakdown(
  title: string,
  summaries: readonly VariantSummary[],
  groupsOf: (summary: VariantSummary) => Readonly<Record<string, Summary>>,
  k: number,
): Html | undefined {
  const names = [...new Set(summaries.flatMap((summary) => Object.keys(groupsOf(summary))))];
  if (names.length < 2) return undefined;
  const groups = names.map((name) => {
    const rows = summaries.flatMap((variant): NamedSummary[] => {
      const summary = groupsOf(variant)[name];
      return summary === undefined ? [] : [{ name: variant.name, summary }];
    });
    return html`<h3>${name}</h3>${scoreTable(rows, "table", k)}${scoreTable(rows, "short-answer", k)}`;
  });
  return html`<section><h2>${title}</h2>${groups}</section>`;
}

const AXES = [
  { axis: "width", title: "Width", label: "subagents at once (0: a single agent)" },
  { axis: "turns", title: "Depth", label: "turns of a single agent" },
] as const;

function curves(summaries: readonly VariantSummary[], k: number): readonly Html[] {
  return AXES.flatMap(({ axis, title, label }) => {
    const points = summaries.filter((summary) => summary.axis === axis);
    if (points.length < 2) return [];
    const charts = chartsOf(points, label, k).filter(({ series }) => series.length > 0);
    return html`<section><h2>${title}</h2><p>Bands are 95 % intervals. Steps on the axis are equal, whatever their distance.</p>
<div class="figures">${charts.map(lineChart)}</div></section>`;
  });
}

const SCORE_LINES = [
  ["itemF1", "Item F1"],
  ["rowF1", "Row F1"],
  ["success", "Success"],
  ["correct", "Correct"],
] as const;

function chartsOf(points: readonly VariantSummary[], xLabel: string, k: number): readonly Chart[] {
  const metricLine = (key: string, name: string): Series => ({
    name,
    points: points.flatMap(({ value: at = 0, overall }) => {
      const metric = overall.metrics[key];
      return metric === undefined ? [] : [{ at, value: metric.average, ...metric.interval }];
    }),
  });
  const costLine = (key: string, name: string): Series => ({
    name,
    points: points.flatMap(({ value: at = 0, overall }) => {
      const value = overall.costs[key];
      return value === undefined ? [] : [{ at, value }];
    }),
  });
  const filled = (series: readonly Series[]) => series.filter(({ points: known }) => known.length > 0);
  return [
    {
      title: k > 1 ? `Scores, avg@${k}, %` : "Scores, %",
      xLabel,
      series: filled(SCORE_LINES.map(([key, name]) => metricLine(key, name))),
      format: (value) => percent(value).replace(/\.0$/, ""),
      max: 1,
    },
    {
      title: "Turns per trial",
      xLabel,
      series: filled([costLine("criticalTurns", "critical path"), costLine("turns", "all agents")]),
      format: (value) => amount(value, "count"),
    },
    {
      title: "Tokens per trial",
      xLabel,
      series: filled([costLine("tokens", "tokens")]),
      format: (value) => amount(value, "count"),
    },
  ];
}

function tasks({ benchmark, config, trials }: ReportInput): Html {
  const byTask = new Map<string, Trial[]>();
  for (const trial of trials.toSorted((left, right) => left.trial - right.trial)) {
    const own = byTask.get(trial.task);
    if (own === undefined) byTask.set(trial.task, [trial]);
    else own.push(trial);
  }
  const official = benchmark.tasks.some(({ rules }) => rules.kind === "widesearch");
  return html`<section><h2>Tasks</h2>
<p>One number a variant: item F1 or, for a short answer, the share of correct trials. A line opens to its answers.${
    official
      ? " Scores are by the official WideSearch rules; which cells are coloured is decided by wideseek's own, without a judge."
      : ""
  }</p>
<div class="task-head"><p class="key"><span class="s">right</span><span class="w">wrong</span><span class="u">wrong, and no page states it</span><span class="m">missing</span></p>
<div class="chips">${config.variants.map(({ name }) => html`<span class="chip name">${name}</span>`)}</div></div>
${benchmark.tasks.map((task) => {
  const own = byTask.get(task.task.id) ?? [];
  const variants = config.variants.map(({ name }) => ({
    name,
    trials: own.filter(({ variant }) => variant === name),
  }));
  return taskDetails(task, variants, trials.length > MANY_TRIALS ? 1 : Infinity);
})}</section>`;
}
