import { expect, test } from "vitest";
import type { Completeness } from "../../core/evidence.ts";
import { estimateLine } from "./estimate-line.ts";

const base: Completeness = { found: 37, estimate: 39.9, low: 38, high: 44, method: "chapman", occasions: 2 };

test.each<[Completeness, string, string]>([
  [base, "found 37 of about 40 (38–44)", "已找到 37 行，估计共约 40 行（38–44）"],
  [
    { ...base, estimate: 1_350.4, low: 655, high: undefined },
    "found 37 of about 1,350 (at least 655)",
    "已找到 37 行，估计共约 1,350 行（至少 655）",
  ],
  [
    { ...base, estimate: 37, low: 37, high: 37 },
    "found 37; none seems to be missing",
    "已找到 37 行，似无遗漏",
  ],
  [
    { ...base, estimate: undefined, low: 37, high: undefined, method: "none" },
    "found 37; there may be more",
    "已找到 37 行，可能还有更多",
  ],
  [
    { found: 37, low: 37, method: "none", occasions: 1 },
    "found 37; how many there are is unknown",
    "已找到 37 行，总数未知",
  ],
])("%o is written in one line", (completeness, english, chinese) => {
  expect(estimateLine(completeness, "en")).toBe(english);
  expect(estimateLine(completeness, "zh")).toBe(chinese);
});
