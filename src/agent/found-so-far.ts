/** @file What an agent that ran out hands back: its own notes, its subagents' reports, and what it read last. */
import type { Turn } from "../core/episode.ts";

const MAX_CHARACTERS = 6_000;
const PAGE_CHARACTERS = 1_000;

/** Newest pages first, as much as fits; empty where nothing was found. */
export function foundSoFar(turns: readonly Turn[]): string {
  const notes = turns.map((turn) => turn.sample.message.content.trim());
  const results = turns.flatMap((turn) => turn.results);
  const reports = results.flatMap((result) => result.subagents).map((subagent) => subagent.answer);
  const pages = results
    .flatMap((result) => result.pages.filter((page) => !page.excerpt))
    .reverse()
    .map((page) => `${page.title} (${page.url})\n${page.text.slice(0, PAGE_CHARACTERS)}`);

  let left = MAX_CHARACTERS;
  const kept = [...reports, ...notes, ...pages].filter((text) => {
    if (text === "" || text.length > left) return false;
    left -= text.length;
    return true;
  });
  return kept.join("\n\n");
}
