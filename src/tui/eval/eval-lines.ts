/** @file An evaluation under way: two lines of a terminal, or one of a log. */
import { count, writeMoney, writeTime, writeTokens } from "../amounts.ts";
import { cut, widthOf } from "../fit.ts";
import type { Palette } from "../palette.ts";
import type { EvalView } from "./eval-view.ts";

interface Frame {
  /** The terminal's width. */
  readonly columns: number;
  /** Milliseconds since the evaluation began or was taken up again. */
  readonly at: number;
  readonly palette: Palette;
}

const BAR_WIDTH = 20;
/** Before so many trials are done, no rate says much. */
const RATE_FROM_TRIALS = 3;

/**
 * ```
 * seed-test  ━━━━━━━━────────────  1,924 of 4,800 trials · 8.1/s · 5 min 55 s left
 *   item F1 97.2 · correct 98.1 · 2 failed · 12.3M tokens · $1.23 · 3 min 57 s
 * ```
 */
export function evalLines(view: EvalView, { columns, at, palette }: Frame): readonly string[] {
  const { name, done, total } = view;
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_WIDTH);
  const bar = palette.accent("━".repeat(filled)) + palette.dim("─".repeat(BAR_WIDTH - filled));
  const pace = [trialsOf(view), ...paceOf(view, at)].join(" · ");
  const room = columns - widthOf(name) - BAR_WIDTH - 4;
  const first = room < widthOf(trialsOf(view)) ? cut(pace, columns) : `${name}  ${bar}  ${cut(pace, room)}`;
  return [first, foundLine(view, { columns, at, palette })];
}

/** E.g. `[3 min 57 s] 1,924 of 4,800 trials · 8.1/s · 5 min 55 s left · item F1 97.2 · 12.3M tokens`. */
export function evalPlainLine(view: EvalView, at: number): string {
  const { scores, troubles, spent } = partsOf(view);
  const parts = [trialsOf(view), ...paceOf(view, at), ...scores, ...troubles, ...spent];
  return `[${writeTime(at)}] ${parts.join(" · ")}`;
}

function foundLine(view: EvalView, { columns, at, palette }: Frame): string {
  const { scores, troubles, spent } = partsOf(view);
  const rest = [...spent, writeTime(at)];
  const whole = [...scores, ...troubles, ...rest].join(" · ");
  if (widthOf(whole) > columns - 2) return palette.dim(cut(`  ${whole}`, columns));
  const painted = [
    ...scores.map(palette.bold),
    ...troubles.map(palette.warning),
    ...rest.map((part) => palette.dim(part)),
  ];
  return `  ${painted.join(palette.dim(" · "))}`;
}

function trialsOf({ done, total }: EvalView): string {
  return `${done.toLocaleString("en-US")} of ${count(total, "trial")}`;
}

/** How many a second, and how long the rest takes at that rate. */
function paceOf({ done, total, doneBefore = 0 }: EvalView, at: number): readonly string[] {
  const here = done - doneBefore;
  if (here < RATE_FROM_TRIALS || at <= 0) return [];
  const perSecond = here / (at / 1000);
  const rate = perSecond >= 1 ? `${perSecond.toFixed(1)}/s` : `${(perSecond * 60).toFixed(1)}/min`;
  const left = total - done;
  return left === 0 ? [rate] : [rate, `${writeTime((left / perSecond) * 1000)} left`];
}

function partsOf({ itemF1, correct, failed, unscored, tokens, usd }: EvalView) {
  const mean = (label: string, { sum, count: of }: EvalView["itemF1"]) =>
    of === 0 ? [] : [`${label} ${((sum / of) * 100).toFixed(1)}`];
  return {
    scores: [...mean("item F1", itemF1), ...mean("correct", correct)],
    troubles: [
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(unscored > 0 ? [`${unscored} without a verdict`] : []),
    ],
    spent: [`${writeTokens(tokens)} tokens`, ...(usd === undefined ? [] : [writeMoney(usd)])],
  };
}
