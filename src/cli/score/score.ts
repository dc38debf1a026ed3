/** @file `wideseek score`: answers that are there already, scored by the rules of a benchmark. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { type ScoredAnswers, scoreAnswers } from "../../eval/answers/score-answers.ts";
import { openBenchmark } from "../../eval/benchmarks/open-benchmark.ts";
import { writeReport } from "../../eval/report/write-report.ts";
import { count } from "../../tui/amounts.ts";
import { scoreLines } from "../../tui/eval/score-lines.ts";
import { benchmarkName } from "../arguments/benchmark.ts";
import type { Environment } from "../environment.ts";
import { troubles } from "../eval/close.ts";
import { makeEvaluationDirectory } from "../eval/evaluation-directory.ts";
import { openNamedJudge } from "../eval/open-judge.ts";
import { readRequest } from "../eval/request.ts";
import { EXIT } from "../exit-code.ts";
import { listenForInterruption } from "../interruption.ts";
import { columnsOf, paletteOf } from "../look.ts";
import { readAllAnswers } from "./read-all-answers.ts";
import { planScore, type ScorePlan } from "./score-options.ts";

export interface ScoreEnvironment extends Environment {
  /** The package's version. */
  readonly version: string;
}

/** Gives the exit code. Throws `ConfigError` for what cannot work, before a judge is asked anything. */
export async function score(
  paths: readonly string[],
  flags: unknown,
  environment: ScoreEnvironment,
): Promise<number> {
  const { stderr, variables, version } = environment;
  const plan = planScore(await withBenchmark(paths, flags));
  const answers = await readAllAnswers(paths);
  const { limit, language } = plan;
  const benchmark = await openBenchmark(benchmarkName(plan.benchmark ?? ""), { limit, language });
  const judge = await openNamedJudge(plan.judge, { environment: variables });
  const now = plan.date ?? new Date();
  const interruption = listenForInterruption(
    () => stderr.write("Stopping; no report is written.\n"),
    () => undefined,
  );
  const { concurrency } = plan;
  const options = { judge, now, version, concurrency, signal: interruption.signal };
  try {
    const scored = await scoreAnswers(benchmark, answers, options);
    const directory = await makeEvaluationDirectory(plan.out, `scores ${benchmark.name}`, now);
    return await deliver(scored, { plan, directory, environment });
  } catch (error) {
    if (interruption.exitCode !== undefined && error === interruption.signal.reason)
      return interruption.exitCode;
    throw error;
  } finally {
    interruption.release();
  }
}

/** An evaluation of ours knows its benchmark, and which of its tasks it had. */
async function withBenchmark(paths: readonly string[], flags: unknown): Promise<unknown> {
  const typed: Record<string, unknown> = { ...Object(flags) };
  if (typed["benchmark"] !== undefined) return typed;
  const own = paths.find((path) => existsSync(join(path, "eval.json")));
  if (own === undefined) {
    throw new ConfigError("Name the benchmark that the answers are to: --benchmark seed-test, or its path.");
  }
  const { benchmark, flags: asked } = await readRequest(undefined, { resume: own });
  const { limit, language } = asked;
  return {
    ...(limit !== undefined && { limit }),
    ...(language !== undefined && { language }),
    ...typed,
    benchmark,
  };
}

interface Delivery {
  readonly plan: ScorePlan;
  readonly directory: string;
  readonly environment: ScoreEnvironment;
}

async function deliver(
  { strangers, ...evaluated }: ScoredAnswers,
  { plan, directory, environment: { stdout, stderr } }: Delivery,
): Promise<number> {
  const { config, variants } = await writeReport(evaluated, directory);
  const palette = paletteOf(stderr, plan.color);
  if (plan.format === "json") {
    const files = { html: join(directory, "report.html"), json: join(directory, "report.json") };
    stdout.write(`${JSON.stringify({ config, variants, strangers: strangers.length, files }, null, 2)}\n`);
  } else {
    const look = { columns: columnsOf(stdout), palette: paletteOf(stdout, plan.color) };
    stdout.write(`${scoreLines(variants, config.trials, look).join("\n")}\n`);
  }
  if (strangers.length > 0) {
    const [first] = strangers;
    stderr.write(
      `${palette.warning(`wideseek: ${count(strangers.length, "answer")} to tasks that ${config.benchmark.name} does not have, such as "${first?.task.id}".`)}\n`,
    );
  }
  for (const trouble of troubles(evaluated.trials))
    stderr.write(`${palette.warning(`wideseek: ${trouble}`)}\n`);
  stderr.write(`Report    ${palette.accent(join(directory, "report.html"))}\n`);
  const isScored = evaluated.trials.every(({ outcome }) => outcome.kind !== "unscored");
  return isScored ? EXIT.answered : EXIT.unanswered;
}
