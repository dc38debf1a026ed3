/** @file Draws from lists. */
import { shuffled } from "../../world.ts";

/** Uniform in [0, 1). */
export type Next = () => number;

/** `undefined` of an empty list only. */
export function drawn<T>(values: readonly T[], next: Next): T | undefined {
  return values[Math.floor(next() * values.length)];
}

export function inAnyOrder<T>(values: readonly T[], next: Next): readonly T[] {
  return shuffled(values, Math.floor(next() * 2 ** 31));
}

/** `{slot}` gives way to the slot's text. */
export function filled(phrasing: string, slots: Readonly<Record<string, string>>): string {
  return phrasing.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? "");
}

/** How often the first letter, and how often the last stop, is left out. */
const CARELESS = 0.22;

/** As typed in haste: no capital at the beginning, no stop at the end. `I`, and a name that a slot stands for, keep theirs. */
export function carelessly(phrasing: string, next: Next): string {
  const [capital, stop] = [next(), next()];
  const begun = capital < CARELESS && !/^I\b/.test(phrasing) ? lowered(phrasing) : phrasing;
  return stop < CARELESS ? begun.replace(/[.?]$/, "") : begun;
}

/** `{Set}` and `{A}` are `{set}` and `{a}` with a capital letter. */
function lowered(phrasing: string): string {
  return phrasing.replace(/^\{?\p{Lu}/u, (first) => first.toLowerCase());
}

export function raised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
