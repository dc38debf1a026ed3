/** @file What a run has used, and how much of what it may use that is. */
import { count, writeMoney, writeTime, writeTokens } from "../amounts.ts";
import { cut, widthOf } from "../fit.ts";
import type { RunView } from "../run-view.ts";
import type { Frame } from "./frame.ts";

const BAR_WIDTH = 10;
const WARN_FROM = 0.7;

interface Amount {
  readonly text: string;
  /** The used share of its ceiling, and what the ceiling is of. */
  readonly used?: { readonly share: number; readonly of: string } | undefined;
}

/**
 * E.g. `4 agents · 1 page · 1.3k of 2.0k tokens · 3.0 s · ━━━━━━──── 58 % of tokens`: the bar is that of the ceiling that is
 * nearest, and has a line of its own where the terminal is narrow.
 */
export function totalsLines(view: RunView, frame: Frame): readonly string[] {
  const { palette, columns } = frame;
  const amounts = amountsOf(view, frame);
  const whole = amounts.map(({ text }) => text).join(" · ");
  const painted = amounts.map(({ text, used }) =>
    (used?.share ?? 0) >= WARN_FROM ? palette.warning(text) : palette.dim(text),
  );
  const line =
    widthOf(whole) > columns - 2
      ? palette.dim(cut(`  ${whole}`, columns))
      : `  ${painted.join(palette.dim(" · "))}`;
  const bar = nearestBar(amounts, frame);
  if (bar === undefined) return [line];
  const isOneLine = widthOf(whole) + widthOf(bar.plain) + 5 <= columns;
  return isOneLine ? [`${line}${palette.dim(" · ")}${bar.painted}`] : [line, `  ${bar.painted}`];
}

function amountsOf({ usage, agents, pages }: RunView, { at, ceilings }: Frame): readonly Amount[] {
  const tokens = usage.promptTokens + usage.sampledTokens;
  return [
    { text: count(agents.size, "agent") },
    { text: count(pages.size, "page") },
    amountOf(tokens, ceilings.tokens, { write: writeTokens, unit: " tokens", of: "tokens" }),
    ...(usage.costUsd === undefined && ceilings.costUsd === undefined
      ? []
      : [amountOf(usage.costUsd ?? 0, ceilings.costUsd, { write: writeMoney, unit: "", of: "money" })]),
    amountOf(at, ceilings.deadlineMs, { write: writeTime, unit: "", of: "time" }),
  ];
}

interface Bar {
  readonly plain: string;
  readonly painted: string;
}

/** Of what is used up most; absent where nothing has a ceiling. */
function nearestBar(amounts: readonly Amount[], { palette, columns }: Frame): Bar | undefined {
  const used = amounts.flatMap((amount) => amount.used ?? []);
  const [nearest] = used.toSorted((left, right) => right.share - left.share);
  if (nearest === undefined) return undefined;
  const { share, of } = nearest;
  const filled = Math.min(BAR_WIDTH, Math.round(share * BAR_WIDTH));
  const full = "━".repeat(filled);
  const free = "─".repeat(BAR_WIDTH - filled);
  const isNear = share >= WARN_FROM;
  const room = columns - BAR_WIDTH - 2;
  const text = cut(` ${Math.round(share * 100)} % of ${of}${isNear ? " !" : ""}`, room);
  const paint = isNear ? palette.warning : palette.accent;
  const paintText = isNear ? palette.warning : palette.dim;
  return { plain: full + free + text, painted: paint(full) + palette.dim(free) + paintText(text) };
}

interface Manner {
  readonly write: (value: number) => string;
  readonly unit: string;
  readonly of: string;
}

function amountOf(value: number, ceiling: number | undefined, { write, unit, of }: Manner): Amount {
  if (ceiling === undefined) return { text: `${write(value)}${unit}` };
  return { text: `${write(value)} of ${write(ceiling)}${unit}`, used: { share: value / ceiling, of } };
}
