/** @file The estimate in one line for people: "found 37 of about 40 (38–44)". */

import type { Completeness } from "../../core/evidence.ts";
import type { Language } from "../../core/task.ts";

export function estimateLine(completeness: Completeness, language: Language): string {
  return language === "zh" ? inChinese(completeness) : inEnglish(completeness);
}

function inEnglish({ found, estimate, low, high, method, occasions }: Completeness): string {
  const rows = written(found);
  if (method === "none" && occasions < 2) return `found ${rows}; how many there are is unknown`;
  if (high === found) return `found ${rows}; none seems to be missing`;
  if (estimate === undefined) {
    return low > found ? `found ${rows} of at least ${written(low)}` : `found ${rows}; there may be more`;
  }
  const range = high === undefined ? `at least ${written(low)}` : `${written(low)}–${written(high)}`;
  return `found ${rows} of about ${written(estimate)} (${range})`;
}

function inChinese({ found, estimate, low, high, method, occasions }: Completeness): string {
  const rows = `已找到 ${written(found)} 行`;
  if (method === "none" && occasions < 2) return `${rows}，总数未知`;
  if (high === found) return `${rows}，似无遗漏`;
  if (estimate === undefined) {
    return low > found ? `${rows}，至少有 ${written(low)} 行` : `${rows}，可能还有更多`;
  }
  const range = high === undefined ? `至少 ${written(low)}` : `${written(low)}–${written(high)}`;
  return `${rows}，估计共约 ${written(estimate)} 行（${range}）`;
}

/** A whole number with separators of thousands, the same in every locale. */
function written(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}
