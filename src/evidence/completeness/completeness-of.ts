/** @file How many rows a run's table should have, from what its agents, pages and searches found independently of each other. */
import type { Episode } from "../../core/episode.ts";
import type { Completeness, SourcedTable } from "../../core/evidence.ts";
import type { WideTask } from "../../core/task.ts";
import { estimateCompleteness } from "./estimate-completeness.ts";
import { independentWays } from "./independent-ways.ts";
import { openRowFinder } from "./row-finder.ts";

/**
 * `table` is the checked table, its names merged. Absent where there is nothing to estimate: the table has no rows, or
 * the question itself names them all.
 */
export function completenessOf(
  episode: Episode,
  table: SourcedTable,
  task: WideTask,
): Completeness | undefined {
  const finder = openRowFinder(table);
  const given = finder.named(task.question);
  if (given.size === table.cells.length) return undefined;
  const ways = independentWays(episode, finder);
  return estimateCompleteness(
    table.cells.map((_, row) => new Set(ways.filter(({ rows }) => rows.has(row)).map(({ name }) => name))),
  );
}
