/** @file A training under way: a few lines of a terminal, or one of a log. */
import { count, writeTime, writeTokens } from "../amounts.ts";
import { cut, widthOf } from "../fit.ts";
import type { Palette } from "../palette.ts";
import { devParts, policyParts, scoreParts } from "./metric-parts.ts";
import type { Stretch, TrainView } from "./train-view.ts";

interface Frame {
  /** The terminal's width. */
  readonly columns: number;
  /** Milliseconds since this session began. */
  readonly at: number;
  readonly palette: Palette;
}

const BAR_WIDTH = 20;
/** From so many on the rate says how long the rest takes. */
const RATE_FROM = { demonstrations: 20, repeats: 3, steps: 1 } as const;
const NOUNS = { demonstrations: "task", repeats: "repeat", steps: "step" } as const;

/**
 * ```
 * rl  ━━━━━───────────────  12 of 50 steps · 31 of 64 episodes · 1.2k tokens/s · 32 min 10 s left
 *   reward 0.712 · answer 0.581 · valid 0.984 · item F1 54.2 · exact 61.0 · 6.2 subagents
 *   entropy 0.211 · ratio gap 2.1e-4 · clipped 0.3 % · 2 groups dropped
 *   dev reward 0.602 · dev item F1 51.0 · 8 min 12 s
 * ```
 */
export function trainLines(view: TrainView, { columns, at, palette }: Frame): readonly string[] {
  const { stretch } = view;
  if (stretch === undefined) return [palette.dim(cut(`${view.name}  reading pages and tasks`, columns))];
  const { done, of } = stretch;
  const name = stretch.kind === "steps" ? view.name : stretch.kind;
  const filled = of === 0 ? 0 : Math.round((done / of) * BAR_WIDTH);
  const bar = palette.accent("━".repeat(filled)) + palette.dim("─".repeat(BAR_WIDTH - filled));
  const pace = paceOf(view, stretch, at).join(" · ");
  const room = columns - widthOf(name) - BAR_WIDTH - 4;
  const first = room < widthOf(doneOf(stretch)) ? cut(pace, columns) : `${name}  ${bar}  ${cut(pace, room)}`;
  return [first, ...linesOf([...partsOf(view), [writeTime(at)]], columns, palette)];
}

/** E.g. `[3 min 57 s] 12 of 50 steps · 1.2k tokens/s · 32 min 10 s left · reward 0.712 · …`. */
export function trainPlainLine(view: TrainView, at: number): string {
  const { stretch } = view;
  if (stretch === undefined) return `[${writeTime(at)}] reading pages and tasks`;
  return `[${writeTime(at)}] ${[...paceOf(view, stretch, at), ...partsOf(view).flat()].join(" · ")}`;
}

/** All in one line where it fits; else how good it is, how the learning goes, and the rest stand in a line each. */
function linesOf(
  parts: readonly (readonly string[])[],
  columns: number,
  palette: Palette,
): readonly string[] {
  const whole = parts.flat();
  const fits = widthOf(whole.join(" · ")) <= columns - 2;
  const [scores = [], others = [], ...rest] = parts;
  const rows = fits ? [whole] : [scores, others, rest.flat()].filter((row) => row.length > 0);
  return rows.map((row, index) => {
    const fitting = cut(row.join(" · "), columns - 2);
    return `  ${index === 0 ? fitting : palette.dim(fitting)}`;
  });
}

function doneOf({ kind, done, of }: Stretch): string {
  return `${done.toLocaleString("en-US")} of ${count(of, NOUNS[kind])}`;
}

/** How far, how fast, and how long the rest takes at the rate so far. */
function paceOf({ episodes, latest }: TrainView, stretch: Stretch, at: number): readonly string[] {
  const { kind, done, of, doneBefore, beganAt } = stretch;
  const here = done - doneBefore;
  const perMs = here / (at - beganAt);
  const tokens = latest?.["tokensPerSecond"];
  const isKnown = here >= RATE_FROM[kind] && Number.isFinite(perMs) && done < of;
  return [
    doneOf(stretch),
    ...(episodes === undefined ? [] : [episodesOf(episodes)]),
    ...(tokens === undefined ? [] : [`${writeTokens(Math.round(tokens))} tokens/s`]),
    ...(isKnown ? [`${writeTime((of - done) / perMs)} left`] : []),
  ];
}

function episodesOf({ done, of, split }: NonNullable<TrainView["episodes"]>): string {
  return `${done} of ${count(of, split === "dev" ? "dev episode" : "episode")}`;
}

/** How good it is, how the learning goes, and what was last measured on the dev split. */
function partsOf({
  stretch,
  demonstrations,
  latest,
  dev,
}: TrainView): readonly [readonly string[], readonly string[], readonly string[]] {
  if (stretch?.kind === "demonstrations") return [[count(demonstrations ?? 0, "demonstration")], [], []];
  return [scoreParts(latest ?? {}), policyParts(latest ?? {}), devParts(dev ?? {})];
}
