/** @file How far an evaluation is, put together from its trials as they are done. */
import { metricValues } from "../../eval/report/metrics.ts";
import type { EvalProgress } from "../../eval/run/run-eval.ts";
import type { Trial } from "../../eval/trial.ts";

/** Over the trials that have such a score. */
interface RunningMean {
  readonly sum: number;
  readonly count: number;
}

export interface EvalView {
  readonly name: string;
  readonly done: number;
  readonly total: number;
  /** Done before this session; absent until that is known. */
  readonly doneBefore?: number | undefined;
  readonly itemF1: RunningMean;
  /** Of short answers, the share that is correct. */
  readonly correct: RunningMean;
  readonly failed: number;
  readonly unscored: number;
  readonly tokens: number;
  /** Absent where no price is known. */
  readonly usd?: number | undefined;
}

const NOTHING: RunningMean = { sum: 0, count: 0 };

/** `earlier`: the trials of an evaluation that is taken up again. */
export function beginEvalView(name: string, earlier: readonly Trial[]): EvalView {
  const empty = {
    name,
    done: 0,
    total: 0,
    itemF1: NOTHING,
    correct: NOTHING,
    failed: 0,
    unscored: 0,
    tokens: 0,
  };
  // one without a score is done again, and counts then
  return earlier
    .filter(({ outcome }) => metricValues(outcome) !== undefined)
    .reduce<EvalView>(addTrial, empty);
}

export function advanceEvalView(view: EvalView, { done, total, trial }: EvalProgress): EvalView {
  const counted = { ...view, done, total, doneBefore: view.doneBefore ?? done };
  return trial === undefined ? counted : addTrial(counted, trial);
}

function addTrial(view: EvalView, { outcome, cost }: Trial): EvalView {
  const values = metricValues(outcome);
  return {
    ...view,
    itemF1: addTo(view.itemF1, values?.["itemF1"]),
    correct: addTo(view.correct, values?.["correct"]),
    failed: view.failed + Number(outcome.kind === "failed"),
    unscored: view.unscored + Number(outcome.kind === "unscored"),
    tokens: view.tokens + (cost === undefined ? 0 : cost.promptTokens + cost.sampledTokens),
    usd: cost?.usd === undefined ? view.usd : (view.usd ?? 0) + cost.usd,
  };
}

function addTo({ sum, count }: RunningMean, value: number | undefined): RunningMean {
  return value === undefined ? { sum, count } : { sum: sum + value, count: count + 1 };
}
