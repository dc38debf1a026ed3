/** @file Which tasks each step of a training rolls out. */
import { ConfigError } from "../../core/errors.ts";
import type { Task } from "../../core/task.ts";
import type { RlConfig } from "../config/rl-config.ts";
import { byTurns, shuffled, type World } from "../world.ts";

/** In how many choices of phrasings the tasks come round. */
const PHRASINGS = [0, 1, 2, 3];

/**
 * The tasks of a step, counted from 1: each task of the train split once, then all again in other words; wide and deep by
 * turns. Throws ConfigError for a world without tasks.
 */
export async function taskOrder(
  { seed, groupsPerStep, world: { maxRows, kinds } }: RlConfig,
  world: World,
): Promise<(step: number) => readonly Task[]> {
  const phrased = await Promise.all(PHRASINGS.map((phrasing) => world.tasks("train", phrasing)));
  const tasks = phrased.flatMap((all, phrasing) => byTurns(shuffled(all, seed * 31 + phrasing)));
  if (tasks.length === 0) {
    throw new ConfigError(
      `world.tasks: no ${kinds} task in English of at most ${maxRows} rows in the train split; ` +
        "choose other tasks, kinds or maxRows",
    );
  }
  return (step) =>
    Array.from({ length: groupsPerStep }, (_, index) => {
      const task = tasks[((step - 1) * groupsPerStep + index) % tasks.length];
      if (task === undefined) throw new Error("a place beyond the tasks");
      return task;
    });
}
