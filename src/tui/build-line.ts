/** @file How far the building of a search index is, as one line. */
import type { BuildProgress } from "../kb/lance/build.ts";
import { cut } from "./fit.ts";
import type { Palette } from "./palette.ts";

const BAR_WIDTH = 20;
/** The part of the time that writing the pages takes; indexing their words takes the rest. */
const PAGES_SHARE = 0.5;

/** E.g. `Building the search index  ━━━━━━━━────────  12,000 of 15,000 pages`; the bar alone in a narrow terminal. */
export function buildLine(progress: BuildProgress, columns: number, palette: Palette): string {
  const filled = Math.round(shareOf(progress) * BAR_WIDTH);
  const bar = palette.accent("━".repeat(filled)) + palette.dim("─".repeat(BAR_WIDTH - filled));
  const title = "Building the search index  ";
  const room = columns - title.length - BAR_WIDTH - 2;
  return room < 0 ? bar : `${title}${bar}  ${cut(describe(progress), room)}`;
}

/** From 0 to 1; without a known total the bar waits at the beginning of its phase. */
function shareOf({ phase, done, total }: BuildProgress): number {
  const share = total === undefined || total === 0 ? 0 : Math.min(1, done / total);
  return phase === "pages" ? share * PAGES_SHARE : PAGES_SHARE + share * (1 - PAGES_SHARE);
}

function describe({ phase, done, total }: BuildProgress): string {
  const of = total === undefined ? "" : ` of ${total.toLocaleString("en-US")}`;
  return `${done.toLocaleString("en-US")}${of} ${phase}`;
}
