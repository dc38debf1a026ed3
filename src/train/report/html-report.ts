/** @file The report of a training as one HTML page that needs nothing else: no script, no font, no network. */
import { lineChart } from "../../eval/report/chart.ts";
import { type Html, html } from "../../eval/report/html.ts";
import { STYLE } from "../../eval/report/style.ts";
import type { Metrics } from "../run/metrics.ts";
import { chartsOf } from "./charts.ts";
import { writeValue } from "./value.ts";

export interface TrainingReport {
  readonly directory: string;
  readonly config: { readonly steps: number };
  /** In the order of their steps. */
  readonly metrics: readonly Metrics[];
}

/** Curves of all that was measured, its last values, and the config. */
export function htmlReport({ directory, config, metrics }: TrainingReport): string {
  const done = metrics.at(-1)?.step ?? 0;
  const last = metrics.findLast(({ step, loss }) => step === done && loss !== undefined) ?? { step: done };
  const charts = chartsOf(metrics);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Training · ${directory}</title><style>${{ html: STYLE }}</style></head><body>
<header><p>wideseek training</p><h1>Step ${done} of ${config.steps}</h1>
<dl class="facts"><div><dt>Directory</dt><dd>${directory}</dd></div></dl></header>
<section><h2>Curves</h2><p>Points are means over equal numbers of steps, bands reach from the lowest to the highest of those steps.</p>
<div class="figures">${charts.map(lineChart)}</div></section>
<section><h2>Last step</h2>${valueTable(last)}</section>
<section><h2>Config</h2><pre>${JSON.stringify(config, null, 2)}</pre></section>
<footer>Every step stands in metrics.jsonl beside this page.</footer>
</body></html>
`.html;
}

function valueTable(metrics: Metrics): Html {
  const rows = Object.entries(metrics).flatMap(([name, value]) =>
    value === undefined ? [] : [html`<tr><td>${name}</td><td>${writeValue(value)}</td></tr>`],
  );
  return html`<div class="scroll"><table class="scores">${rows}</table></div>`;
}
