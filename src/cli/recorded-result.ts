/** @file The result of a run in the record, also of one that never came to its end. */
import { resultOf } from "../agent/run-task.ts";
import type { Episode } from "../core/episode.ts";
import type { RunResult } from "../core/events.ts";
import { rebuildEpisode } from "../run/rebuild-episode.ts";
import type { RecordedRun } from "../run/run-store.ts";

export interface RebuiltRun {
  readonly episode: Episode;
  readonly result: RunResult;
}

/** A run that was killed hands over what its agents had found. Throws `ConfigError` where there is no trace of any. */
export function rebuildRun({ config, events, result }: RecordedRun): RebuiltRun {
  const episode = rebuildEpisode(events);
  return { episode, result: result ?? resultOf(config.task, episode) };
}
