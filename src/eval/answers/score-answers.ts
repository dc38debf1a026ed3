/** @file Answers at hand, scored by the rules of a benchmark. */
import { ConfigError } from "../../core/errors.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { Benchmark, BenchmarkTask } from "../benchmarks/benchmark.ts";
import type { Evaluated } from "../report/write-report.ts";
import { describeBenchmark, type EvalConfig } from "../run/eval-config.ts";
import { scoreAnswer } from "../score-answer.ts";
import type { ScoringContext } from "../score-by-widesearch.ts";
import type { Trial } from "../trial.ts";
import type { GivenAnswer } from "./given-answer.ts";

export interface ScoreOptions extends ScoringContext {
  /** Answers scored at once, which is of use where a judge is asked. */
  readonly concurrency: number;
  /** The package's version. */
  readonly version: string;
}

export interface ScoredAnswers extends Evaluated {
  /** Answers to tasks that the benchmark does not have; they are not scored. */
  readonly strangers: readonly GivenAnswer[];
}

/**
 * Variants are who gave the answers, trials as many as the task with the most of them has; a task without an answer is
 * counted as missing and enters no mean. Throws `ConfigError` if no answer is to a task of the benchmark.
 */
export async function scoreAnswers(
  benchmark: Benchmark,
  answers: readonly GivenAnswer[],
  options: ScoreOptions,
): Promise<ScoredAnswers> {
  const findTask = taskFinder(benchmark);
  const found = answers.map((answer) => ({ answer, task: findTask(answer) }));
  const scorable = found.flatMap(({ answer, task }) => (task === undefined ? [] : [{ answer, task }]));
  if (scorable.length === 0) {
    throw new ConfigError(
      `None of the ${answers.length} answers is to a task of ${benchmark.name}; the first is to "${answers[0]?.task.id}".`,
    );
  }
  const turn = semaphore(options.concurrency);
  const trials = await Promise.all(
    scorable.map(({ answer, task }) => turn.run(() => scoreOne(answer, task, options), options.signal)),
  );
  return {
    benchmark,
    config: configOf(benchmark, trials, options),
    trials,
    strangers: found.filter(({ task }) => task === undefined).map(({ answer }) => answer),
  };
}

function taskFinder({ tasks }: Benchmark): (answer: GivenAnswer) => BenchmarkTask | undefined {
  const byId = new Map(tasks.map((task) => [task.task.id, task]));
  const byQuestion = new Map(tasks.map((task) => [task.task.question, task]));
  return ({ task: { id, question } }) =>
    byId.get(id) ?? (question === undefined ? undefined : byQuestion.get(question));
}

async function scoreOne(
  { variant, trial, text, table, known }: GivenAnswer,
  task: BenchmarkTask,
  context: ScoringContext,
): Promise<Trial> {
  const outcome = await scoreAnswer(task, { text, table }, context);
  return { variant, task: task.task.id, trial, outcome, answer: text, ...known };
}

function configOf(
  benchmark: Benchmark,
  trials: readonly Trial[],
  { judge, now, version }: ScoreOptions,
): EvalConfig {
  const counts = new Map<string, number>();
  for (const { variant, task } of trials) {
    const key = JSON.stringify([variant, task]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    format: 1,
    version,
    startedAt: now.toISOString(),
    benchmark: describeBenchmark(benchmark),
    variants: [...new Set(trials.map(({ variant }) => variant))].map((name) => ({ name })),
    trials: Math.max(...counts.values()),
    judge: judge.name,
  };
}
