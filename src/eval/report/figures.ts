/** @file Numbers as a report shows them. */
import type { CostMeasure } from "./metrics.ts";

/** In percent with one decimal, without the sign. */
export function percent(share: number): string {
  return (share * 100).toFixed(1);
}

/** E.g. `1 task`, `2 tasks`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** With its unit, as short as it can be told apart. */
export function amount(value: number, unit: CostMeasure["unit"]): string {
  switch (unit) {
    case "share":
      return `${percent(value)} %`;
    case "usd":
      return `$${value.toFixed(value < 1 ? 4 : 2)}`;
    case "ms":
      return duration(value);
    case "count":
      return count(value);
  }
}

function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;
}

function count(value: number): string {
  if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(2)} M`;
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)} k`;
  return Number.isInteger(value) || value >= 1_000 ? String(Math.round(value)) : value.toFixed(1);
}
