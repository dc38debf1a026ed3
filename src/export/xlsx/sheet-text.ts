/** @file Text that a workbook can hold. */
import { readableText } from "../readable-text.ts";

/** Characters of a cell. */
const LONGEST = 32_767;

/**
 * Without what XML cannot hold; letters that a workbook would take for an escaped character, `_x0041_`, are escaped; longer texts
 * are cut, and end with `…`.
 */
export function sheetText(text: string, longest = LONGEST): string {
  const clean = readableText(text).replace(/_(?=x[\da-f]{4}_)/giu, "_x005F_");
  return clean.length > longest ? `${cut(clean, longest - 1)}…` : clean;
}

/** Not in the middle of a letter, nor of an escape. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$|_(?:x(?:0(?:0(?:5F?)?)?)?)?$/u, "");
}

/** Columns that a text takes; Chinese letters take two. */
export function textWidth(text: string): number {
  const longest = text.split("\n").reduce((most, line) => Math.max(most, lineWidth(line)), 0);
  return longest;
}

function lineWidth(line: string): number {
  const start = line.slice(0, 200);
  return (
    start.length +
    (start.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/gu) ?? []).length
  );
}
