/** @file The two files of a report. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import type { Benchmark } from "../benchmarks/benchmark.ts";
import type { EvalConfig } from "../run/eval-config.ts";
import type { Trial } from "../trial.ts";
import { htmlReport } from "./html-report.ts";
import { metricValues } from "./metrics.ts";
import { summarise, type VariantSummary } from "./summarise.ts";

interface Report {
  readonly config: EvalConfig;
  readonly variants: readonly VariantSummary[];
  /** Each trial by its numbers alone. */
  readonly trials: readonly unknown[];
}

export interface Evaluated {
  readonly benchmark: Benchmark;
  readonly config: EvalConfig;
  readonly trials: readonly Trial[];
}

/** Writes `report.html` and `report.json` into `directory`. Throws `ConfigError` when they cannot be written. */
export async function writeReport(
  { benchmark, config, trials }: Evaluated,
  directory: string,
): Promise<Report> {
  const summaries = summarise(benchmark, config, trials);
  const report = { config, variants: summaries, trials: trials.map(numbersOf) };
  const page = htmlReport({ benchmark, config, trials, summaries });
  try {
    await writeFile(join(directory, "report.html"), page);
    await writeFile(join(directory, "report.json"), `${JSON.stringify(report, null, 1)}\n`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`The report cannot be written to ${directory}: ${systemReason(error)}.`, {
      cause: error,
    });
  }
  return report;
}

function numbersOf({ variant, task, trial, outcome, stop, run, cost, supported }: Trial): unknown {
  const error = "error" in outcome ? outcome.error : undefined;
  const scores = metricValues(outcome);
  return { variant, task, trial, outcome: outcome.kind, ...scores, error, supported, stop, run, ...cost };
}
