/** @file A group: the episodes of one task, each with what it earned, compared with each other. */
import type { Episode } from "../../core/episode.ts";
import type { Task } from "../../core/task.ts";
import type { Reward } from "./reward.ts";

/** A failure has no reward, so it cannot be in a group. */
export interface RewardedEpisode {
  readonly episode: Episode;
  readonly reward: Reward;
}

export interface Group {
  readonly task: Task;
  readonly episodes: readonly RewardedEpisode[];
}
