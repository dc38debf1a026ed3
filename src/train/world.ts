/** @file The world that a policy learns in: a knowledge base, and tasks that it answers. */
import type { KnowledgeBase } from "../core/knowledge-base.ts";
import type { Task } from "../core/task.ts";
import { remembering } from "../eval/run/remembering.ts";
import { loadSeedTasks } from "../eval/seed-tasks.ts";
import { openSeedKnowledgeBase, type SeedOptions } from "../kb/seed.ts";
import { random } from "../util/random.ts";
import type { WorldSettings } from "./config/settings.ts";

type Split = "train" | "dev" | "test";

export interface World {
  readonly knowledgeBase: KnowledgeBase;
  /** The tasks of a split, each in the phrasing that `phrasing` chooses. English: the policy knows no other language. */
  tasks(split: Split, phrasing: number): Promise<readonly Task[]>;
  /** In some phrasing, those as well that the settings leave out. */
  wholeSplit(split: Split): Promise<readonly Task[]>;
  close(): Promise<void>;
}

/** Throws ConfigError where pages or tasks cannot be read, or the signal's reason. */
export async function openWorld(
  { pages, tasks: file, maxRows, kinds }: WorldSettings,
  options: Omit<SeedOptions, "pagesFile">,
): Promise<World> {
  const knowledgeBase = await openSeedKnowledgeBase({
    ...options,
    ...(pages !== undefined && { pagesFile: pages }),
  });
  return {
    knowledgeBase: remembering(knowledgeBase),
    async tasks(split, phrasing) {
      const kind = kinds === "hybrid" ? undefined : kinds;
      const all = await loadSeedTasks({ split, kind, language: "en", seed: phrasing, file });
      return all.filter((task) => task.kind === "deep" || (task.gold?.rows.length ?? 0) <= maxRows);
    },
    wholeSplit: (split) => loadSeedTasks({ split, language: "en", file }),
    close: () => knowledgeBase.close(),
  };
}

/** In an order that follows from the seed. */
export function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  const next = random(seed);
  return values
    .map((value) => ({ value, place: next() }))
    .sort((left, right) => left.place - right.place)
    .map(({ value }) => value);
}

/** Wide and deep tasks by turns, as long as there are both; the order within each stays. */
export function byTurns(tasks: readonly Task[]): readonly Task[] {
  const wide = tasks.filter(({ kind }) => kind === "wide");
  const deep = tasks.filter(({ kind }) => kind === "deep");
  const turns = Array.from({ length: Math.max(wide.length, deep.length) }, (_, index) => [
    wide[index],
    deep[index],
  ]);
  return turns.flat().filter((task) => task !== undefined);
}
