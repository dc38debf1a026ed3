/** @file Every task of the seed, from the world's sets. */
import type { Lexicon } from "../../src/llm/demonstrator/lexicon.ts";
import type { Entity } from "../lib/entity.ts";
import { splitOf } from "../lib/entity.ts";
import { groupBy } from "../lib/group.ts";
import { randomOf, shuffled } from "../lib/random.ts";
import { citiesByCountry } from "../lists/city-sets.ts";
import type { EntitySet } from "../lists/entity-set.ts";
import type { World } from "../world.ts";
import type { ByCountry } from "./compound-sets.ts";
import { airportsOfEach, capitalsOf, citiesOfEach, currenciesOf, topOf } from "./compound-sets.ts";
import { allDeepTasks } from "./deep.ts";
import { conditionsOn, filteredSet } from "./filters.ts";
import type { SeedDeepTask, SeedWideTask } from "./task.ts";
import type { WideQuery } from "./wide.ts";
import { queriesOf, wideTask } from "./wide.ts";

function listed(set: EntitySet): readonly WideQuery[] {
  if (set.rankedBy === undefined) return queriesOf(set, 1, { count: 3 });
  return [3, 5, 7, 10].flatMap((count) => {
    const top = topOf(set, count);
    return top === undefined ? [] : queriesOf(top, 1, { count: 1 });
  });
}

/** The attribute that a condition is about is asked for, more often than not. */
function filtered(set: EntitySet, chinese: ReadonlyMap<string, string>): readonly WideQuery[] {
  if (set.rankedBy !== undefined) return [];
  return shuffled(conditionsOn(set, chinese), set.title)
    .slice(0, 5)
    .flatMap((condition, index) =>
      queriesOf(filteredSet(set, condition), 2, {
        count: 1,
        wanted: index % 3 === 2 ? [] : [condition.attribute],
      }),
    );
}

/** What the countries of a set are joined with. */
interface Joined {
  readonly cities: ByCountry;
  readonly airports: ByCountry;
  readonly currencies: readonly Entity[];
}

function joinedOf({ entities }: World): Joined {
  const byKind = groupBy(entities, ({ kind }) => kind);
  return {
    cities: citiesByCountry(byKind.get("city") ?? []),
    airports: groupBy(byKind.get("airport") ?? [], ({ facts }) => facts["country"] ?? ""),
    currencies: byKind.get("currency") ?? [],
  };
}

function joins(set: EntitySet, { cities, airports, currencies }: Joined): readonly WideQuery[] {
  if (set.kind.id !== "country") return [];
  return [
    citiesOfEach(set, cities, 2),
    citiesOfEach(set, cities, 3),
    capitalsOf(set, cities),
    airportsOfEach(set, airports),
    currenciesOf(set, currencies),
  ].flatMap((join) =>
    join === undefined ? [] : queriesOf(join, 3, { count: 3, wanted: ["country", "population"] }),
  );
}

/** How many tasks of a split and difficulty are kept, and how many of one kind of entity at most. */
const most = { train: [1500, 1200, 900], dev: [160, 120, 90], test: [260, 200, 140] } as const;

/** Half of the shortest tables are left out: they would be most of all tasks. */
function longEnough({ task }: { readonly task: SeedWideTask }): boolean {
  return task.gold.rows.length > 4 || randomOf(`${task.id}#short`)() < 0.4;
}

function kept(
  tasks: readonly { readonly task: SeedWideTask; readonly query: WideQuery }[],
): readonly SeedWideTask[] {
  const groups = [...groupBy(tasks, ({ task }) => `${task.split} ${task.difficulty}`).values()];
  return groups.flatMap((group) => {
    const byKind = [...groupBy(group.filter(longEnough), ({ query }) => query.set.kind.id)].map(
      ([id, list]) => shuffled(list, id),
    );
    const longest = Math.max(...byKind.map((list) => list.length));
    const order = Array.from({ length: longest }, (_, index) =>
      byKind.flatMap((list) => list[index] ?? []),
    ).flat();
    const first = order[0]?.task;
    const limit = first === undefined ? 0 : most[first.split][first.difficulty - 1];
    return order.slice(0, limit).map(({ task }) => task);
  });
}

/** A set that mixes splits is asked in no form, not even narrowed to one split: its list page names them all. */
function allWideTasks(world: World): readonly SeedWideTask[] {
  const joined = joinedOf(world);
  const chinese = new Map(world.entities.flatMap(({ title, zh }) => (zh === undefined ? [] : [[title, zh]])));
  const queries = world.sets
    .filter((set) => splitOf(set.items) !== "shared")
    .flatMap((set) => [...listed(set), ...filtered(set, chinese), ...joins(set, joined)]);
  const tasks = queries.flatMap((query, index) => {
    const task = wideTask(query, `wide-${String(index + 1).padStart(5, "0")}`);
    return task === undefined ? [] : { task, query };
  });
  return [...kept(tasks)].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function allTasks(lexicon: Lexicon, world: World): readonly (SeedWideTask | SeedDeepTask)[] {
  return [...allWideTasks(world), ...allDeepTasks(lexicon, world.entities)];
}
