/** @file The part of a long page worth showing: its beginning, and the lines that fit what is looked for. */
import { normaliseText } from "../table/normalise.ts";

const BEGINNING = 0.3;

/**
 * At most `limit` characters of `text`: whole lines in their order, a line of its own where something was left out.
 * The first third is the page's beginning, the rest the lines that share the most words with `wanted`.
 */
export function excerptFor(text: string, wanted: string, limit: number): string {
  const notice = `[page cut here: ${text.length} characters in all]`;
  const room = Math.max(0, limit - notice.length - 1);
  const words = new Set(
    normaliseText(wanted)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 2),
  );
  const lines = text.split("\n").map((line, index) => ({ line, index, hits: hitsOf(line, words) }));

  const kept = new Set<number>();
  let left = room;
  const keep = ({ line, index }: { line: string; index: number }) => {
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

  const excerpt = lines.filter(({ index }) => kept.has(index)).map(({ line }) => line);
  return kept.size === 0 ? `${text.slice(0, room)}\n${notice}` : [...excerpt, notice].join("\n");
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
