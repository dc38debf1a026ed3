import { resolve } from "node:path";
import { expect, test } from "vitest";
import { semaphore } from "../../util/semaphore.ts";
import { offerKnowledge } from "./offered-knowledge.ts";

function offered(kb: readonly string[], web = false) {
  return offerKnowledge({
    plan: { kb: [...kb], web, network: true, reader: "fetcher", offline: false },
    directory: "/nowhere",
    maxDocuments: 1,
    variables: {},
    opening: semaphore(1),
    say: () => undefined,
  });
}

test("seed is the built-in knowledge base, whatever folders there are, and ./seed is the folder", async () => {
  const bare = offered(["seed"]);
  expect((await bare.planOf()).kb).toEqual(["seed"]);

  const both = offered(["./seed"]);
  expect((await both.list()).map(({ name }) => name)).toEqual(["seed", "./seed"]);
  expect((await both.planOf()).kb).toEqual([resolve("seed")]);
  expect((await both.planOf(["seed"])).kb).toEqual(["seed"]);
});

test("folders of one name, and one that is called as the web is, can be told apart", async () => {
  const { planOf, list } = offered(["a/notes", "b/notes", "./web"], true);

  expect((await list()).map(({ name }) => name)).toEqual(["seed", "notes", "b/notes", "./web", "web"]);
  expect((await planOf(["b/notes", "web"])).kb).toEqual([resolve("b/notes")]);
  const usual = await planOf();
  expect(usual.kb).toEqual(["a/notes", "b/notes", "web"].map((place) => resolve(place)));
  expect(usual.web).toBe(true);
});
