/** @file Counts in a budget what was used before the run was broken off. */
import type { ToolResult, Trajectory } from "../../core/episode.ts";
import type { Budget, StartedTurn } from "../../tools/budget.ts";

/** A turn that was taken before. It was within the budget then, so nothing is refused here. */
export function countTurn(budget: Budget): StartedTurn {
  const started = budget.startTurn("work", 0) ?? budget.startTurn("answer", 0);
  return started ?? { settle: (usage) => budget.spend(usage) };
}

/** A tool call that ended before, without its subagents. */
export function countCall(budget: Budget, { usage }: ToolResult): void {
  budget.takeToolCall();
  if (usage !== undefined) budget.spend(usage);
}

/** A whole trajectory with its subagents; gives it back. */
export function countTrajectory(budget: Budget, trajectory: Trajectory): Trajectory {
  for (const { sample, results } of trajectory.turns) {
    countTurn(budget).settle(sample.usage);
    for (const result of results) {
      countCall(budget, result);
      for (const subagent of result.subagents) countTrajectory(budget, subagent);
    }
  }
  return trajectory;
}
