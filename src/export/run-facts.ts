/** @file What stands around a table: who found it, when, with what, and how it ended. */
import { estimateLine } from "../evidence/completeness/estimate-line.ts";
import type { ExportedRun, ExportOptions } from "./exported-run.ts";
import { wordsIn } from "./words.ts";

export interface RunFact {
  readonly name: string;
  readonly value: string | number;
}

/** In the order in which they are read; what is not known is left out. */
export function runFacts(exported: ExportedRun, { language }: ExportOptions): readonly RunFact[] {
  const { run, question, startedAt, model, knowledgeBase, result } = exported;
  const { facts, stops, seconds } = wordsIn(language);
  const { table, completeness, usage } = result;
  const all: readonly (readonly [name: string, value: string | number | undefined])[] = [
    [facts.question, question],
    [facts.date, dateText(startedAt)],
    [facts.model, model],
    [facts.knowledgeBase, knowledgeBase],
    [facts.rows, table?.cells.length],
    [facts.completeness, completeness && estimateLine(completeness, language)],
    [facts.note, completeness?.warning],
    [facts.end, stops[result.stop]],
    [facts.error, result.error],
    [facts.agents, result.agents],
    [facts.tokens, usage.promptTokens + usage.sampledTokens],
    [facts.cost, usage.costUsd === undefined ? undefined : `$${usage.costUsd.toFixed(4)}`],
    [facts.time, `${(result.elapsedMs / 1000).toFixed(1)} ${seconds}`],
    [facts.run, run],
  ];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

/** `2026-11-23 08:15 UTC`; what is no time stays as it is. */
function dateText(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
