import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeToyWorld } from "../../../test/fixtures/toy-world.ts";
import { teamSettings } from "../../agent/team.ts";
import { FetchError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { Task } from "../../core/task.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { compactLimits } from "../../llm/compact/limits.ts";
import { loadTokenizer } from "../../llm/embedded/policy-directory.ts";
import { shippedTokenizer } from "../../llm/embedded/shipped-policy.ts";
import { worldSettings } from "../config/settings.ts";
import { openWorld, type World } from "../world.ts";
import { demonstrate } from "./demonstrate.ts";

const root = await mkdtemp(join(tmpdir(), "wideseek-demonstrate-"));
let world: World;
let tokenizer: Tokenizer;
beforeAll(async () => {
  const files = await writeToyWorld(root);
  world = await openWorld(worldSettings.parse(files), { cacheDirectory: join(root, "cache") });
  tokenizer = (await loadTokenizer(shippedTokenizer)).tokenizer;
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(root, { recursive: true });
});

async function played(
  task: Task,
  knowledgeBase: KnowledgeBase = world.knowledgeBase,
): Promise<readonly string[]> {
  const demonstrations = await demonstrate(task, {
    knowledgeBase,
    tokenizer,
    team: teamSettings.parse(compactLimits),
    seed: 1,
    contextLength: 1024,
    widths: [2],
  });
  return demonstrations.map(({ role, tokens }) => `${role}: ${tokenizer.decode([...tokens])}`);
}

async function anyTask(): Promise<Task> {
  const [task] = await world.tasks("train", 0);
  if (task === undefined) throw new Error("the toy world has tasks");
  return task;
}

/** Its first search fails. */
function failingOnce({ search, ...others }: KnowledgeBase): KnowledgeBase {
  let failed = false;
  return {
    ...others,
    async search(request) {
      if (failed) return search(request);
      failed = true;
      throw new FetchError("the server did not answer in time");
    },
  };
}

test("An episode that went well is kept, of the lead agent and of its subagents", async () => {
  const texts = await played(await anyTask());
  expect(texts.map((text) => text.split(":")[0])).toEqual(["lead", "subagent"]);
});

test("An episode with another answer than the gold one is not", async () => {
  const task = await anyTask();
  expect(await played({ ...task, kind: "deep", gold: ["Nobody"] })).toEqual([]);
});

test("How to go on after a search that failed is demonstrated as well", async () => {
  const texts = await played(await anyTask(), failingOnce(world.knowledgeBase));
  expect(texts.filter((text) => text.includes("the server did not answer in time"))).toHaveLength(1);
});
