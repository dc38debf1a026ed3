/** @file One task of a report: a line with its scores, which opens to the answers and to who did what. */
import type { BenchmarkTask } from "../benchmarks/benchmark.ts";
import type { AgentTrace, Cost, Trial } from "../trial.ts";
import { showAnswer } from "./answer-table.ts";
import { amount, countOf, percent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { metricValues } from "./metrics.ts";

export interface VariantTrials {
  readonly name: string;
  readonly trials: readonly Trial[];
}

const MAX_AGENTS = 40;

/** `answers`: how many different answers of a variant are shown in full. */
export function taskDetails(task: BenchmarkTask, variants: readonly VariantTrials[], answers: number): Html {
  const { id, question, language } = task.task;
  return html`<details class="task"><summary>
<div class="question">${question}<small>${id} · ${language} · ${task.group}</small></div>
<div class="chips">${variants.map(chip)}</div></summary>
<div class="inside">${variants.map((variant) => variantTrials(task, variant, answers))}</div></details>
`;
}

/** What a task is known by in one number: item F1 of a table, or whether a short answer is correct. */
function headline(trial: Trial): number | undefined {
  const values = metricValues(trial.outcome);
  return values?.["itemF1"] ?? values?.["correct"];
}

function chip({ name, trials }: VariantTrials): Html {
  const values = trials.map(headline).filter((value) => value !== undefined);
  if (values.length === 0) return html`<span class="chip none" title="${name}: no score">–</span>`;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const share = `${Math.round(Math.min(1, mean) * 55)}%`;
  return html`<span class="chip" style="--share:${share}" title="${name}">${Math.round(mean * 100)}</span>`;
}

/** Trials with the same answer are shown once. */
function variantTrials(task: BenchmarkTask, { name, trials }: VariantTrials, answers: number): Html {
  const byAnswer = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = JSON.stringify([trial.answer, trial.outcome]);
    byAnswer.set(key, [...(byAnswer.get(key) ?? []), trial]);
  }
  const different = [...byAnswer.values()];
  return html`${different.slice(0, answers).map((same) => inFull(task, name, same))}${different
    .slice(answers)
    .map(
      (same) =>
        html`<p class="took">${name} · ${numbered(same)} · ${same.slice(0, 1).flatMap(worth).join(" · ")}</p>`,
    )}`;
}

function inFull(task: BenchmarkTask, variant: string, same: readonly Trial[]): Html {
  const [first] = same;
  if (first === undefined) return html``;
  return html`<div class="trial"><h4>${variant} · ${numbered(same)}</h4>
<p class="took">${[...worth(first), ...took(first)].join(" · ")}</p>
${showAnswer(task, first)}
${traces(first.agents ?? [])}</div>`;
}

function numbered(trials: readonly Trial[]): string {
  return `${trials.length > 1 ? "trials" : "trial"} ${trials.map(({ trial }) => trial).join(", ")}`;
}

function worth({ outcome }: Trial): readonly string[] {
  switch (outcome.kind) {
    case "table": {
      const { item, row, success, note } = outcome;
      const scores = `item F1 ${percent(item.f1)} (precision ${percent(item.precision)}, recall ${percent(item.recall)})`;
      return [
        scores,
        `row F1 ${percent(row.f1)}`,
        success ? "success" : "no success",
        ...(note ? [note] : []),
      ];
    }
    case "short-answer":
      return [outcome.correct ? "correct" : "wrong", `token F1 ${percent(outcome.f1)}`];
    case "unscored":
      return [`not scored: ${outcome.error}`];
    case "failed":
      return [`failed: ${outcome.error}`];
  }
}

function took({ cost, stop, run }: Trial): readonly string[] {
  return [
    ...(stop === undefined || stop === "answered" ? [] : [`ended by ${stop}`]),
    ...(cost === undefined ? [] : costs(cost)),
    ...(run === undefined ? [] : [`run ${run}`]),
  ];
}

function costs({ promptTokens, sampledTokens, usd, elapsedMs, subagents, turns, searches, accesses }: Cost) {
  return [
    amount(elapsedMs, "ms"),
    `${amount(promptTokens + sampledTokens, "count")} tokens`,
    ...(usd === undefined ? [] : [amount(usd, "usd")]),
    countOf(subagents, "subagent"),
    countOf(turns, "turn"),
    `searches ${searches}`,
    `pages opened ${accesses}`,
  ];
}

function traces(agents: readonly AgentTrace[]): Html | undefined {
  if (agents.length === 0) return undefined;
  const hidden = agents.length - MAX_AGENTS;
  return html`<details class="agents"><summary>${countOf(agents.length, "agent")}</summary><ol>
${agents.slice(0, MAX_AGENTS).map(trace)}</ol>${hidden > 0 ? html`<p class="took">… and ${hidden} more</p>` : undefined}</details>`;
}

function trace({ agent, subtask, stop, turns, tokens, calls, report }: AgentTrace): Html {
  const isFirst = !agent.includes(".");
  const ended = stop === "answered" ? "" : ` · ended by ${stop ?? "being killed"}`;
  return html`<li><span class="who"><b>${agent}</b> · ${countOf(turns, "turn")} · ${amount(tokens, "count")} tokens${ended}</span>
${isFirst ? undefined : html`<p>${subtask}</p>`}
${calls.map((call) => html`<code>${call}</code>`)}
${isFirst ? undefined : html`<p class="report">${report}</p>`}</li>`;
}
