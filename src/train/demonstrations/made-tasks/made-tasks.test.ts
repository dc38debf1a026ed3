import { beforeAll, describe, expect, test } from "vitest";
import type { Task } from "../../../core/task.ts";
import { loadSeedTasks } from "../../../eval/seed-tasks.ts";
import { type SftConfig, sftConfig } from "../../config/sft-config.ts";
import type { World } from "../../world.ts";
import { madeTasks } from "./made-tasks.ts";

/** The tasks of the seed; its pages are not asked for. */
const world: Pick<World, "tasks" | "wholeSplit"> = {
  tasks: async (split, seed) =>
    (await loadSeedTasks({ split, language: "en", seed })).filter((_, index) => index % 40 === 0),
  wholeSplit: (split) => loadSeedTasks({ split, language: "en" }),
};

function made(changes: Partial<SftConfig>): Promise<readonly Task[]> {
  return madeTasks(sftConfig.parse({ freePhrasings: 0, deepFromTables: 0, ...changes }), world);
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}.+#'’-]*[\p{L}\p{N}+#]/gu) ?? [];

/** All runs of up to six words. */
function runsOf(text: string): readonly string[] {
  const words = wordsOf(text);
  return words.flatMap((_, start) =>
    Array.from({ length: 6 }, (_, more) => words.slice(start, start + more + 1).join(" ")),
  );
}

/** Of all that have a row, as runs of words. A language called B is not told from the B of a catalogue. */
function namesOf(tasks: readonly Task[]): readonly string[] {
  const tables = tasks.flatMap((task) => (task.kind === "wide" ? (task.gold?.rows ?? []) : []));
  const names = tables.map(([name = ""]) => wordsOf(name).join(" "));
  return [...new Set(names)].filter(({ length }) => length > 1);
}

describe("Tasks made from the train split of the seed", () => {
  let deep: readonly Task[] = [];
  let heldOut: readonly Task[] = [];
  beforeAll(async () => {
    deep = await made({ deepFromTables: 400 });
    heldOut = (await Promise.all([world.wholeSplit("dev"), world.wholeSplit("test")])).flat();
  }, 60_000);

  /** A name inside a longer one that the train split has is not meant: Victoria in `Victoria Falls Airport`. */
  test("name nothing that has a row in a table of the dev or test split", async () => {
    const held = new Set(namesOf(heldOut));
    const own = namesOf(await world.wholeSplit("train"));
    const longer = new Map(
      own.flatMap((name) =>
        runsOf(name).flatMap((run) => (run !== name && held.has(run) ? [[name, run]] : [])),
      ),
    );
    const named = deep.flatMap(({ question }) => {
      const runs = runsOf(question);
      const inside = new Set(runs.flatMap((run) => longer.get(run) ?? []));
      return runs.filter((run) => held.has(run) && !inside.has(run)).map((run) => `${run}: ${question}`);
    });
    expect(deep).toHaveLength(400);
    expect(named).toEqual([]);
  });

  test("ask no question of the dev or test split", async () => {
    const seeds = [0, 1];
    const splits = seeds.flatMap((seed) =>
      (["dev", "test"] as const).map((split) => loadSeedTasks({ split, language: "en", seed })),
    );
    const questions = new Set((await Promise.all(splits)).flat().map(({ question }) => question));
    const wide = await made({ freePhrasings: 1 });
    expect(wide.length).toBeGreaterThan(40);
    expect([...deep, ...wide].filter(({ question }) => questions.has(question))).toEqual([]);
  });

  test("have a gold answer that stands in a table of the train split", async () => {
    const tables = await world.wholeSplit("train");
    const cells = new Set(
      tables.flatMap((task) => (task.kind === "wide" ? (task.gold?.rows ?? []) : [])).flat(),
    );
    const strange = deep.filter((task) => task.kind !== "deep" || !cells.has(task.gold?.[0] ?? ""));
    expect(strange).toEqual([]);
  });

  test("are none where none are wanted, and no deep ones where only wide ones are", async () => {
    expect(await made({})).toEqual([]);
    expect(await made({ deepFromTables: 10, world: { maxRows: 12, kinds: "wide" } })).toEqual([]);
  });

  test("are asked in another free phrasing each time", async () => {
    const [once, twice] = [await made({ freePhrasings: 1 }), await made({ freePhrasings: 2 })];
    expect(twice.slice(0, once.length)).toEqual(once);
    expect(twice.length).toBeGreaterThan(1.8 * once.length);
    expect(new Set(twice.map(({ question }) => question)).size).toBeGreaterThan(0.95 * twice.length);
  });
});
