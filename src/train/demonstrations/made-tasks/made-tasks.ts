/** @file Tasks that the teacher plays besides those of the train split: their tables asked for in free phrasings, and deep ones from their tables. */
import type { Task } from "../../../core/task.ts";
import { createVocabulary } from "../../../llm/demonstrator/language/vocabulary.ts";
import { seedLexicon } from "../../../llm/demonstrator/lexicon/seed-lexicon.ts";
import { random } from "../../../util/random.ts";
import type { SftConfig } from "../../config/sft-config.ts";
import type { World } from "../../world.ts";
import { deepFromTables } from "./deep-from-tables.ts";
import { rephrase } from "./rephrase.ts";

type MadeTaskSettings = Pick<SftConfig, "seed" | "freePhrasings" | "deepFromTables" | "world">;

type Tasks = Pick<World, "tasks" | "wholeSplit">;

/** The same settings and world give the same ones. */
export async function madeTasks(settings: MadeTaskSettings, world: Tasks): Promise<readonly Task[]> {
  return [...(await inFreePhrasings(settings, world)), ...(await fromTables(settings, world))];
}

const vocabulary = createVocabulary(seedLexicon);

async function inFreePhrasings(
  { seed, freePhrasings }: MadeTaskSettings,
  world: Tasks,
): Promise<readonly Task[]> {
  const next = random(seed * 15_013);
  const times = Array.from({ length: freePhrasings }, (_, phrasing) => world.tasks("train", phrasing));
  const tasks = (await Promise.all(times)).flat();
  return tasks.flatMap((task) => (task.kind === "wide" ? (rephrase(task, vocabulary, next) ?? []) : []));
}

/** Tables that are too large to be asked for state facts as well. */
async function fromTables(
  { seed, deepFromTables: count, world: { kinds } }: MadeTaskSettings,
  world: Tasks,
): Promise<readonly Task[]> {
  if (count === 0 || kinds === "wide") return [];
  const heldOut = await Promise.all([world.wholeSplit("dev"), world.wholeSplit("test")]);
  return deepFromTables(await world.wholeSplit("train"), count, {
    heldOut: heldOut.flat(),
    vocabulary,
    next: random(seed * 17_011),
  });
}
