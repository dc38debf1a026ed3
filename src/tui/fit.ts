/** @file Fits text into terminal columns, of which a Chinese character takes two. */
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Control characters and turns of the writing direction: text from a page must not steer the terminal. */
const STEERING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

const ASCII = /^[ -~]*$/;

/** The text on one line, harmless to a terminal. */
export function oneLine(text: string): string {
  return text.replace(STEERING, " ").replace(/\s+/g, " ").trim();
}

/** The text with its lines, harmless to a terminal. */
export function harmless(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(STEERING, (steering) => steering.replace(/[^\n\t]/g, ""));
}

/** Terminal columns that the text takes; paint takes none. */
export function widthOf(text: string): number {
  // most text, and a hundred times as fast
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** At most `width` columns; what is left out becomes an ellipsis. `text` carries no paint. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  let room = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return width < 1 ? "" : `${kept.trimEnd()}…`;
}

/** At most `width` columns from the end; what is left out before them becomes an ellipsis. `text` carries no paint. */
export function cutStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  let room = width - 1;
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept = segment + kept;
  }
  return width < 1 ? "" : `…${kept}`;
}

/** Exactly `width` columns, cut or filled up with blanks on the right. */
export function padEnd(text: string, width: number): string {
  const fitting = cut(text, width);
  return fitting + " ".repeat(Math.max(0, width - widthOf(fitting)));
}

/** Exactly `width` columns, cut or filled up with blanks on the left. */
export function padStart(text: string, width: number): string {
  const fitting = cut(text, width);
  return " ".repeat(Math.max(0, width - widthOf(fitting))) + fitting;
}

/** Lines of at most `width` columns, broken between words where there are any. Paint goes on over a break. */
export function wrap(text: string, width: number): readonly string[] {
  if (width === Infinity) return text.split("\n");
  return wrapAnsi(text, Math.max(1, width), { hard: true }).split("\n");
}
