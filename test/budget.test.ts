/** @file A budget is hard: the first runs of `bench/budget.ts`, over a real server and over the seed knowledge base. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isKept, runWithCeiling, type World } from "../bench/budget-runs.ts";
import type { KnowledgeBase } from "../src/core/knowledge-base.ts";
import { openSeedKnowledgeBase } from "../src/kb/seed.ts";
import { createSampler } from "../src/llm/create-sampler.ts";
import { createDemonstrator } from "../src/llm/demonstrator/demonstrator.ts";
import { startTeamModel } from "./fixtures/team-model.ts";

let cache = "";
let knowledgeBase: KnowledgeBase;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "wideseek-cache-"));
  knowledgeBase = await openSeedKnowledgeBase({ cacheDirectory: join(cache, "wideseek") });
}, 60_000);

afterAll(async () => {
  await knowledgeBase.close();
  await rm(cache, { recursive: true });
});

async function runAll(seeds: readonly number[], world: World) {
  const runs = [];
  for (const seed of seeds) runs.push(await runWithCeiling(seed, world));
  return runs;
}

/** The first two of each kind of ceiling, one of them deep, two of them resumed. */
const SEEDS = [0, 1, 2, 3, 4, 5];

describe("no run exceeds its ceiling by more than the calls in flight, and each has a table", () => {
  test("over a model server", async () => {
    const capitals = { Estonia: "Tallinn", Mali: "Bamako", Kenya: "Nairobi" };
    const server = await startTeamModel({ capitals });
    const model = await createSampler("team", { environment: {}, baseUrl: server.url });
    const question = "What are the capitals of Estonia, Mali and Kenya?";
    const tasks = [{ id: "capitals", kind: "wide", question, language: "en" } as const];

    const runs = await runAll(SEEDS, { model, knowledgeBase, tasks, leastSubagents: 1 });

    await server.close();
    expect(runs.filter((run) => !isKept(run))).toEqual([]);
  });

  test("with the demonstrator", async () => {
    const question = "Countries of South America with capital and population";
    const tasks = [{ id: "countries", kind: "wide", question, language: "en" } as const];

    const runs = await runAll(SEEDS, {
      model: createDemonstrator(),
      knowledgeBase,
      tasks,
      leastSubagents: 0,
    });

    expect(runs.filter((run) => !isKept(run))).toEqual([]);
    expect(runs.some(({ result }) => result.stop === "budget")).toBe(true);
  });
});
