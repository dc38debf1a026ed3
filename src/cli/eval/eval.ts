/** @file `wideseek eval`: teams at the tasks of a benchmark, scored, with a report at the end. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { Benchmark } from "../../eval/benchmarks/benchmark.ts";
import { openBenchmark } from "../../eval/benchmarks/open-benchmark.ts";
import { readEvalDirectory } from "../../eval/run/eval-directory.ts";
import { remembering } from "../../eval/run/remembering.ts";
import { type EvalProgress, type EvalResult, runEval } from "../../eval/run/run-eval.ts";
import type { Trial } from "../../eval/trial.ts";
import { openSeed } from "../../service/knowledge/open-seed.ts";
import { openStore } from "../../service/places/open-store.ts";
import { beginEvalView } from "../../tui/eval/eval-view.ts";
import { benchmarkName } from "../arguments/benchmark.ts";
import { EXIT } from "../exit-code.ts";
import { listenForInterruption } from "../interruption.ts";
import { openEvalDisplay } from "../progress/open-progress.ts";
import { closeEvaluation } from "./close.ts";
import { type EvalPlan, planEval } from "./eval-options.ts";
import { makeEvaluationDirectory } from "./evaluation-directory.ts";
import type { EvalEnvironment, OpenEvaluation } from "./open-evaluation.ts";
import { openModels } from "./open-models.ts";
import { type EvalRequest, keepRequest, quote, readRequest } from "./request.ts";

/** After so many failures in a row the model is taken to be out of reach. */
const MOST_FAILURES = 20;

/** Gives the exit code. Throws `ConfigError` for what cannot work, before anything is spent. */
export async function evaluate(
  benchmarkArgument: string | undefined,
  flags: unknown,
  environment: EvalEnvironment,
): Promise<number> {
  const { variables } = environment;
  const request = await readRequest(benchmarkArgument, flags);
  const plan = planEval(request.flags, variables["WIDESEEK_MODEL"]);
  const benchmark = await openBenchmark(benchmarkName(request.benchmark), plan.choice);
  const earlier = request.resume === undefined ? [] : await earlierTrials(request.resume);
  const isResumed = request.resume !== undefined;
  const models = await openModels(plan, { environment: variables, isResumed });
  const directory = request.resume ?? (await beginDirectory(request, plan, benchmark, environment));

  const display = await openEvalDisplay(plan, beginEvalView(benchmark.name, earlier), environment);
  const interruption = listenForInterruption(
    () => display.say("Stopping; finished trials are kept. Press Ctrl-C again to quit at once."),
    () => {
      display.stop();
      display.say(`Continue  wideseek eval --resume ${quote(directory)}`);
    },
  );
  const opened = { request, plan, benchmark, models, directory, environment, display, interruption };
  try {
    const knowledgeBase = await openSeed({ onBuild: display.building, signal: interruption.signal });
    if (knowledgeBase === undefined) return interruption.exitCode ?? EXIT.unanswered;
    return await run(opened, knowledgeBase).finally(() => knowledgeBase.close());
  } finally {
    display.stop();
    interruption.release();
  }
}

/** None where it was stopped before the first one began. */
async function earlierTrials(directory: string): Promise<readonly Trial[]> {
  return existsSync(join(directory, "eval.json")) ? (await readEvalDirectory(directory)).trials : [];
}

async function beginDirectory(
  request: EvalRequest,
  { date }: EvalPlan,
  { name }: Benchmark,
  { variables }: EvalEnvironment,
): Promise<string> {
  const { out } = request.flags;
  const directory = await makeEvaluationDirectory(
    typeof out === "string" ? out : undefined,
    name,
    date ?? new Date(),
  );
  await keepRequest(directory, request, variables["WIDESEEK_MODEL"]);
  return directory;
}

async function run(opened: OpenEvaluation, knowledgeBase: KnowledgeBase): Promise<number> {
  const { plan, benchmark, models, directory, environment, display, interruption } = opened;
  const { version, variables } = environment;
  const startedAt = performance.now();
  const outOfReach = new AbortController();
  const watch = watchFailures(() => outOfReach.abort(new Error("The model is out of reach.")));
  const onLoss = (loss: string) => display.say(`wideseek: ${loss} The evaluation goes on.`);
  const result: EvalResult = await runEval({
    benchmark,
    variants: plan.variants,
    trials: plan.trials,
    concurrency: plan.concurrency,
    ...models,
    knowledgeBase: remembering(knowledgeBase),
    directory,
    store: openStore({ runs: join(directory, "runs"), variables, onLoss }),
    version,
    now: plan.date ?? new Date(),
    signal: AbortSignal.any([interruption.signal, outOfReach.signal]),
    onProgress: (progress) => {
      if (progress.trial === undefined && !plan.quiet) display.say(`The evaluation is kept in ${directory}`);
      watch(progress);
      display.trial(progress);
    },
  });
  display.stop();
  return closeEvaluation(opened, result, performance.now() - startedAt);
}

/** Calls `giveUp` once too many trials in a row have failed. */
function watchFailures(giveUp: () => void): (progress: EvalProgress) => void {
  let failures = 0;
  return ({ trial }) => {
    if (trial === undefined) return;
    failures = trial.outcome.kind === "failed" ? failures + 1 : 0;
    if (failures === MOST_FAILURES) giveUp();
  };
}
