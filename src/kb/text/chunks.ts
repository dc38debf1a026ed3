/** @file Cuts a page into the passages that are indexed. */
import { units } from "./units.ts";

/** Characters: 100 to 150 English words, so that an ordinary entity page is one passage. */
const TARGET = 800;
const SMALLEST = 400;

/** The passages of a page's text, in order; put together without anything between they are the text. */
export function chunks(text: string): string[] {
  const starts = [0];
  for (const unit of units(text, TARGET)) {
    const isFull = unit.end - (starts.at(-1) ?? 0) > TARGET;
    if (isFull && text.length - unit.start >= SMALLEST && unit.start > 0) starts.push(unit.start);
  }
  return [...new Set(starts)].map((start, index, all) => text.slice(start, all[index + 1] ?? text.length));
}
