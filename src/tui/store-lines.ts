/** @file How far the building of a knowledge base is, as one line: rate and time left. */
import type { StoreProgress } from "../kb/store/source.ts";
import { count, writeTime } from "./amounts.ts";
import { cut } from "./fit.ts";
import type { Palette } from "./palette.ts";

const BAR_WIDTH = 20;

/** What is being done, since when, and how far it was then. */
export interface StoreView {
  readonly progress: StoreProgress;
  readonly first: StoreProgress;
  /** Milliseconds since `first`. */
  readonly elapsedMs: number;
}

/** E.g. `Reading  ━━━━━━──────  1,200,000 pages · 3,100 pages/s · 2 min 05 s left`. */
export function storeLine(view: StoreView, columns: number, palette: Palette): string {
  const share = shareOf(view.progress);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = palette.accent("━".repeat(filled)) + palette.dim("─".repeat(BAR_WIDTH - filled));
  const title = view.progress.phase === "reading" ? "Reading   " : "Indexing  ";
  const room = columns - title.length - BAR_WIDTH - 2;
  return room < 0 ? bar : `${title}${bar}  ${cut(storeText(view), room)}`;
}

/** The same without the bar. */
export function storeText({ progress, first, elapsedMs }: StoreView): string {
  if (progress.phase === "indexing") return `${progress.done} of ${count(progress.total, "step")}`;
  const seconds = elapsedMs / 1000;
  const begun = first.phase === "reading" ? first : { pages: 0, done: 0 };
  const rate = seconds < 1 ? 0 : (progress.pages - begun.pages) / seconds;
  const speed = seconds < 1 ? 0 : (progress.done - begun.done) / seconds;
  const left = speed <= 0 ? undefined : (progress.total - progress.done) / speed;
  return [
    count(progress.pages, "page"),
    ...(rate > 0 ? [`${Math.round(rate).toLocaleString("en-US")} pages/s`] : []),
    ...(left !== undefined && left > 0 ? [`${writeTime(left * 1000)} left`] : []),
  ].join(" · ");
}

function shareOf({ done, total }: StoreProgress): number {
  return total === 0 ? 0 : Math.min(1, done / total);
}
