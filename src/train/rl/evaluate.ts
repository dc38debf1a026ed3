/** @file How good a policy is on tasks that it does not learn from. */
import type { Task } from "../../core/task.ts";
import type { RlConfig } from "../config/rl-config.ts";
import { byTurns, shuffled, type World } from "../world.ts";
import { type RolloutOptions, rollout, rolloutMetrics } from "./rollout.ts";

export interface EvaluationMetrics {
  readonly devReward?: number | undefined;
  readonly devItemF1?: number | undefined;
  readonly devRowF1?: number | undefined;
  readonly devSuccess?: number | undefined;
  readonly devExact?: number | undefined;
}

/** Always the same tasks of the dev split. */
export async function evaluationTasks(
  world: World,
  { tasks: count }: RlConfig["evaluation"],
): Promise<readonly Task[]> {
  return byTurns(shuffled(await world.tasks("dev", 0), 0)).slice(0, count);
}

/** Each task once. */
export async function evaluate(tasks: readonly Task[], options: RolloutOptions): Promise<EvaluationMetrics> {
  const rollouts = await Promise.all(tasks.map((task, index) => rollout(task, index, options)));
  const { reward, itemF1, rowF1, success, exact } = rolloutMetrics(rollouts);
  return { devReward: reward, devItemF1: itemF1, devRowF1: rowF1, devSuccess: success, devExact: exact };
}
