/** @file On what occasions an episode found rows: a subagent that was asked for them, a page that lists them, a search. */
import { type Episode, type Trajectory, trajectories } from "../../core/episode.ts";
import type { RowFinder } from "./row-finder.ts";

export interface Occasion {
  /** The subtask, the title of the page, or the query. */
  readonly text: string;
  readonly rows: ReadonlySet<number>;
}

/**
 * What each subagent of the lead agent reported without having been told: only who looks for rows without knowing their
 * names can tell how many there are.
 */
export function reportsOf(episode: Episode, finder: RowFinder): readonly Occasion[] {
  return episode.lead.turns
    .flatMap(({ results }) => results.flatMap((result) => result.subagents))
    .flatMap((trajectory) => reported(trajectory, finder));
}

/** The pages that list rows, each once, and the searches whose results are rows, of all agents. */
export function readingsOf(episode: Episode, finder: RowFinder): readonly Occasion[] {
  return together(
    trajectories(episode).flatMap((trajectory) => [
      ...pagesThatList(trajectory, finder),
      ...searches(trajectory, finder),
    ]),
  );
}

/** An agent that was told of rows looks them up, unless it comes back with more others than these times as many. */
const MORE = 2;

function reported({ subtask, answer }: Trajectory, finder: RowFinder): readonly Occasion[] {
  const told = finder.named(subtask);
  const rows = without(finder.listed(answer), told);
  const looksUp = told.size > 0 && rows.size < MORE * told.size;
  return rows.size === 0 || looksUp ? [] : [{ text: subtask, rows }];
}

/** What names a single row is about it. */
const LEAST_LISTED = 2;

function pagesThatList({ turns }: Trajectory, finder: RowFinder): readonly Occasion[] {
  return turns.flatMap(({ results }) =>
    results.flatMap(({ pages }) =>
      pages.flatMap((page) => {
        if (page.excerpt || finder.named(page.title).size > 0) return [];
        const rows = finder.listed(page.text);
        return rows.size < LEAST_LISTED ? [] : [{ text: page.title, rows }];
      }),
    ),
  );
}

function searches({ turns }: Trajectory, finder: RowFinder): readonly Occasion[] {
  return turns.flatMap(({ sample, results }) =>
    results.flatMap(({ message, pages }) => {
      const found = pages.filter(({ excerpt }) => excerpt);
      if (found.length === 0) return [];
      const call = sample.message.toolCalls.find(({ id }) => id === message.toolCallId);
      const query = call?.arguments ?? "";
      if (finder.named(query).size > 0) return [];
      const rows = new Set(found.flatMap((page) => [...finder.about(page)]));
      return rows.size < LEAST_LISTED ? [] : [{ text: query, rows }];
    }),
  );
}

function without(rows: ReadonlySet<number>, told: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...rows].filter((row) => !told.has(row)));
}

/** A page that several agents read, or a search that several made, is one occasion. */
function together(occasions: readonly Occasion[]): readonly Occasion[] {
  const found = new Map<string, Set<number>>();
  for (const { text, rows } of occasions) {
    const known = found.get(text);
    if (known === undefined) found.set(text, new Set(rows));
    else for (const row of rows) known.add(row);
  }
  return [...found].map(([text, rows]) => ({ text, rows }));
}
