/** @file The part of a long page worth showing: its beginning, and the lines that fit what is looked for. */
import type { Page, Place } from "../core/knowledge-base.ts";
import { placesWithin } from "../kb/places-within.ts";
import { normaliseText } from "../table/normalise.ts";

const BEGINNING = 0.3;

/**
 * The page with at most `limit` characters of its text: whole lines in their order, a line of its own where something was left
 * out. The first third is the page's beginning, the rest the lines that share the most words with `wanted`.
 */
export function excerptOf(page: Page, wanted: string, limit: number): Page {
  const { text, places } = page;
  if (text.length <= limit) return page;
  const notice = `[page cut here: ${text.length} characters in all]`;
  const room = Math.max(0, limit - notice.length - 1);
  const kept = keptLines(linesOf(text, wanted), room);
  const shown = kept.length === 0 ? [{ start: 0, line: text.slice(0, room) }] : kept;
  const excerpt = [...shown.map(({ line }) => line), notice].join("\n");
  return places === undefined
    ? { ...page, text: excerpt }
    : { ...page, text: excerpt, places: moved(places, shown) };
}

interface Line {
  readonly line: string;
  /** Its offset in the page's text. */
  readonly start: number;
}

type RatedLine = Line & { readonly index: number; readonly hits: number };

function linesOf(text: string, wanted: string): readonly RatedLine[] {
  const words = new Set(
    normaliseText(wanted)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 2),
  );
  let start = 0;
  return text.split("\n").map((line, index) => {
    const rated = { line, index, start, hits: hitsOf(line, words) };
    start += line.length + 1;
    return rated;
  });
}

function keptLines(lines: readonly RatedLine[], room: number): readonly Line[] {
  const kept = new Set<number>();
  let left = room;
  const keep = ({ line, index }: RatedLine) => {
    if (kept.has(index) || line.length + 1 > left) return;
    kept.add(index);
    left -= line.length + 1;
  };
  for (const entry of lines) {
    if (left <= room * (1 - BEGINNING)) break;
    keep(entry);
  }
  for (const entry of lines.filter((entry) => entry.hits > 0).sort((a, b) => b.hits - a.hits)) keep(entry);
  for (const entry of lines) keep(entry);
  return lines.filter(({ index }) => kept.has(index));
}

/** The places of the lines that are shown, where they stand now. */
function moved(places: readonly Place[], shown: readonly Line[]): readonly Place[] {
  let offset = 0;
  const here = shown.flatMap(({ start, line }) => {
    const own = placesWithin(places, start, start + line.length + 1);
    const now = own.map((place) => ({ ...place, start: place.start + offset }));
    offset += line.length + 1;
    return now;
  });
  return here.filter(({ name }, index) => name !== here[index - 1]?.name);
}

function hitsOf(line: string, words: ReadonlySet<string>): number {
  if (words.size === 0) return 0;
  const found = new Set(
    normaliseText(line)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => words.has(word)),
  );
  return found.size;
}
