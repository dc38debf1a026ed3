/** @file The tasks of the seed corpus as benchmarks. */
import type { Task } from "../../core/task.ts";
import { loadSeedTasks } from "../seed-tasks.ts";
import type { Benchmark, BenchmarkTask } from "./benchmark.ts";

const LEVELS = [1, 2, 3];

export async function loadSeed(split: "train" | "dev" | "test"): Promise<Benchmark> {
  const levels = await Promise.all(
    LEVELS.map(async (level) =>
      (await loadSeedTasks({ split, difficulty: level })).map((task) => asked(task, level)),
    ),
  );
  return { name: `seed-${split}-all`, groupedBy: "difficulty", tasks: levels.flat() };
}

function asked(task: Task, level: number): BenchmarkTask {
  if (task.kind === "deep") {
    const { gold = [], ...question } = task;
    const group = `short answer, ${level} ${level === 1 ? "hop" : "hops"}`;
    return { task: question, rules: { kind: "short-answer", gold }, group };
  }
  const { gold = { columns: [], rows: [] }, ...question } = task;
  const rules = { kind: "table", gold, uniqueColumns: task.uniqueColumns ?? [] } as const;
  return { task: question, rules, group: `table, level ${level}` };
}
