/** @file An evaluation: every variant of a team at every task, so many trials each, and every answer scored. */
import type { Samplers } from "../../agent/build-team.ts";
import type { Judge } from "../../core/judge.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { RunStore } from "../../run/run-store.ts";
import { childSignal } from "../../util/abort.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { Benchmark } from "../benchmarks/benchmark.ts";
import type { Trial } from "../trial.ts";
import { describeBenchmark, type EvalConfig } from "./eval-config.ts";
import { type EvalDirectory, openEvalDirectory, trialKey } from "./eval-directory.ts";
import { type PlannedTrial, runTrial, scoreAgain } from "./run-trial.ts";
import type { Variant } from "./sweep.ts";

export interface EvalOptions {
  readonly benchmark: Benchmark;
  readonly variants: readonly Variant[];
  /** Of each variant at each task. */
  readonly trials: number;
  /** Trials at once. */
  readonly concurrency: number;
  readonly samplers: Samplers;
  readonly judge: Judge;
  readonly knowledgeBase: KnowledgeBase;
  /** Of this evaluation alone; one that was broken off is taken up again. */
  readonly directory: string;
  /** Where the episodes are kept. */
  readonly store: RunStore;
  /** The package's version. */
  readonly version: string;
  readonly now: Date;
  /** Aborted: trials under way are dropped, to be run anew when the evaluation is taken up again. */
  readonly signal?: AbortSignal | undefined;
  /** Called once at the start, and after each trial. */
  readonly onProgress?: ((progress: EvalProgress) => void) | undefined;
}

export interface EvalProgress {
  readonly done: number;
  readonly total: number;
  /** The one just done. */
  readonly trial?: Trial | undefined;
}

export interface EvalResult {
  readonly config: EvalConfig;
  /** Variant by variant, task by task; fewer than planned if the evaluation was stopped. */
  readonly trials: readonly Trial[];
  readonly isComplete: boolean;
}

/** A trial to run, or one whose answer is there and has no score yet. */
type Pending = PlannedTrial & { readonly earlier?: Trial };

/**
 * A trial that has a score is never repeated; one that the judge left without a score is only scored again, and one
 * whose model failed is run again. The n-th trial of every task has the team's seed plus n, so that trials differ and
 * still repeat. Throws `ConfigError` where the directory holds another evaluation.
 */
export async function runEval(options: EvalOptions): Promise<EvalResult> {
  const directory = await openEvalDirectory(options.directory, configOf(options));
  const done = new Map(directory.trials.map((trial) => [trialKey(trial), trial]));
  const planned = plan(options);
  const pending = planned.flatMap((trial): Pending[] => {
    const earlier = done.get(keyOf(trial));
    if (earlier === undefined || earlier.outcome.kind === "failed") return [trial];
    return earlier.outcome.kind === "unscored" ? [{ ...trial, earlier }] : [];
  });
  let finished = planned.length - pending.length;
  options.onProgress?.({ done: finished, total: planned.length });

  const results = await runAll(pending, options, directory, (trial) => {
    finished += 1;
    options.onProgress?.({ done: finished, total: planned.length, trial });
  });
  for (const trial of results) done.set(trialKey(trial), trial);
  const trials = planned.flatMap((trial) => done.get(keyOf(trial)) ?? []);
  return { config: directory.config, trials, isComplete: finished === planned.length };
}

function configOf(options: EvalOptions): EvalConfig {
  const { benchmark, variants, samplers, judge, knowledgeBase } = options;
  return {
    format: 1,
    version: options.version,
    startedAt: options.now.toISOString(),
    benchmark: describeBenchmark(benchmark),
    variants,
    trials: options.trials,
    models: { lead: samplers.lead.model, subagent: samplers.subagent.model },
    knowledgeBase: knowledgeBase.name,
    judge: judge.name,
  };
}

function plan({ benchmark, variants, trials }: EvalOptions): readonly PlannedTrial[] {
  return variants.flatMap((variant) =>
    benchmark.tasks.flatMap((task) =>
      Array.from({ length: trials }, (_, index): PlannedTrial => ({ variant, task, trial: index + 1 })),
    ),
  );
}

function keyOf({ variant, task, trial }: PlannedTrial): string {
  return trialKey({ variant: variant.name, task: task.task.id, trial });
}

/** Without those that the signal stopped. What one throws stops the others first. */
async function runAll(
  pending: readonly Pending[],
  options: EvalOptions,
  directory: EvalDirectory,
  onTrial: (trial: Trial) => void,
): Promise<readonly Trial[]> {
  const stop = childSignal(options.signal ?? new AbortController().signal);
  const turn = semaphore(options.concurrency);
  const runOne = async ({ earlier, ...planned }: Pending): Promise<Trial | undefined> => {
    if (stop.signal.aborted) return undefined;
    const now = new Date(directory.config.startedAt);
    const means = { ...options, now, signal: stop.signal };
    const trial = await orStopped(stop.signal, () =>
      earlier === undefined ? runTrial(planned, means) : scoreAgain(earlier, planned.task, means),
    );
    if (trial === undefined) return undefined;
    await directory.append(trial);
    onTrial(trial);
    return trial;
  };
  const running = pending.map((planned) =>
    turn
      .run(() => runOne(planned))
      .catch((error: unknown) => {
        stop.abort(error);
        throw error;
      }),
  );
  const settled = await Promise.allSettled(running);
  stop.release();
  const failure = settled.find((result) => result.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  return settled.flatMap((result) => (result.status === "fulfilled" ? (result.value ?? []) : []));
}

/** `undefined` where the signal stopped it. */
async function orStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await work();
    return signal.aborted ? undefined : result;
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
