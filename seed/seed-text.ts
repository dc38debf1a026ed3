/** @file The seed's two files as text, before compression: the same on every machine for the same data packages. */
import { seedLexicon } from "../src/llm/demonstrator/lexicon/seed-lexicon.ts";
import type { Page } from "./lib/entity.ts";
import { writeWorld } from "./pages.ts";
import { allTasks } from "./tasks/all-tasks.ts";
import type { SeedDeepTask, SeedWideTask } from "./tasks/task.ts";
import { readWorld } from "./world.ts";

export interface SeedText {
  readonly pages: readonly Page[];
  readonly tasks: readonly (SeedWideTask | SeedDeepTask)[];
  readonly pagesText: string;
  readonly tasksText: string;
}

function linesOf(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

export function seedText(): SeedText {
  const { pages, world } = writeWorld(seedLexicon, readWorld());
  const tasks = allTasks(seedLexicon, world);
  return { pages, tasks, pagesText: linesOf(pages), tasksText: linesOf(tasks) };
}
