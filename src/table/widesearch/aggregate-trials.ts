/** @file Scores of several trials per task made one, by the official rules. */
import { ConfigError } from "../../core/errors.ts";

/** One trial of one task. `metrics` is `undefined` where the trial left no result. */
export interface Trial {
  readonly task: string;
  readonly metrics: Readonly<Record<string, number>> | undefined;
}

/** Over the trials of a task the mean, the best and the worst; then the mean over tasks. Best success is pass@n. */
export interface Aggregate {
  readonly average: number;
  readonly best: number;
  readonly worst: number;
}

/**
 * Per metric. Trials above `trialCount` count too; each metric takes its own best trial. Without trials there is
 * nothing to report. Throws `ConfigError` if a task has too few results: a mean over fewer would not compare.
 */
export function aggregateTrials(
  trials: readonly Trial[],
  trialCount: number,
): Readonly<Record<string, Aggregate>> {
  const byTask = new Map<string, Readonly<Record<string, number>>[]>();
  for (const { task, metrics } of trials) {
    const results = byTask.get(task) ?? [];
    if (metrics) results.push(metrics);
    byTask.set(task, results);
  }
  for (const [task, results] of byTask) {
    if (results.length < trialCount) {
      throw new ConfigError(
        `Task ${task} has ${results.length} of ${trialCount} results. Run the missing trials first.`,
      );
    }
  }
  const tasks = [...byTask.values()];
  const names = [...new Set(tasks.flat().flatMap(Object.keys))];
  return Object.fromEntries(
    names.map((name) => [name, aggregate(tasks.map((results) => values(results, name)))]),
  );
}

function values(results: readonly Readonly<Record<string, number>>[], name: string): readonly number[] {
  return results.map((metrics) => metrics[name] ?? 0);
}

function aggregate(tasks: readonly (readonly number[])[]): Aggregate {
  return {
    average: mean(tasks.map(mean)),
    best: mean(tasks.map((scores) => Math.max(...scores))),
    worst: mean(tasks.map((scores) => Math.min(...scores))),
  };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / numbers.length;
}
