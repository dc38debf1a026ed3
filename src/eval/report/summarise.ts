/** @file From trials to the numbers of a report: over the trials of a task first, then over tasks. */
import type { Benchmark, BenchmarkTask } from "../benchmarks/benchmark.ts";
import type { EvalConfig } from "../run/eval-config.ts";
import type { Trial } from "../trial.ts";
import { bootstrapInterval, type Interval } from "./bootstrap.ts";
import { COSTS, METRICS, metricValues } from "./metrics.ts";

/** Of one metric over the tasks that have it. */
export interface MetricSummary {
  /** avg@k: the mean over tasks of the mean over trials. */
  readonly average: number;
  /** max@k, of a yes or no pass@k: the mean over tasks of the best trial. */
  readonly best: number;
  /** min@k. */
  readonly worst: number;
  /** Of the average; absent for a single task. */
  readonly interval?: Interval | undefined;
  readonly tasks: number;
}

export interface Summary {
  readonly tasks: number;
  /** How many trials there are of each kind; only `scored` ones enter a metric. */
  readonly counts: {
    readonly scored: number;
    /** The judge gave no verdict. */
    readonly unscored: number;
    /** The model could not be reached. */
    readonly failed: number;
    /** Planned and not there: no answer was given, or the evaluation was stopped. */
    readonly missing: number;
  };
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  /** Means over the trials in which they are known. */
  readonly costs: Readonly<Record<string, number>>;
  /** Why the episodes ended. */
  readonly stops: Readonly<Record<string, number>>;
}

export interface VariantSummary {
  readonly name: string;
  readonly axis?: "width" | "turns" | undefined;
  readonly value?: number | undefined;
  readonly overall: Summary;
  readonly byLanguage: Readonly<Record<string, Summary>>;
  readonly byGroup: Readonly<Record<string, Summary>>;
}

/** One a variant, in their order. Trials at tasks that the benchmark does not have are left out. */
export function summarise(
  benchmark: Benchmark,
  { variants, trials: trialCount }: Pick<EvalConfig, "variants" | "trials">,
  trials: readonly Trial[],
): readonly VariantSummary[] {
  const byVariant = groupBy(trials, ({ variant }) => variant);
  return variants.map(({ name, axis, value }) => {
    const own = byVariant.get(name) ?? [];
    const summary = (tasks: readonly BenchmarkTask[]) => summariseTasks(tasks, own, trialCount);
    const by = (keyOf: (task: BenchmarkTask) => string) =>
      Object.fromEntries(
        [...groupBy(benchmark.tasks, keyOf)]
          .map(([key, tasks]) => [key, summary(tasks)] as const)
          .toSorted(([left], [right]) => left.localeCompare(right, "en", { numeric: true })),
      );
    return {
      name,
      axis,
      value,
      overall: summary(benchmark.tasks),
      byLanguage: by(({ task }) => task.language),
      byGroup: by(({ group }) => group),
    };
  });
}

function summariseTasks(
  tasks: readonly BenchmarkTask[],
  trials: readonly Trial[],
  trialCount: number,
): Summary {
  const wanted = new Set(tasks.map(({ task }) => task.id));
  const own = trials.filter(({ task }) => wanted.has(task));
  const unscored = own.filter(({ outcome }) => outcome.kind === "unscored").length;
  const failed = own.filter(({ outcome }) => outcome.kind === "failed").length;
  return {
    tasks: tasks.length,
    counts: {
      scored: own.length - unscored - failed,
      unscored,
      failed,
      missing: Math.max(0, tasks.length * trialCount - own.length),
    },
    metrics: summariseMetrics(own),
    costs: summariseCosts(own),
    stops: Object.fromEntries(
      [...groupBy(own, ({ stop }) => stop ?? "")].flatMap(([stop, ended]) =>
        stop === "" ? [] : [[stop, ended.length]],
      ),
    ),
  };
}

function summariseMetrics(trials: readonly Trial[]): Summary["metrics"] {
  const tasks = [...groupBy(trials, ({ task }) => task).values()].map((own) =>
    own.map(({ outcome }) => metricValues(outcome)).filter((values) => values !== undefined),
  );
  const summaries = METRICS.flatMap(({ key }): (readonly [string, MetricSummary])[] => {
    const perTask = tasks
      .map((own) => own.flatMap((values) => values[key] ?? []))
      .filter((values) => values.length > 0);
    if (perTask.length === 0) return [];
    const means = perTask.map(mean);
    const summary = {
      average: mean(means),
      best: mean(perTask.map((values) => Math.max(...values))),
      worst: mean(perTask.map((values) => Math.min(...values))),
      interval: bootstrapInterval(means),
      tasks: perTask.length,
    };
    return [[key, summary]];
  });
  return Object.fromEntries(summaries);
}

function summariseCosts(trials: readonly Trial[]): Summary["costs"] {
  const means = COSTS.flatMap((measure): (readonly [string, number])[] => {
    const known = trials.flatMap((trial) => measure.of(trial) ?? []);
    return known.length === 0 ? [] : [[measure.key, mean(known)]];
  });
  return Object.fromEntries(means);
}

/** In the order in which the keys first appear. */
function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
