/** @file The lines of a PDF page, put together from the pieces of text that it draws. */

/** A piece of text as the page shows it: in points, from its left edge and downwards from its top. */
export interface Piece {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  /** Height of its letters. */
  readonly size: number;
  /** `undefined`: there are several in it. */
  readonly font: string | undefined;
}

/** Pieces on one baseline without a gap as wide as between columns. The text has single blanks. */
export type Line = Piece;

/** In heights of a letter. */
const SAME_BASELINE = 0.3;
const RAISED_BASELINE = 0.7;
const BLANK = 0.12;
const COLUMN_GAP = 0.75;
const LABEL_GAP = 3;
/** What a list item begins with. */
const LABEL = /^(?:[•·▪■●○◦‣⁃∙–—*-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)$/iu;
export const BULLET = /^[•·▪■●○◦‣⁃∙]\s*/u;

/** In the order in which the page draws them, which is the order in which most are read. */
export function readLines(pieces: readonly Piece[]): readonly Line[] {
  const lines: Line[] = [];
  let isBlankBefore = false;
  for (const piece of pieces) {
    const text = piece.text.replace(/\s+/gu, " ");
    if (text.trim() === "") {
      isBlankBefore ||= text !== "";
      continue;
    }
    const trimmed = { ...piece, ...trimmedSpan({ ...piece, text }) };
    const last = lines.at(-1);
    if (last !== undefined && continuesLine(last, trimmed)) {
      const isApart =
        isBlankBefore || /^\s|\s$/u.test(text.at(0) ?? "") || trimmed.left - last.right > BLANK * last.size;
      lines[lines.length - 1] = joined(last, trimmed, isApart ? " " : "");
    } else lines.push(trimmed);
    isBlankBefore = /\s$/u.test(text);
  }
  return lines;
}

/** Part of a line, as if all its letters were of one width. */
export function lineSlice(line: Line, start: number, end: number): Line {
  const width = (line.right - line.left) / Math.max(1, line.text.length);
  return {
    ...line,
    text: line.text.slice(start, end),
    left: line.left + start * width,
    right: line.left + end * width,
  };
}

function trimmedSpan(piece: Piece): Piece {
  const start = piece.text.length - piece.text.trimStart().length;
  return lineSlice(piece, start, start + piece.text.trim().length);
}

function continuesLine(line: Line, next: Piece): boolean {
  const rise = Math.abs(next.baseline - line.baseline);
  const gap = next.left - line.right;
  const size = Math.max(line.size, next.size);
  if (gap < -0.5 * size) return false;
  if (rise > SAME_BASELINE * size) {
    const isRaised = Math.min(line.size, next.size) < 0.85 * size;
    return isRaised && rise < RAISED_BASELINE * size && gap < 0.5 * size;
  }
  return gap < (LABEL.test(line.text) ? LABEL_GAP : COLUMN_GAP) * size;
}

function joined(line: Line, next: Piece, between: string): Line {
  const isLarger = next.size > line.size;
  return {
    text: `${line.text}${between}${next.text}`,
    left: Math.min(line.left, next.left),
    right: Math.max(line.right, next.right),
    baseline: isLarger ? next.baseline : line.baseline,
    size: Math.max(line.size, next.size),
    font: line.font === next.font ? line.font : undefined,
  };
}
