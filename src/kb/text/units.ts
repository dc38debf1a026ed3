/** @file Where a text may be cut: into lines, sentences, and where those are too long, at spaces. */

/** A stretch of a text, from `start` up to but not including `end`; it ends with the white space behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// a full stop behind a capital and at most two letters ends no sentence: `St. Louis` and `J. Smith` stay whole
const BOUNDARY =
  /\n\s*|(?<=(?<!(?<!\p{L})\p{Lu}\p{Ll}{0,2})[.!?]["”)]?)\s+(?=[\p{Lu}\p{N}\p{Lo}"“(])|(?<=[。！？][」』”]?)\s*(?=\S)/gu;

/** The lines and sentences of a text, in order and without a gap; none is longer than `maxLength`. */
export function units(text: string, maxLength: number): Span[] {
  const ends = [...text.matchAll(BOUNDARY)].map((match) => match.index + match[0].length);
  const spans: Span[] = [];
  let start = 0;
  for (const end of [...ends, text.length]) {
    if (end <= start) continue;
    spans.push(...shortened(text, { start, end }, maxLength));
    start = end;
  }
  return spans;
}

function shortened(text: string, span: Span, maxLength: number): Span[] {
  const spans: Span[] = [];
  let { start } = span;
  while (span.end - start > maxLength) {
    const end = cutBefore(text, start, start + maxLength);
    spans.push({ start, end });
    start = end;
  }
  spans.push({ start, end: span.end });
  return spans;
}

/** The last place up to `end` where a space ends, or else `end` itself, but never between the halves of a character. */
function cutBefore(text: string, start: number, end: number): number {
  const space = Math.max(text.lastIndexOf(" ", end - 1), text.lastIndexOf("，", end - 1)) + 1;
  if (space > start + (end - start) / 2) return space;
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) && end - 1 > start;
  return isHalf ? end - 1 : end;
}
